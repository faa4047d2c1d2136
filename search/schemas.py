"""Shapes on the wire: what search hears from the catalogue (tolerantly), what it is asked, what it answers."""

from marshmallow import EXCLUDE, Schema, fields, validate

from search.language.fields import FACETS
from search.phrases import LABELS
from services.chassis.fields import Line, OneOf, Shape, Text, list_of

MAX_QUERY = 2000
MAX_PAGE = 100
MAX_CANDIDATES = 500


class Heard(Schema):
    """A shape heard from elsewhere: fields that search does not know are passed over."""

    class Meta:
        """Pass over what is not named."""

        unknown = EXCLUDE


class EditionNamed(Heard):
    """The edition an entry stands in."""

    id = fields.String(required=True)
    year = fields.Integer(required=True)
    scope = fields.String(required=True)


def _texts() -> fields.List[str]:
    return fields.List(fields.String(), load_default=list, allow_none=False)


class ProfileHeard(Heard):
    """What an entry says of itself."""

    description = fields.String(load_default="")
    capabilities = _texts()
    industries = _texts()
    application_modes = _texts()
    service_regions = _texts()
    cases = _texts()


class EntryHeard(Heard):
    """An entry's public state."""

    name = fields.String(required=True)
    short_name = fields.String(load_default="")
    company = fields.String(load_default="")
    kind = fields.String(required=True)
    category = fields.String(required=True)
    reach = fields.String(load_default="")
    status = fields.String(required=True)
    edition = fields.Nested(EditionNamed, required=True)
    profile = fields.Nested(ProfileHeard, load_default=lambda: ProfileHeard().load({}))


class EditionHeard(Heard):
    """An edition's state."""

    year = fields.Integer(required=True)
    scope = fields.String(required=True)
    title = fields.String(load_default="")
    status = fields.String(required=True)
    demo = fields.Boolean(load_default=False)


class FiltersIn(Shape):
    """Filters: the values of one are alternatives, all must hold."""

    category = list_of(OneOf(LABELS["category"]), load_default=list)
    kind = list_of(OneOf(LABELS["kind"]), load_default=list)
    reach = list_of(OneOf(LABELS["reach"]), load_default=list)
    industry = list_of(Line(), load_default=list)
    region = list_of(Line(), load_default=list)
    application_mode = list_of(OneOf(LABELS["application_mode"]), load_default=list)
    capability = list_of(Line(), load_default=list)
    edition_year = list_of(fields.Integer(), load_default=list)
    scope = list_of(OneOf(LABELS["scope"]), load_default=list)
    edition = list_of(Line(), load_default=list)


class SearchIn(Shape):
    """A search."""

    text = Text(limit=MAX_QUERY, load_default="")
    filters = fields.Nested(FiltersIn, load_default=lambda: FiltersIn().load({}))
    first = fields.Integer(load_default=20, validate=validate.Range(1, MAX_PAGE))
    after = fields.String(load_default="")
    facets = fields.Boolean(load_default=True)
    exact = fields.Boolean(load_default=False)
    include_demo = fields.Boolean(load_default=False)


class SaveIn(Shape):
    """A search to be asked again whenever entries are new."""

    title = Line(limit=60, load_default="")
    text = Text(limit=MAX_QUERY, load_default="")
    filters = fields.Nested(FiltersIn, load_default=lambda: FiltersIn().load({}))


class FoundQuery(Shape):
    """How many of what was found are wanted."""

    first = fields.Integer(load_default=20, validate=validate.Range(1, MAX_PAGE))


class FoundOut(Shape):
    """An entry that came to answer a saved search."""

    entry_id = fields.String()
    name = fields.String()
    found_at = fields.String()
    seen = fields.Boolean()


class SavedOut(Shape):
    """A saved search, and how many of the entries found for it nobody has looked at."""

    id = fields.String()
    title = fields.String()
    text = fields.String()
    filters = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    created_at = fields.String()
    unseen = fields.Integer()


class SavedListOut(Shape):
    """Saved searches, newest first."""

    items = fields.List(fields.Nested(SavedOut))


class FoundListOut(Shape):
    """What was found since a search was saved, newest first."""

    items = fields.List(fields.Nested(FoundOut))


class NoticeOut(Shape):
    """Something the reader should know of the answer."""

    code = fields.String()
    zh = fields.String()
    en = fields.String()


class BucketOut(Shape):
    """A value of a facet and how many results have it."""

    value = fields.String()
    label = fields.String()
    count = fields.Integer()
    selected = fields.Boolean()


class FacetOut(Shape):
    """The values of one field among the results, its own filter left out."""

    field = fields.String(validate=validate.OneOf(FACETS))
    buckets = fields.List(fields.Nested(BucketOut))


class HighlightOut(Shape):
    """Passages of a field; escaped HTML with <mark> around what was asked."""

    field = fields.String()
    fragments = fields.List(fields.String())


class HitOut(Shape):
    """A result."""

    entry_id = fields.String()
    score = fields.Float()
    cursor = fields.String()
    highlights = fields.List(fields.Nested(HighlightOut))


class SearchOut(Shape):
    """The answer to a search."""

    total = fields.Integer()
    notices = fields.List(fields.Nested(NoticeOut))
    weak = fields.Boolean()
    facets = fields.List(fields.Nested(FacetOut))
    hits = fields.List(fields.Nested(HitOut))
    has_next = fields.Boolean()
    end_cursor = fields.String()


class SuggestIn(Shape):
    """What is being typed."""

    text = Line(limit=100, load_default="")
    first = fields.Integer(load_default=8, validate=validate.Range(1, 20))
    include_demo = fields.Boolean(load_default=False)


class SuggestionOut(Shape):
    """A completion."""

    text = fields.String()
    kind = fields.String(validate=validate.OneOf(["entry", "concept"]))
    entry_id = fields.String()


class SuggestOut(Shape):
    """Completions."""

    items = fields.List(fields.Nested(SuggestionOut))


class CandidatesIn(Shape):
    """A need to find candidates for: its text, the concepts and categories it asks for."""

    text = Text(load_default="")
    concepts = list_of(Line(), load_default=list)
    categories = list_of(OneOf(LABELS["category"]), load_default=list)
    first = fields.Integer(load_default=200, validate=validate.Range(1, MAX_CANDIDATES))
    include_demo = fields.Boolean(load_default=False)


class CandidateOut(Shape):
    """An entry that may answer the need."""

    entry_id = fields.String()
    score = fields.Float()


class CandidatesOut(Shape):
    """Candidates, best first."""

    hits = fields.List(fields.Nested(CandidateOut))


class StatusOut(Shape):
    """What the index holds and what it was built with."""

    documents = fields.Integer()
    index_version = fields.String()
    vocabulary_version = fields.String()

"""Matching's answers on the wire."""

from marshmallow import fields

from services.chassis.fields import Shape


class PartOut(Shape):
    """A named part of a score."""

    name = fields.String()
    value = fields.Float()
    weight = fields.Float()


class NeedEvidence(Shape):
    """Words of the need: `field[start:end] == text`."""

    field = fields.String()
    start = fields.Integer()
    end = fields.Integer()
    text = fields.String()


class EntryEvidence(Shape):
    """Words of an entry's field."""

    field = fields.String()
    words = fields.String()


class EvidenceOut(EntryEvidence):
    """What a reason rests on; `also` are facts told beside the leading one."""

    need = fields.Nested(NeedEvidence, allow_none=True)
    also = fields.List(fields.Nested(EntryEvidence))


class ReasonOut(Shape):
    """A reason, or what speaks against the entry."""

    kind = fields.String()
    text = fields.String()
    sign = fields.String()
    fall = fields.Integer()
    evidence = fields.Nested(EvidenceOut)


class SuggestionOut(Shape):
    """An entry that fits."""

    entry_id = fields.String()
    score = fields.Integer()
    parts = fields.List(fields.Nested(PartOut))
    reasons = fields.List(fields.Nested(ReasonOut))
    is_new = fields.Boolean()


class NeedSuggestionsOut(Shape):
    """The suggestions of one need; `stale`: the catalogue has changed since and they are being refreshed.

    `news`: how many came since the need's owner looked.
    """

    need_id = fields.String()
    policy = fields.String()
    seed = fields.String()
    computed_at = fields.String()
    stale = fields.Boolean()
    weak = fields.Boolean()
    news = fields.Integer()
    items = fields.List(fields.Nested(SuggestionOut))


class FeedbackOut(Shape):
    """An event as User Behavior Insights writes it."""

    application = fields.String()
    action_name = fields.String()
    query_id = fields.String()
    timestamp = fields.String()
    event_attributes = fields.Dict(keys=fields.String())
    query_response_hit_ids = fields.List(fields.String())


class FeedbackListOut(Shape):
    """A page of events, oldest first."""

    items = fields.List(fields.Nested(FeedbackOut))
    has_next = fields.Boolean()
    end_cursor = fields.String()


class SuggestionsOut(Shape):
    """The suggestions of needs, in the order they were asked for."""

    items = fields.List(fields.Nested(NeedSuggestionsOut))


class ScoreOut(Shape):
    """The score of a pair."""

    need = fields.String()
    work_item = fields.String()
    entry = fields.String()
    score = fields.Integer()


class ScoresOut(Shape):
    """Scores of pairs; those that do not fit are absent."""

    policy = fields.String()
    scores = fields.List(fields.Nested(ScoreOut))


class RequestOut(Shape):
    """A request; what people wrote to each other is private."""

    id = fields.String()
    need_id = fields.String()
    entry_id = fields.String()
    kind = fields.String()
    asked_by_side = fields.String()
    from_organisation = fields.String()
    to_organisation = fields.String()
    message = fields.String(metadata={"role": "private"})
    state = fields.String()
    asked_at = fields.String()
    expires_on = fields.String()
    decided_at = fields.String(allow_none=True)
    reason = fields.String(metadata={"role": "private"})
    version = fields.Integer()


class RequestsOut(Shape):
    """A page of requests, newest first."""

    items = fields.List(fields.Nested(RequestOut))
    has_next = fields.Boolean()
    end_cursor = fields.String()
    total = fields.Integer()


class FigureOut(Shape):
    """A named number with its definition."""

    name = fields.String()
    value = fields.Integer()
    definition = fields.String()
    definition_en = fields.String()


class FiguresOut(Shape):
    """The figures of a year."""

    year = fields.Integer()
    figures = fields.List(fields.Nested(FigureOut))

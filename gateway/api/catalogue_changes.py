"""What organizers and providers change in the catalogue: editions, official lists, entries, profiles."""

import base64
import binascii
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.catalogue import SERVICE, Edition, Entry, Finding
from gateway.api.paging import rows, strings
from gateway.api.resolving import at, context_of, plain
from services.chassis.refusal import Invalid

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


class EditionInput(graphene.InputObjectType):
    """An edition to open."""

    year = graphene.Int(required=True)
    scope = graphene.InputField(lists.Scope, required=True)
    title = graphene.String(required=True)
    document_number = graphene.String()
    demo = graphene.Boolean()


class EditionChanges(graphene.InputObjectType):
    """What to change of an edition that is still a draft."""

    title = graphene.String()
    document_number = graphene.String()


class EntryInput(graphene.InputObjectType):
    """An entry to admit (列入)."""

    name = graphene.String(required=True)
    company = graphene.String(required=True)
    kind = graphene.InputField(lists.EntryKind)
    category = graphene.InputField(lists.Category, required=True)
    reach = graphene.InputField(lists.Reach)
    short_name = graphene.String()
    unified_code = graphene.String()
    gbt23001_certified = graphene.Boolean()
    organisation_id = graphene.ID()


class EntryChanges(graphene.InputObjectType):
    """What to change of an entry's official facts; what is left out stays as it is."""

    name = graphene.String()
    company = graphene.String()
    kind = graphene.InputField(lists.EntryKind)
    category = graphene.InputField(lists.Category)
    reach = graphene.InputField(lists.Reach)
    short_name = graphene.String()
    unified_code = graphene.String()
    gbt23001_certified = graphene.Boolean()
    organisation_id = graphene.ID()


class ContactInput(graphene.InputObjectType):
    """Whom to call or write to."""

    person = graphene.String()
    phone = graphene.String()
    email = graphene.String()


class ProfileInput(graphene.InputObjectType):
    """A profile as a whole; what is left out is emptied."""

    description = graphene.String()
    capabilities = strings()
    industries = strings()
    application_modes = graphene.List(graphene.NonNull(lists.ApplicationMode))
    service_regions = strings()
    cases = strings()
    languages = strings()
    contact = graphene.InputField(ContactInput)


class DropInput(graphene.InputObjectType):
    """An entry that is not carried over, with the reason that will be published."""

    entry_id = graphene.ID(required=True)
    reason = graphene.String(required=True)


class ImportReport(graphene.ObjectType):
    """What reading an official list found; with any error nothing was admitted."""

    dry_run = graphene.Boolean()
    row_count = graphene.Int()
    admitted_count = graphene.Int()
    changed_count = graphene.Int()
    unchanged_count = graphene.Int()
    errors = rows(Finding)
    warnings = rows(Finding)


def _changed(info: GraphQLResolveInfo, method: str, path: str, body: Any = None, version: int | None = None) -> Any:
    return context_of(info).write(SERVICE, method, path, plain(body), version=version)


class CatalogueMutation(graphene.ObjectType):
    """Changes to the catalogue; each answers the noun it changed."""

    create_edition = graphene.Field(Edition, input=EditionInput(required=True))
    change_edition = graphene.Field(
        Edition, id=graphene.ID(required=True), version=graphene.Int(required=True), input=EditionChanges(required=True)
    )
    publish_edition = graphene.Field(Edition, id=graphene.ID(required=True), version=graphene.Int(required=True))
    decide_renewal = graphene.Field(
        Edition,
        edition_id=graphene.ID(required=True),
        version=graphene.Int(),
        keep=graphene.List(graphene.NonNull(graphene.ID)),
        drop=graphene.List(graphene.NonNull(DropInput)),
    )
    import_entries = graphene.Field(
        ImportReport,
        edition_id=graphene.ID(required=True),
        format=graphene.Argument(lists.FileFormat, required=True),
        content=graphene.String(required=True, description="The file in base64; larger ones go to /files by POST."),
        dry_run=graphene.Boolean(default_value=False),
    )
    admit_entry = graphene.Field(Entry, edition_id=graphene.ID(required=True), input=EntryInput(required=True))
    change_entry = graphene.Field(
        Entry, id=graphene.ID(required=True), version=graphene.Int(required=True), input=EntryChanges(required=True)
    )
    withdraw_entry = graphene.Field(
        Entry,
        id=graphene.ID(required=True),
        version=graphene.Int(required=True),
        reason=graphene.String(required=True),
    )
    set_profile = graphene.Field(
        Entry,
        entry_id=graphene.ID(required=True),
        version=graphene.Int(required=True),
        input=ProfileInput(required=True),
    )

    @staticmethod
    def resolve_create_edition(_: Any, info: GraphQLResolveInfo, input: Any) -> Any:
        """Open an edition."""
        return _changed(info, "POST", "/editions", input)

    @staticmethod
    def resolve_change_edition(_: Any, info: GraphQLResolveInfo, id: str, version: int, input: Any) -> Any:
        """Change an edition that is a draft."""
        return _changed(info, "PATCH", at("editions", id), input, version)

    @staticmethod
    def resolve_publish_edition(_: Any, info: GraphQLResolveInfo, id: str, version: int) -> Any:
        """Publish an edition; from then on it is the one in use of its scope."""
        return _changed(info, "POST", at("editions", id, "publish"), None, version)

    @staticmethod
    def resolve_decide_renewal(
        _: Any,
        info: GraphQLResolveInfo,
        edition_id: str,
        version: int | None = None,
        keep: Any = None,
        drop: Any = None,
    ) -> Any:
        """Carry entries of the edition before over, or drop them (换届)."""
        body = {"keep": keep or [], "drop": drop or []}
        _changed(info, "POST", at("editions", edition_id, "renewal"), body, version)
        return context_of(info).read(SERVICE, at("editions", edition_id))

    @staticmethod
    def resolve_import_entries(
        _: Any, info: GraphQLResolveInfo, edition_id: str, format: Any, content: str, dry_run: bool
    ) -> Any:
        """Read an official list into an edition, or only say what is wrong with it."""
        context = context_of(info)
        context.must_be_known()
        try:
            data = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError):
            told = "文件内容不是 base64。", "The content is not base64."
            raise Invalid("malformed-file", "content", {"told": told}) from None
        query = f"?dry_run={'true' if dry_run else 'false'}&format={format.value}"
        path = at("editions", edition_id, "import") + query
        return context.peers[SERVICE].upload(path, data, MEDIA_TYPES[format.value], actor=context.actor)

    @staticmethod
    def resolve_admit_entry(_: Any, info: GraphQLResolveInfo, edition_id: str, input: Any) -> Any:
        """Admit one entry into an edition that is a draft."""
        return _changed(info, "POST", at("editions", edition_id, "entries"), input)

    @staticmethod
    def resolve_change_entry(_: Any, info: GraphQLResolveInfo, id: str, version: int, input: Any) -> Any:
        """Correct an entry's official facts."""
        return _changed(info, "PATCH", at("entries", id), input, version)

    @staticmethod
    def resolve_withdraw_entry(_: Any, info: GraphQLResolveInfo, id: str, version: int, reason: str) -> Any:
        """Withdraw an entry (移出); suggestions stop naming it within seconds."""
        return _changed(info, "POST", at("entries", id, "withdraw"), {"reason": reason}, version)

    @staticmethod
    def resolve_set_profile(_: Any, info: GraphQLResolveInfo, entry_id: str, version: int, input: Any) -> Any:
        """Say what the organisation says of itself."""
        return _changed(info, "PUT", at("entries", entry_id, "profile"), input, version)

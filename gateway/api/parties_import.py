"""导入参会方 (import of parties) in the schema: a workbook in, a report by cell out, all or nothing."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gateway.api.paging import rows
from gateway.api.parties import SERVICE
from gateway.api.resolving import Row, at, context_of
from services.chassis.refusal import Invalid

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sent:
    """A workbook and where it was sent, for what else is asked of it."""

    path: str
    content: bytes


class CellFault(graphene.ObjectType):
    """What is wrong with a cell of a workbook, or worth a second look."""

    cell = graphene.String(description="Where it stands: 参会方!B3.")
    row = graphene.Int()
    value = graphene.String()
    code = graphene.String(description="A stable code; `title` says it in words.")
    title = graphene.String()
    title_en = graphene.String()


class PartiesImport(graphene.ObjectType):
    """What an import of parties did, or would do; with errors nothing was changed."""

    dry_run = graphene.Boolean()
    row_count = graphene.Int()
    added_count = graphene.Int()
    changed_count = graphene.Int()
    unchanged_count = graphene.Int()
    wish_count = graphene.Int()
    error_count = graphene.Int()
    warning_count = graphene.Int()
    errors = rows(CellFault)
    warnings = rows(CellFault)
    marked = graphene.String(
        description="The same workbook in base64 with a last column 问题; nothing is changed by it."
    )

    @staticmethod
    def resolve_marked(report: Row, info: GraphQLResolveInfo) -> str:
        """Made only when it is asked for."""
        context, sent = context_of(info), report["sent"]
        _, _, marked = context.peers[SERVICE].exchange(f"{sent.path}/marked", sent.content, XLSX, actor=context.actor)
        return base64.b64encode(marked).decode()


class PartiesImportMutation(graphene.ObjectType):
    """Reading parties, wishes and closed slots from Excel."""

    import_parties = graphene.Field(
        PartiesImport,
        conference_id=graphene.ID(required=True),
        content=graphene.String(
            required=True,
            description="The workbook (.xlsx) in base64; the one to fill in is at "
            "/files/conference/conferences/ID/parties.xlsx, larger ones go to …/parties/import by POST, "
            "and …/parties/import/marked answers the same workbook with a column 问题.",
        ),
        dry_run=graphene.Boolean(default_value=False, description="Only say what is wrong and what would change."),
    )

    @staticmethod
    def resolve_import_parties(
        _: Any, info: GraphQLResolveInfo, conference_id: str, content: str, dry_run: bool
    ) -> Any:
        """Read a workbook into a conference, or only say what is wrong with it."""
        context = context_of(info)
        context.must_be_known()
        sent = Sent(at("conferences", conference_id, "parties", "import"), read_base64(content))
        path = f"{sent.path}?dry_run={'true' if dry_run else 'false'}"
        report = context.peers[SERVICE].upload(path, sent.content, XLSX, actor=context.actor)
        return {**report, "sent": sent}


def read_base64(content: str) -> bytes:
    """The bytes of a file sent as text. Raises Invalid("malformed-file")."""
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        told = "文件内容不是 base64。", "The content is not base64."
        raise Invalid("malformed-file", "content", {"told": told}) from None

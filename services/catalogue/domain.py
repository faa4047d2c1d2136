"""The rules of the recommended catalogue (推荐目录): editions of a year and scope, the entries they admit, profiles."""

import hashlib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from services.chassis.refusal import Conflict, Invalid


class Scope(StrEnum):
    """What an edition covers: the city or the Yangtze River Delta (长三角)."""

    SHANGHAI = "shanghai"
    DELTA = "delta"


class EditionStatus(StrEnum):
    """A draft (草案) can be changed, a published (已发布) edition is what everybody reads."""

    DRAFT = "draft"
    PUBLISHED = "published"


class EntryStatus(StrEnum):
    """Admitted (列入), or withdrawn (移出) and kept to be read."""

    ADMITTED = "admitted"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """An entry is an industrial-internet platform (工业互联网平台) or a professional service provider (专业服务商)."""

    PLATFORM = "platform"
    PROVIDER = "provider"


class Category(StrEnum):
    """The category (服务类别) an entry is listed in, in the order of the official list; platforms have their own."""

    PLATFORM = "platform"
    PLATFORM_SERVICES = "platform_services"
    CLOUD_SERVICES = "cloud_services"
    DATA_SERVICES = "data_services"
    IDENTIFIER_RESOLUTION = "identifier_resolution"
    GBT23001_CONSULTING = "gbt23001_consulting"
    SYSTEM_INTEGRATION = "system_integration"
    INDUSTRIAL_SECURITY = "industrial_security"


CATEGORY_NAMES = {
    Category.PLATFORM: ("工业互联网平台", "industrial internet platform"),
    Category.PLATFORM_SERVICES: ("平台服务", "platform services"),
    Category.CLOUD_SERVICES: ("云服务", "cloud services"),
    Category.DATA_SERVICES: ("数据服务", "data services"),
    Category.IDENTIFIER_RESOLUTION: ("标识解析服务", "identifier resolution"),
    Category.GBT23001_CONSULTING: ("两化融合贯标服务", "GB/T 23001 consulting"),
    Category.SYSTEM_INTEGRATION: ("集成服务", "system integration"),
    Category.INDUSTRIAL_SECURITY: ("工业信息安全服务", "industrial security"),
}


class Reach(StrEnum):
    """How far a platform reaches: across sectors (双跨), one sector (行业级), one enterprise (企业级), or not known."""

    UNKNOWN = ""
    CROSS_SECTOR = "cross_sector"
    SECTOR = "sector"
    ENTERPRISE = "enterprise"


class ApplicationMode(StrEnum):
    """The application modes (应用模式): 智能化生产, 网络化协同, 个性化定制, 服务化延伸."""

    SMART_PRODUCTION = "smart_production"
    NETWORKED_COLLABORATION = "networked_collaboration"
    MASS_CUSTOMIZATION = "mass_customization"
    SERVICE_EXTENSION = "service_extension"


@dataclass(frozen=True)
class Contact:
    """Whom to call; never shown to visitors and never part of a fact."""

    person: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Profile:
    """What a provider says of itself (自述资料), beside the official facts."""

    description: str = ""
    capabilities: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    application_modes: tuple[str, ...] = ()
    service_regions: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    contact: Contact = Contact()


EMPTY_PROFILE = Profile()
Key = tuple[Category, str, str]


@dataclass(frozen=True)
class Listing:
    """The official facts of an entry, as the list states them. `gbt23001_certified`: 通过贯标评定.

    Raises Invalid("kind-mismatch") when kind and category contradict each other and Invalid("reach-of-provider") when
    a provider is given a platform's reach.
    """

    name: str
    company: str
    kind: Kind
    category: Category
    reach: Reach = Reach.UNKNOWN
    short_name: str = ""
    unified_code: str = ""
    gbt23001_certified: bool = False
    organisation_id: str = ""

    def __post_init__(self) -> None:
        """Hold the facts against each other and give the organisation an identifier."""
        if self.kind is not kind_of(self.category):
            raise Invalid("kind-mismatch", "kind", {"kind": self.kind, "category": self.category})
        if self.reach and self.kind is Kind.PROVIDER:
            raise Invalid("reach-of-provider", "reach")
        if not self.organisation_id:
            object.__setattr__(self, "organisation_id", organisation_of(self.company))

    @property
    def key(self) -> Key:
        """What must not occur twice in an edition: a company in a category, for platforms each platform."""
        return self.category, fold(self.company), fold(self.name) if self.kind is Kind.PLATFORM else ""


@dataclass(frozen=True)
class Entry:
    """One entry (目录条目) of an edition; `ordinal` is its place in the list, `renewed_from` last edition's entry."""

    id: str
    edition_id: str
    ordinal: int
    listing: Listing
    profile: Profile
    admitted_at: datetime
    status: EntryStatus = EntryStatus.ADMITTED
    withdrawn_reason: str = ""
    withdrawn_at: datetime | None = None
    renewed_from: str = ""
    version: int = 1

    @property
    def is_admitted(self) -> bool:
        """Whether it is listed now."""
        return self.status is EntryStatus.ADMITTED

    def must_be_admitted(self) -> None:
        """Raise Conflict("entry-withdrawn") for an entry that is no longer listed."""
        if not self.is_admitted:
            raise Conflict("entry-withdrawn", facts={"name": self.listing.name})

    def withdraw(self, reason: str, *, at: datetime) -> Self:
        """Take it off the list (移出), for a reason that is shown. Raises Conflict("entry-withdrawn")."""
        self.must_be_admitted()
        return self.next(status=EntryStatus.WITHDRAWN, withdrawn_reason=reason, withdrawn_at=at)

    def readmit(self) -> Self:
        """Put it back on the list of a draft."""
        return self.next(status=EntryStatus.ADMITTED, withdrawn_reason="", withdrawn_at=None)

    def carry_from(self, previous: "Entry") -> Self:
        """The same new entry as the continuation of last edition's, with its profile."""
        return replace(self, profile=previous.profile, renewed_from=previous.id)

    def next(self, **changes: object) -> Self:
        """The entry's next version."""
        return replace(self, version=self.version + 1, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Dropped:
    """An entry of the previous edition that the new one does not carry, and why."""

    entry_id: str
    reason: str


@dataclass(frozen=True)
class Difference:
    """What an edition keeps, adds and drops against the previous one of its scope; frozen when it is published."""

    previous_id: str = ""
    kept: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True)
class Edition:
    """The catalogue of one year and scope (年度目录); `in_use`: the newest published one of its scope, never a demo."""

    id: str
    year: int
    scope: Scope
    title: str
    opened_at: datetime
    document_number: str = ""
    demo: bool = False
    status: EditionStatus = EditionStatus.DRAFT
    in_use: bool = False
    published_at: datetime | None = None
    difference: Difference = field(default_factory=Difference)
    version: int = 1

    @property
    def is_published(self) -> bool:
        """Whether everybody may read it."""
        return self.status is EditionStatus.PUBLISHED

    def must_be_open(self, at_fault: str = "") -> None:
        """Raise Conflict("edition-closed") once the edition is published."""
        if self.is_published:
            raise Conflict("edition-closed", at_fault, {"title": self.title})

    def admit(self, listing: Listing, profile: Profile, *, ordinal: int, taken: Collection[Key], at: datetime) -> Entry:
        """Admit a platform or provider (列入目录).

        Raises Conflict("edition-closed") once the edition is published and Conflict("already-admitted") when the
        company is there in the same category.
        """
        self.must_be_open()
        if listing.key in taken:
            raise Conflict("already-admitted", "company", {"company": listing.company})
        return Entry(f"{self.id}-{ordinal:03d}", self.id, ordinal, listing, profile, at)

    def publish(self, difference: Difference, *, at: datetime) -> Self:
        """Publish (发布) with the difference to the previous edition. Raises Conflict("edition-closed")."""
        self.must_be_open()
        return self.next(status=EditionStatus.PUBLISHED, published_at=at, difference=difference)

    def next(self, **changes: object) -> Self:
        """The edition's next version."""
        return replace(self, version=self.version + 1, **changes)  # type: ignore[arg-type]


def edition_id(scope: Scope, year: int, *, demo: bool) -> str:
    """The readable identifier of an edition: there is one of each year and scope, and one for demonstration."""
    return f"{scope}-{year}-demo" if demo else f"{scope}-{year}"


def settle_use(editions: Sequence[Edition]) -> list[Edition]:
    """The editions of one scope whose being in use changes, at their next version."""
    published = [one for one in editions if one.is_published and not one.demo]
    newest = max(published, key=lambda one: one.year, default=None)
    return [one.next(in_use=one is newest) for one in editions if one.in_use != (one is newest)]


def kind_of(category: Category) -> Kind:
    """The kind of entry a category lists."""
    return Kind.PLATFORM if category is Category.PLATFORM else Kind.PROVIDER


def make_listing(facts: Mapping[str, Any]) -> Listing:
    """The official facts in their own types; the kind follows from the category when it is not said."""
    category = Category(facts["category"])
    kind = Kind(facts["kind"]) if facts.get("kind") else kind_of(category)
    return Listing(**{**facts, "category": category, "kind": kind, "reach": Reach(facts.get("reach", ""))})


def organisation_of(company: str) -> str:
    """The identifier of a company that nobody has given one: the same for all its entries, however it is typed."""
    return "org-" + hashlib.sha256(fold(company).encode()).hexdigest()[:12]


def fold(text: str) -> str:
    """A name without the accidents of typing: width, case and spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in folded if not one.isspace() and unicodedata.category(one) != "Cf")


def must_be_at(version: int, seen: int) -> None:
    """Raise Conflict("stale-version") unless the noun is still at the version the person saw."""
    if version != seen:
        raise Conflict("stale-version", facts={"current": version})

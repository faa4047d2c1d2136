"""How complete a profile is (资料完整度): what the organizer telephones for."""

from dataclasses import dataclass

from services.catalogue.domain import Profile

FIELDS = (
    "description",
    "capabilities",
    "industries",
    "application_modes",
    "service_regions",
    "cases",
    "languages",
    "contact",
)


@dataclass(frozen=True)
class Completeness:
    """Per cent of the profile's fields that say something, and the ones that do not."""

    percent: int
    missing: tuple[str, ...]


def weigh(profile: Profile) -> Completeness:
    """Every field counts the same; a contact counts once there is a person and a way to reach them."""
    missing = tuple(name for name in FIELDS if not _is_told(profile, name))
    return Completeness((len(FIELDS) - len(missing)) * 100 // len(FIELDS), missing)


def _is_told(profile: Profile, name: str) -> bool:
    if name == "contact":
        contact = profile.contact
        return bool(contact.person and (contact.phone or contact.email))
    return bool(getattr(profile, name))

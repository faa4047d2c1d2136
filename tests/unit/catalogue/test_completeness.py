"""How complete a profile is."""

from services.catalogue.completeness import FIELDS, Completeness, weigh
from services.catalogue.domain import Contact, Profile

FULL = Profile(
    description="做设备联网。",
    capabilities=("设备联网",),
    industries=("汽车制造业",),
    application_modes=("smart_production",),
    service_regions=("宝山区",),
    cases=("某厂",),
    languages=("zh",),
    contact=Contact("张三", "021-0000"),
)


def test_an_empty_profile_lacks_everything() -> None:
    assert weigh(Profile()) == Completeness(0, FIELDS)


def test_a_full_profile_lacks_nothing() -> None:
    assert weigh(FULL) == Completeness(100, ())


def test_a_contact_counts_with_a_person_and_a_way_to_reach_them() -> None:
    for contact in (Contact(), Contact("张三"), Contact(phone="021-0000")):
        assert weigh(Profile(**{**vars(FULL), "contact": contact})) == Completeness(87, ("contact",))
    assert weigh(Profile(**{**vars(FULL), "contact": Contact("张三", email="a@b.cn")})).percent == 100

"""Which entry comes first, with which score, and what breaks a tie."""

from dataclasses import replace

import pytest

from services.matching.scoring import parts
from services.matching.scoring.nouns import Entry, Need
from tests.unit.matching.makers import (
    A_CONSULTANT,
    A_NETWORKER,
    A_SECURITY_FIRM,
    A_SILENT_CLOUD,
    A_SILENT_CONSULTANT,
    AN_ASK_FOR_GBT23001,
    AN_ASK_FOR_NETWORKING,
    ENTRIES,
    assess,
    match_of,
    order_of,
    ranking_of,
)


def test_the_entry_that_does_what_is_asked_comes_first() -> None:
    assert order_of(ranking_of(AN_ASK_FOR_NETWORKING))[0] == A_NETWORKER.id
    assert order_of(ranking_of(AN_ASK_FOR_GBT23001))[0] == A_CONSULTANT.id


def test_a_silent_entry_answers_by_its_category_alone() -> None:
    order = order_of(ranking_of(AN_ASK_FOR_GBT23001))

    assert order.index(A_SILENT_CONSULTANT.id) == 1
    assert A_SILENT_CLOUD.id not in order


def test_the_parts_add_up_to_the_score() -> None:
    for match in ranking_of(AN_ASK_FOR_NETWORKING).matches:
        total = sum(part.value * part.weight for part in match.parts)

        assert match.score == pytest.approx(1000 * total, abs=1)
        assert 0 < match.score <= 1000
        assert all(-1 <= part.value <= 1 for part in match.parts)


def test_each_part_is_named_once() -> None:
    names = [part.name for part in ranking_of(AN_ASK_FOR_NETWORKING).matches[0].parts]

    assert names == [
        "text",
        "capability",
        "category",
        "industry",
        "region",
        "application_mode",
        "limitation",
        "name",
        "standing",
        "track_record",
    ]


def test_certified_stands_first_at_equal_score_and_scores_no_more() -> None:
    plain = replace(A_NETWORKER, id="plain")
    certified = replace(A_NETWORKER, id="certified", gbt23001_certified=True)

    for seed in "123456":
        ranking = ranking_of(AN_ASK_FOR_NETWORKING, plain, certified, A_CONSULTANT, seed=seed)

        assert order_of(ranking)[:2] == ["certified", "plain"]
        assert match_of(ranking, certified).score == match_of(ranking, plain).score
        assert [match.certified_first for match in ranking.matches[:2]] == [True, False]


def test_a_certificate_does_not_lift_over_a_better_answer() -> None:
    certified = replace(A_SECURITY_FIRM, gbt23001_certified=True)

    assert order_of(ranking_of(AN_ASK_FOR_NETWORKING, certified, A_NETWORKER))[0] == A_NETWORKER.id


def test_a_tie_is_broken_by_the_seed_not_by_the_order_of_the_list() -> None:
    twins = [replace(A_NETWORKER, id=f"twin-{number}") for number in range(6)]

    one = order_of(ranking_of(AN_ASK_FOR_NETWORKING, *twins, seed="one"))
    again = order_of(ranking_of(AN_ASK_FOR_NETWORKING, *reversed(twins), seed="one"))
    other = order_of(ranking_of(AN_ASK_FOR_NETWORKING, *twins, seed="other"))

    assert one == again
    assert sorted(one) == sorted(other)
    assert one != other


def test_the_ranking_tells_its_policy_and_seed() -> None:
    ranking = ranking_of(AN_ASK_FOR_NETWORKING, seed="7")

    assert (ranking.need_id, ranking.policy, ranking.seed) == ("n1", "1", "7")


def test_the_asked_region_and_its_neighbours_come_before_the_far_ones() -> None:
    here, near, far = (
        replace(A_NETWORKER, id=region, service_regions=(region,)) for region in ("奉贤区", "闵行区", "南京市")
    )

    order = order_of(ranking_of(AN_ASK_FOR_NETWORKING, far, near, here))

    assert order == ["奉贤区", "闵行区", "南京市"]


def test_the_own_trade_comes_before_neighbours_and_others() -> None:
    need = Need("n", "钢铁企业设备联网")
    plain = replace(A_NETWORKER, cases=(), description="机床联网。")
    trades = ("黑色金属冶炼和压延加工业", "有色金属冶炼和压延加工业", "纺织业")
    own, neighbour, other = (replace(plain, id=trade, industries=(trade,)) for trade in trades)

    order = order_of(ranking_of(need, other, neighbour, own))

    assert order == [own.id, neighbour.id, other.id]


def test_what_stands_only_in_a_limit_is_a_minus() -> None:
    need = Need("n", "等保测评")
    silent_on_it = replace(A_SECURITY_FIRM, id="silent-on-it")
    denies_it = replace(A_SECURITY_FIRM, id="denies", description=A_SECURITY_FIRM.description + "不做等保测评。")

    ranking = ranking_of(need, silent_on_it, denies_it)

    limitation = {m.entry_id: p.value for m in ranking.matches for p in m.parts if p.name == "limitation"}
    assert order_of(ranking)[0] == "silent-on-it"
    assert limitation.get("silent-on-it") == 0


def test_what_is_not_wanted_is_no_ask() -> None:
    assert assess(Need("n", "不要贯标")).understood.wanted("capability") == {}


def test_what_was_chosen_from_a_list_is_asked() -> None:
    need = Need("n", "请推荐", capabilities=("gbt23001",), regions=("region_310120",))

    assert order_of(ranking_of(need))[0] == A_CONSULTANT.id


def test_a_need_that_nothing_answers_is_weak() -> None:
    assert ranking_of(Need("n", "外汇 结汇")).is_weak
    assert not ranking_of(AN_ASK_FOR_NETWORKING).is_weak


@pytest.mark.parametrize("text", ["", "。。。", "????", "的", "\n"])
def test_a_need_without_words_has_no_answers(text: str) -> None:
    assert ranking_of(Need("n", text)).matches == ()


def test_one_entry_alone_can_be_ranked() -> None:
    assert order_of(ranking_of(AN_ASK_FOR_NETWORKING, A_NETWORKER)) == [A_NETWORKER.id]


def test_an_entry_without_anything_can_be_ranked() -> None:
    assert order_of(ranking_of(AN_ASK_FOR_NETWORKING, A_NETWORKER, Entry("empty", ""))) == [A_NETWORKER.id]


@pytest.mark.parametrize("text", ["联机工业互联", "lianji", "联机", "联肌工业互联"])
def test_a_name_finds_its_entry(text: str) -> None:
    assert order_of(ranking_of(Need("n", text)))[0] == A_NETWORKER.id


def test_earlier_agreements_lift_an_equal() -> None:
    known = replace(A_NETWORKER, id="known", meetings_held=4, agreements=2)

    assert order_of(ranking_of(AN_ASK_FOR_NETWORKING, replace(A_NETWORKER, id="new"), known))[0] == "known"


def test_a_large_catalogue_is_ranked_among_its_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "CANDIDATES_BY_TEXT", 1)
    others = [replace(A_CONSULTANT, id=f"consultant-{number}") for number in range(5)]

    assessment = assess(AN_ASK_FOR_GBT23001, *ENTRIES, *others)

    found = {entry.id for entry, score in zip(assessment.collection.entries, assessment.scores, strict=True) if score}
    # Who holds the asked concept and who is silent in its category; of the others at most the best by its words.
    assert found == {A_CONSULTANT.id, A_SILENT_CONSULTANT.id, *(one.id for one in others)}

"""Which facts are quoted together: few that cover what is demanded, none that cannot stand where it stands."""

from collections.abc import Sequence

from services.matching.scoring.nouns import Entry
from services.matching.scoring.pieces import Piece
from services.matching.scoring.quoting import Fact, choose


def told(words: str, place: int, fall: float, **answers: float) -> Fact:
    return Fact(Piece("text", "description", words, Entry("e", "n"), place), fall, answers, meets_concept=False)


def a_case(words: str, fall: float, **answers: float) -> Fact:
    return Fact(Piece("text", "cases", words, Entry("e", "n")), fall, answers, meets_concept=False)


def a_keyword(words: str, fall: float, *, meets_concept: bool = True) -> Fact:
    piece = Piece("capability", "capabilities", words, Entry("e", "n"))
    return Fact(piece, fall, {words: 5.0}, meets_concept)


def chosen(facts: Sequence[Fact], *, most: int = 9) -> list[str]:
    return [fact.piece.words for fact in choose(facts, least_fall=3.0, fits=lambda facts: len(facts) <= most)]


def test_what_answers_a_new_demand_comes_before_what_repeats() -> None:
    lead, repeats = told("专做诊断", 3, 30.0, signed=9.0, guarded=1.0), told("诊断为主业", 4, 20.0, signed=9.0)
    new = told("值班三班倒", 5, 8.0, watched=6.0)

    assert chosen([lead, repeats, new], most=2) == ["专做诊断", "值班三班倒"]


def test_a_limit_and_a_sentence_that_leans_do_not_lead() -> None:
    facts = [told("离散厂用不完这个性能", 3, 40.0, speed=9.0), told("秒级数据库厂商", 0, 4.0, data=2.0)]

    assert chosen(facts)[0] == "秒级数据库厂商"


def test_a_sentence_that_leans_comes_only_with_the_one_before_it() -> None:
    lead, leaning = told("专做贯标", 0, 30.0, adopt=9.0), told("之后可以接着做诊断", 2, 20.0, diagnose=9.0)

    assert chosen([lead, leaning]) == ["专做贯标"]
    assert chosen([lead, told("对标诊断", 1, 9.0, diagnose=3.0), leaning])[-1] == "之后可以接着做诊断"


def test_a_keyword_does_not_stand_alone_where_something_is_told() -> None:
    assert chosen([a_keyword("产品碳足迹", 30.0), told("到厂收活动数据", 1, 0.2, data=1.0)]) == [
        "产品碳足迹",
        "到厂收活动数据",
    ]


def test_a_keyword_comes_along_where_no_sentence_meets_what_is_asked() -> None:
    facts = [told("先画五年架构图", 0, 10.0), told("接口责任由我们承担", 1, 9.0), a_keyword("顶层设计", 30.0)]

    assert set(chosen(facts, most=2)) == {"先画五年架构图", "顶层设计"}


def test_what_would_raise_the_score_is_not_quoted() -> None:
    assert chosen([told("专做联网", 0, 30.0, net=9.0), a_case("交付146家", -3.0, sites=9.0)]) == ["专做联网"]


def test_nothing_is_quoted_where_nothing_moved_the_score() -> None:
    assert chosen([told("专做联网", 0, 0.4), a_keyword("联网", 2.0)]) == []

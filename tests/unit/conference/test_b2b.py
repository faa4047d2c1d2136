"""The bench of published B2B instances: reading and model, on instances that can be solved in one's head."""

import pytest

from tests.bench.b2b_instances import parse
from tests.bench.b2b_model import fewest_breaks


def an_instance(
    requested: str = "|1, 2,3, |1, 3,3, |2, 3,3, |1, 4,3, |",
    *,
    people: int = 4,
    tables: int = 2,
    slots: int = 4,
    forbidden: str = "{0}, {0}, {0}, {0}",
    fixed: str = "0,0,0,0",
    precedences: str = "{}, {}, {}, {}",
) -> str:
    """Person 1 meets 2, 3 and 4; 2 meets 3."""
    return (
        f"nBusiness = {people};\r\nnMeetings = {fixed.count(',') + 1};\r\nnTables = {tables};\r\n"
        f"nTotalSlots = {slots};\r\nnMorningSlots = 2;\r\nrequested = [{requested}];\r\n"
        f"meetingsxBusiness = [{{1, 2, 3}}];\r\nforbidden = [{forbidden}];\r\n"
        f"fixed = [{fixed}];\r\nprecedences = [{precedences}];\r\n"
    )


def test_an_instance_is_read_whole() -> None:
    instance = parse(
        an_instance("|1, 2,1, |3, 4,2, |", forbidden="{0}, {2}, {}, {0, 4}", fixed="0,3", precedences="{}, {1}")
    )

    assert instance.meetings == ((1, 2), (3, 4))
    assert instance.allowed == ((1,), (3,))
    assert instance.before == ((0, 1),)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (an_instance(), ("optimal", 0)),
        (an_instance(forbidden="{2}, {0}, {0}, {0}"), ("optimal", 1)),
        (an_instance(fixed="1,4,0,0"), ("optimal", 2)),
        (an_instance(fixed="1,1,0,0"), ("infeasible", None)),
        (an_instance(tables=1, slots=3), ("infeasible", None)),
        (an_instance(precedences="{}, {1}, {2}, {3}"), ("optimal", 2)),
        (an_instance(precedences="{2}, {1}, {}, {}"), ("infeasible", None)),
        (an_instance(slots=3, forbidden="{1, 2, 3}, {0}, {0}, {0}"), ("infeasible", None)),
    ],
)
def test_the_fewest_breaks_are_found(text: str, answer: tuple[str, int | None]) -> None:
    assert fewest_breaks(parse(text)) == answer

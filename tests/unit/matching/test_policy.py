"""The policy is data: every part has one weight and one name."""

from pathlib import Path

import pytest

from services.matching.scoring.policy import PolicyError, load_policy, read_policy
from tests.unit.matching.makers import AN_ASK_FOR_NETWORKING, assess

HEADER = "part\tname\tweight\n"


def test_the_policy_in_force_weighs_every_part() -> None:
    assert set(load_policy().weights) == set(assess(AN_ASK_FOR_NETWORKING).parts)


def test_an_unknown_version_names_the_known_ones() -> None:
    with pytest.raises(PolicyError, match="no policy '99'; there are 1"):
        load_policy("99")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("part\tweight\n", "the header must be"),
        (HEADER + "text_name\ttext\t-1\n", "needs one weight"),
        (HEADER + "text_name\ttext\tmuch\n", "needs one weight"),
        (HEADER + "text_name\ttext\t1\ntext_name\ttext\t1\n", "needs one weight"),
    ],
)
def test_a_faulty_policy_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "2.tsv"
    path.write_text(text, "utf-8")

    with pytest.raises(PolicyError, match=reason):
        read_policy(path)

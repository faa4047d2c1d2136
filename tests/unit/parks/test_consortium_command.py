"""`python -m deploy consortium`: a file in, a plan out, or the code and the field of what is wrong with it."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.commands.consortium import consortium
from services.parks.checker.check import check
from tests.unit.parks.events import an_event


def run(folder: Path, content: bytes, name: str = "event.json", *options: str) -> tuple[Result, Path]:
    source, out = folder / name, folder / "plan.json"
    source.write_bytes(content)
    return CliRunner().invoke(consortium, [str(source), "--out", str(out), *options]), out


@pytest.mark.parametrize("name", ["event.json", "event.json.gz"])
def test_an_event_becomes_a_plan_that_passes_the_checker(tmp_path: Path, name: str) -> None:
    content = json.dumps(an_event()).encode()

    result, out = run(tmp_path, gzip.compress(content) if name.endswith("gz") else content, name)

    assert result.exit_code == 0
    assert check(an_event(), json.loads(out.read_bytes())) == []
    assert result.stdout.splitlines() == [
        "small: 2 consortia cover 5 of 6 needs (not covered: provider_full 1), composite 13850, bound 13850 "
        "(optimal, gap 0.0 %), 0 blocking pairs",
        "“建设内容 W2”只有 V2 一家可承担，任何方案都无法在多家之间平衡，最多覆盖 2 个园区。 / "
        "Only V2 offers “建设内容 W2”: no plan can share it out; parks that can have it: 2 at most.",
        "“建设内容 W3”只有 V3 一家可承担，任何方案都无法在多家之间平衡，最多覆盖 1 个园区。 / "
        "Only V3 offers “建设内容 W3”: no plan can share it out; parks that can have it: 1 at most.",
    ]


def test_alternatives_can_be_left_out(tmp_path: Path) -> None:
    _, out = run(tmp_path, json.dumps(an_event()).encode(), "event.json", "--no-alternatives")

    assert set(json.loads(out.read_bytes())["consortia"][0]) == {
        "park",
        "members",
        "assignments",
        "cost",
        "value",
        "uncovered",
    }


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        (b"{", "malformed-json", ""),
        (b"\x1f\x8b{", "malformed-json", ""),
        (b"[]", "wrong-type", ""),
        (json.dumps(an_event(version="2.0")).encode(), "wrong-format", "version"),
        (json.dumps(an_event(parks=[])).encode(), "too-few", "parks"),
        (json.dumps(an_event(conflicts=[["V1", "V9"]])).encode(), "unknown-id", "conflicts.0.1"),
    ],
)
def test_an_unusable_event_is_refused_with_code_and_field(
    tmp_path: Path, content: bytes, code: str, field: str
) -> None:
    result, out = run(tmp_path, content)

    assert result.exit_code == 2
    assert result.stderr.split()[:2] == [code, f"{field or '-'}:"]
    assert not out.exists()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(consortium, [str(tmp_path / "none.json"), "--out", str(tmp_path / "plan.json")])

    assert result.exit_code == 2
    assert result.stderr.startswith("malformed-json -:")

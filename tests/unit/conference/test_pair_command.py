"""`python -m deploy pair`: a file in, a plan out, or the code and the field of what is wrong with it."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.commands.pair import pair
from services.conference.checker.check import check
from tests.unit.conference.events import an_event


def run(folder: Path, content: bytes, name: str = "event.json") -> tuple[Result, Path]:
    source, out = folder / name, folder / "plan.json"
    source.write_bytes(content)
    return CliRunner().invoke(pair, [str(source), "--out", str(out)]), out


@pytest.mark.parametrize("name", ["event.json", "event.json.gz"])
def test_an_event_becomes_a_plan_that_passes_the_checker(tmp_path: Path, name: str) -> None:
    event = an_event()
    content = json.dumps(event).encode()

    result, out = run(tmp_path, gzip.compress(content) if name.endswith("gz") else content, name)

    assert result.exit_code == 0
    assert check(event, json.loads(out.read_bytes())) == []


def changed(**changes: Any) -> bytes:
    return json.dumps({**an_event(), **changes}).encode()


PARTIES = an_event()["parties"]


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        (b"{", "malformed-json", ""),
        (b"[]", "wrong-type", ""),
        (changed(version="2.0"), "wrong-format", "version"),
        (changed(colour="red"), "unknown-field", "colour"),
        (changed(slots=[]), "too-few", "slots"),
        (changed(parties=PARTIES[:1]), "too-few", "parties"),
        (changed(parties=[*PARTIES, PARTIES[0]]), "duplicate", "parties.5.id"),
        (changed(parties=[{**PARTIES[0], "min_meetings": 9}, *PARTIES[1:]]), "min-above-max", "parties.0.min_meetings"),
        (changed(parties=[{**PARTIES[0], "side": "both"}, *PARTIES[1:]]), "wrong-choice", "parties.0.side"),
        (changed(wishes=[{"from": "D0", "to": "D1", "kind": "want"}]), "wrong-side", "wishes.0.to"),
        (changed(wishes=[{"from": "D0", "to": "S9", "kind": "want"}]), "unknown-id", "wishes.0.to"),
        (changed(locks=[{"kind": "glue", "demand": "D0", "supply": "S0"}]), "wrong-choice", "locks.0.kind"),
    ],
)
def test_an_unusable_event_is_refused_with_code_and_field(
    tmp_path: Path, content: bytes, code: str, field: str
) -> None:
    result, out = run(tmp_path, content)

    assert result.exit_code == 2
    assert result.stderr.split()[:2] == [code, f"{field or '-'}:"]
    assert not out.exists()


def test_two_processes_with_different_hash_seeds_write_the_same_bytes(tmp_path: Path) -> None:
    event = an_event(6, 4, 4, 3)
    event["wishes"] = [
        {"from": "D0", "to": "S0", "kind": "must"},
        {"from": "S1", "to": "D2", "kind": "want"},
        {"from": "D3", "to": "S3", "kind": "never"},
    ]
    source = tmp_path / "event.json"
    source.write_text(json.dumps(event), encoding="utf-8")
    written = []

    for seed in ("1", "12345"):
        out = tmp_path / f"{seed}.json"
        subprocess.run(
            [sys.executable, "-m", "deploy", "pair", str(source), "--out", str(out)],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        written.append(out.read_bytes())

    assert json.loads(written[0])["meetings"]
    assert written[0] == written[1]

"""`deploy evaluate matching` writes a TREC run and reasons, or says what is wrong and writes nothing of use."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.cli import main

NETWORKER = {
    "id": "S1",
    "name": "联机工业互联",
    "kind": "provider",
    "category": "集成服务",
    "description": "老旧机床没有网口也能接，加装采集器。",
    "capabilities": ["设备联网"],
    "service_regions": ["奉贤区"],
}
PLATFORM = {
    "id": "S2",
    "name": "设备联网平台",
    "kind": "platform",
    "category": "双跨平台",
    "capabilities": ["设备联网"],
}
CONSULTANT = {"id": "S3", "name": "质科院", "kind": "provider", "category": "两化融合贯标服务", "official": True}
NEED = {"id": "q1", "type": "need", "text": "老机床想做设备联网"}


def write(path: Path, *lines: Any) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def evaluate(folder: Path, entries: list[Any], needs: list[Any], *more: str) -> Result:
    corpus, queries = write(folder / "c.jsonl", *entries), write(folder / "q.jsonl", *needs)
    options = ["--entries", str(corpus), "--needs", str(queries), "--out", str(folder / "run"), *more]
    return CliRunner().invoke(main, ["evaluate", "matching", *options])


def read_run(folder: Path) -> list[list[str]]:
    return [line.split(" ") for line in (folder / "run").read_text("utf-8").splitlines()]


def test_a_run_has_six_fields_and_falling_scores(tmp_path: Path) -> None:
    result = evaluate(tmp_path, [NETWORKER, PLATFORM, CONSULTANT], [NEED])

    assert result.exit_code == 0
    run = read_run(tmp_path)
    assert [(q, zero, doc, rank, name) for q, zero, doc, rank, _, name in run] == [
        ("q1", "Q0", "S1", "1", "gongxu-matching"),
        ("q1", "Q0", "S2", "2", "gongxu-matching"),
    ]
    assert float(run[0][4]) > float(run[1][4])


def test_equal_entries_have_distinct_scores(tmp_path: Path) -> None:
    evaluate(tmp_path, [{**NETWORKER, "id": f"S{number}"} for number in range(20)], [NEED])

    scores = [float(line[4]) for line in read_run(tmp_path)]

    assert len(scores) == 20
    assert scores == sorted(set(scores), reverse=True)


def test_packed_files_are_read(tmp_path: Path) -> None:
    packed = tmp_path / "c.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps(NETWORKER).encode()))

    result = evaluate(tmp_path, [PLATFORM], [NEED], "--entries", str(packed))

    assert result.exit_code == 0
    assert [line[2] for line in read_run(tmp_path)] == ["S1"]


def test_reasons_are_written_one_pair_a_line(tmp_path: Path) -> None:
    evaluate(tmp_path, [NETWORKER, CONSULTANT], [NEED], "--reasons", str(tmp_path / "reasons"))

    lines = [json.loads(line) for line in (tmp_path / "reasons").read_text("utf-8").splitlines()]

    assert [(line["query_id"], line["doc_id"], line["rank"]) for line in lines] == [("q1", "S1", 1)]
    first = lines[0]["reasons"][0]
    assert first["evidence"]["words"] == "老旧机床没有网口也能接，加装采集器"
    assert first["evidence"]["need"]["text"] in NEED["text"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "platform"}, ["S2"]),
        ({"category": "集成服务"}, ["S1"]),
        ({"category": "system_integration"}, ["S1"]),
        ({"category": ["双跨平台"]}, ["S2"]),
        ({"category": "工业互联网平台"}, []),
        ({"category": "platform"}, ["S2"]),
        ({"reach": "双跨"}, ["S2"]),
        ({"service_region": "奉贤区"}, ["S1", "S2"]),
        ({"service_region": "上海市"}, ["S1", "S2"]),
        ({"service_region": "南京市"}, ["S2"]),
        ({"service_region": "月球"}, ["S2"]),
        ({"capability": "机联网"}, ["S1", "S2"]),
        ({"industry": "纺织业"}, []),
        ({"edition": 2018}, []),
        ({"kind": "provider", "category": "双跨平台"}, []),
    ],
)
def test_filters_are_hard(tmp_path: Path, filters: dict[str, Any], found: list[str]) -> None:
    result = evaluate(tmp_path, [NETWORKER, PLATFORM, CONSULTANT], [{**NEED, "filters": filters}])

    assert result.exit_code == 0
    assert sorted(line[2] for line in read_run(tmp_path)) == found


@pytest.mark.parametrize(
    ("entry", "need", "code", "field"),
    [
        ("{", NEED, "malformed-json", ""),
        ("[1]", NEED, "wrong-type", ""),
        ({**NETWORKER, "id": "a b"}, NEED, "bad-id", "id"),
        ({"name": "x"}, NEED, "bad-id", "id"),
        ({**NETWORKER, "capabilities": "设备联网"}, NEED, "wrong-type", "capabilities"),
        ({**NETWORKER, "category": "其他"}, NEED, "unknown-category", "category"),
        ({**NETWORKER, "edition": "去年"}, NEED, "wrong-type", "edition"),
        (NETWORKER, {**NEED, "text": 3}, "wrong-type", "text"),
        (NETWORKER, {**NEED, "filters": []}, None, None),
        (NETWORKER, {**NEED, "filters": [1]}, "wrong-type", "filters"),
        (NETWORKER, {**NEED, "filters": {"colour": "red"}}, "unknown-filter", "filters.colour"),
        (NETWORKER, {**NEED, "filters": {"category": "其他"}}, "unknown-category", "filters.category"),
        ("", NEED, "empty", ""),
    ],
)
def test_a_bad_line_is_named_with_code_and_field(
    tmp_path: Path, entry: Any, need: Any, code: str | None, field: str | None
) -> None:
    result = evaluate(tmp_path, [entry], [need])

    if code is None:
        assert result.exit_code == 0
    else:
        assert result.exit_code == 2
        assert result.stderr.startswith(f"error: code={code} field={field}: ")
        assert not (tmp_path / "run").exists()


def test_a_repeated_id_is_refused(tmp_path: Path) -> None:
    result = evaluate(tmp_path, [NETWORKER, NETWORKER], [NEED])

    assert (result.exit_code, "code=duplicate-id field=id" in result.stderr) == (2, True)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    result = evaluate(tmp_path, [NETWORKER], [NEED], "--entries", str(tmp_path / "none"))

    assert result.exit_code == 2

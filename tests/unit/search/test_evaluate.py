"""`deploy evaluate search` on small collections: the run's form, the filters, and what is refused."""

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result

from deploy.cli import main


def write_lines(path: Path, lines: list[Any]) -> Path:
    content = b"\n".join(line if isinstance(line, bytes) else orjson.dumps(line) for line in lines)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def evaluate(folder: Path, corpus: list[Any], queries: list[Any], *options: str, suffix: str = ".jsonl") -> Result:
    arguments = ["evaluate", "search"]
    arguments += ["--corpus", str(write_lines(folder / f"corpus{suffix}", corpus))]
    arguments += ["--queries", str(write_lines(folder / f"queries{suffix}", queries))]
    return CliRunner().invoke(main, [*arguments, "--out", str(folder / "run"), *options])


def read_run(folder: Path) -> dict[str, list[str]]:
    """Read a run and check its form: six fields, ranks from 1, scores that fall, no document twice."""
    run: dict[str, list[str]] = {}
    last: dict[str, float] = {}
    for line in (folder / "run").read_text().splitlines():
        query, zero, doc, rank, score, name = line.split(" ")
        assert (zero, name, int(rank)) == ("Q0", "gongxu", len(run.get(query, [])) + 1)
        assert float(score) < last.get(query, float("inf"))
        assert doc not in run.get(query, [])
        run.setdefault(query, []).append(doc)
        last[query] = float(score)
    return run


TEXTS = [
    {"id": "d1", "text": "轧机轴承的故障预测与健康管理"},
    {"id": "d2", "text": "園區網絡改造與無線覆蓋"},
    {"id": "d3", "text": "上海宝信软件股份有限公司"},
    {"id": "d4", "text": "深圳市振业(集团)股份有限公司", "title": "深振业"},
]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_texts_are_found_by_words_names_and_sounds(tmp_path: Path, suffix: str) -> None:
    queries = [
        {"id": "words", "text": "轴承故障"},
        {"id": "script", "text": "园区网络"},
        {"id": "initials", "text": "bxrj"},
        {"id": "sound", "text": "baoxin"},
        {"id": "typo", "text": "深阵业"},
        {"id": "nothing", "text": "？"},
    ]

    result = evaluate(tmp_path, TEXTS, queries, suffix=suffix)

    assert (result.exit_code, result.stderr) == (0, "")
    assert {query: docs[0] for query, docs in read_run(tmp_path).items()} == {
        "words": "d1",
        "script": "d2",
        "initials": "d3",
        "sound": "d3",
        "typo": "d4",
    }


def test_equal_documents_get_scores_that_still_fall(tmp_path: Path) -> None:
    corpus = [{"id": f"d{number}", "text": "工业互联网平台"} for number in range(30)]

    evaluate(tmp_path, corpus, [{"id": "q", "text": "工业互联网"}], "--depth", "25")

    assert read_run(tmp_path) == {"q": sorted(f"d{number}" for number in range(30))[:25]}


def entry(id: str, category: str, **fields: Any) -> dict[str, Any]:
    kind = "platform" if category.endswith("平台") else "provider"
    return {"id": id, "name": f"{id} 设备联网", "company": "", "kind": kind, "category": category, **fields}


ASKED = [{"id": "q", "text": "x"}]
ENTRIES = [
    entry("district", "云服务", service_regions=["松江区"]),
    entry("city", "云服务", service_regions=["上海市"]),
    entry("delta", "集成服务", service_regions=["长三角"]),
    entry("elsewhere", "集成服务", service_regions=["北京市"]),
    entry("silent", "工业互联网平台"),
    entry("cross", "双跨平台"),
    entry("sector", "行业级平台", industries=["钢铁化工"]),
]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"service_region": "松江区"}, {"district", "city", "delta", "silent", "cross", "sector"}),
        ({"service_region": "奉贤区"}, {"city", "delta", "silent", "cross", "sector"}),
        ({"category": "云服务"}, {"district", "city"}),
        ({"category": ["云服务", "system_integration"]}, {"district", "city", "delta", "elsewhere"}),
        ({"category": "双跨平台"}, {"cross"}),
        ({"category": "工业互联网平台"}, {"silent"}),
        ({"category": "platform"}, {"silent", "cross", "sector"}),
        ({"kind": "platform", "industry": "钢铁化工"}, {"sector"}),
        ({"reach": "双跨"}, {"cross"}),
        ({"category": "数据服务"}, set()),
    ],
)
def test_filters_of_a_query_are_hard(tmp_path: Path, filters: dict[str, Any], expected: set[str]) -> None:
    result = evaluate(tmp_path, ENTRIES, [{"id": "q", "text": "设备联网", "filters": filters}])

    assert result.exit_code == 0
    assert set(read_run(tmp_path).get("q", [])) == expected


@pytest.mark.parametrize(
    ("corpus", "queries", "code", "field"),
    [
        ([], ASKED, "empty", ""),
        ([b"{"], ASKED, "malformed-json", ""),
        ([b"[1]"], ASKED, "wrong-type", ""),
        ([{"text": "x"}], ASKED, "bad-id", "id"),
        ([{"id": "a b", "text": "x"}], ASKED, "bad-id", "id"),
        ([{"id": "a", "text": 5}], ASKED, "wrong-type", "text"),
        ([{"id": "a", "text": "x"}, {"id": "a", "text": "y"}], ASKED, "duplicate-id", "id"),
        ([entry("a", "云")], ASKED, "unknown-category", "category"),
        ([entry("a", "云服务", capabilities="MES")], ASKED, "wrong-type", "capabilities"),
        (TEXTS, [{"id": "q", "text": "x", "filters": {"colour": "red"}}], "unknown-filter", "filters.colour"),
        (TEXTS, [{"id": "q", "text": "x", "filters": ["a"]}], "wrong-type", "filters"),
        (TEXTS, [{"id": "q", "text": "x", "filters": {"category": "云"}}], "unknown-category", "filters.category"),
        (TEXTS, [{"id": "q", "text": ["x"]}], "wrong-type", "text"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_nothing_is_written(
    tmp_path: Path, corpus: list[Any], queries: list[Any], code: str, field: str
) -> None:
    result = evaluate(tmp_path, corpus, queries)

    assert result.exit_code == 2
    assert f"code={code} field={field}:" in result.stderr
    assert not (tmp_path / "run").exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    arguments = ["--corpus", str(tmp_path / "none.jsonl"), "--queries", str(tmp_path / "none"), "--out", "run"]

    result = CliRunner().invoke(main, ["evaluate", "search", *arguments])

    assert result.exit_code == 2
    assert "none" in result.stderr

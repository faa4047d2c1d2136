"""The list a reader judges reasons by: what is kept when it is written anew, and what is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench.reasons import HEADER, Row, excerpt, keep_verdicts, read_rows, tell, write_rows

ROW = Row("q1", "1", "S1", "轴承异响", "最长提前47天", "对方自述“提前发现隐患”")


def test_a_written_list_reads_the_same(tmp_path: Path) -> None:
    rows = [replace(ROW, verdict="right", remark="案例更好"), replace(ROW, entry_id="S2", rank="2")]

    write_rows(tmp_path / "list.tsv", rows)

    assert read_rows(tmp_path / "list.tsv") == rows


def test_a_verdict_stays_only_with_the_reason_it_was_given_on() -> None:
    judged = replace(ROW, verdict="wrong", remark="答非所问")
    changed = replace(ROW, first_reason="列有能力“预测性维护”")

    assert keep_verdicts([ROW], [judged]) == [judged]
    assert keep_verdicts([changed], [judged]) == [changed]


def test_a_share_is_told_of_what_was_read() -> None:
    rows = [replace(ROW, verdict="right"), replace(ROW, rank="2", verdict="wrong"), replace(ROW, rank="3")]

    assert tell(rows) == "read one by one: 1 of 2 right, of the first-ranked 1 of 1; 1 not read"


@pytest.mark.parametrize("line", ["\t".join(HEADER[:-1]), "\t".join([*HEADER]) + "\nq1\t1\tS1\ta\tb\tc\tmaybe\t"])
def test_a_list_with_another_header_or_verdict_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "list.tsv"
    path.write_text(f"{line}\n", "utf-8")

    with pytest.raises(ValueError, match=r"list\.tsv"):
        read_rows(path)


def test_there_are_no_verdicts_without_a_list(tmp_path: Path) -> None:
    assert read_rows(tmp_path / "none.tsv") == []


def test_a_need_is_cut_to_one_line() -> None:
    assert excerpt("现有\n基础\t薄弱") == "现有 基础 薄弱"
    assert excerpt("长" * 91) == "长" * 90 + "…"

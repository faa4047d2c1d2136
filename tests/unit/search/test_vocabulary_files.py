"""A vocabulary file with a fault is refused, and the refusal names file, line and reason."""

from pathlib import Path

import pytest

from search.language.concepts import COLUMNS, KINDS, VocabularyError
from search.language.vocabulary import read_vocabulary

HEADER = "\t".join(COLUMNS)


def write_vocabulary(folder: Path, *capabilities: str) -> Path:
    for kind in KINDS:
        (folder / f"{kind}.tsv").write_text(HEADER + "\n", "utf-8")
    (folder / "capability.tsv").write_text("\n".join([HEADER, *capabilities, ""]), "utf-8")
    return folder


def row(
    concept: str, preferred: str, aliases: str = "", broader: str = "", related: str = "", category: str = ""
) -> str:
    return "\t".join([concept, preferred, aliases, broader, related, category, ""])


def test_a_sound_vocabulary_is_read(tmp_path: Path) -> None:
    folder = write_vocabulary(
        tmp_path, row("a", "设备联网", "机联网|采集~"), row("b", "网关", broader="a", related="a")
    )

    vocabulary = read_vocabulary(folder)

    assert list(vocabulary.concepts) == ["a", "b"]
    assert vocabulary.get("a").aliases == ("设备联网", "机联网", "采集")
    assert vocabulary.get("a").weak == {"采集"}
    assert vocabulary.above("b") == ("a",)


def test_the_version_changes_with_the_files(tmp_path: Path) -> None:
    before = read_vocabulary(write_vocabulary(tmp_path, row("a", "设备联网"))).version

    after = read_vocabulary(write_vocabulary(tmp_path, row("a", "设备联网", "机联网"))).version

    assert before != after


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ([row("a", "设备联网", "机联网|")], 2, "an alias is empty"),
        ([row("a", "设备联网", "~")], 2, "an alias is empty"),
        ([row("a", "设备联网", "…上云")], 2, "an alias is empty"),
        ([row("", "设备联网")], 2, "id is empty"),
        ([row("a", "")], 2, "preferred is empty"),
        (["a\t设备联网"], 2, "2 cells instead of 7"),
        ([row("a", "设备联网"), row("a", "网关")], 3, "the id 'a' is taken"),
        ([row("a", "设备联网"), row("b", "网关", "設備聯網")], 3, "the alias '设备联网' belongs to 'a' already"),
        ([row("a", "设备联网", broader="x")], 2, "'x' is not a concept"),
        ([row("a", "设备联网", related="x")], 2, "'x' is not a concept"),
        (
            [row("a", "设备联网", broader="b"), row("b", "网关", broader="a")],
            2,
            "the chain of broader concepts runs in a circle",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, rows: list[str], line: int, reason: str) -> None:
    folder = write_vocabulary(tmp_path, *rows)

    with pytest.raises(VocabularyError) as caught:
        read_vocabulary(folder)

    assert (caught.value.file, caught.value.line, caught.value.reason) == ("capability.tsv", line, reason)


def test_a_wrong_header_is_named(tmp_path: Path) -> None:
    folder = write_vocabulary(tmp_path)
    (folder / "region.tsv").write_text("id\tname\n", "utf-8")

    with pytest.raises(VocabularyError) as caught:
        read_vocabulary(folder)

    assert (caught.value.file, caught.value.line) == ("region.tsv", 1)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = write_vocabulary(tmp_path)
    (folder / "region.tsv").unlink()

    with pytest.raises(VocabularyError) as caught:
        read_vocabulary(folder)

    assert caught.value.file == "region.tsv"

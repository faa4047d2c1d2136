"""One Chinese term, one identifier: the glossary of the domain and the code hold together."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
ROOMS = ("events", "services", "search", "gateway", "deploy")


def terms() -> dict[str, str]:
    """Chinese term -> identifier, as the glossary page lists them."""
    rows = re.findall(r"^\| ([^|`]+) \| `([^`|]+)` \|", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    return {term.strip(): identifier for term, identifier in rows}


def code() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def test_a_term_has_one_identifier_and_an_identifier_one_term() -> None:
    rows = terms()

    assert len(rows) >= 50
    assert len(set(rows.values())) == len(rows)


def test_every_identifier_of_the_glossary_is_used_in_the_code() -> None:
    text = code()
    unused = {term: one for term, one in terms().items() if not re.search(rf"\b{re.escape(one)}", text)}
    planned = set(re.findall(r"^\| ([^|`]+) \| `[^`|]+` \| later", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE))

    assert set(unused) <= {term.strip() for term in planned}


def test_no_other_word_is_used_for_a_noun_of_the_glossary() -> None:
    """Words a newcomer might reach for, and the identifier that the house uses in their place."""
    wrong = {
        "supplier_id": "entry_id",
        "buyer": "demand",
        "seller": "supply",
        "timeslot": "slot",
        "catalog_": "catalogue",
    }
    text = code()

    assert {word: right for word, right in wrong.items() if re.search(rf"\b{word}_", text)} == {}

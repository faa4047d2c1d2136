"""What an index is told of an entry."""

from search.entries import Entry, Writer
from search.language.clauses import sort_clauses
from search.language.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def document_of(**fields: object) -> dict[str, object]:
    (document,) = Writer(VOCABULARY).documents([(Entry(id="a", **{"name": "某", **fields}), 3)])  # type: ignore[arg-type]
    return {
        "text": document.text,
        "keywords": document.keywords,
        "payload": document.payload,
        "version": document.version,
    }


def test_a_description_is_sorted_into_business_sides_and_limits() -> None:
    clauses = sort_clauses("专做设备联网，不做安全。也能培训。建数字孪生。派人驻厂。")

    assert clauses.main == ["专做设备联网", "建数字孪生"]
    assert clauses.side == ["也能培训", "派人驻厂"]
    assert clauses.limits == ["不做安全"]


def test_a_limit_is_no_evidence_and_a_side_is_less_than_the_business() -> None:
    told = document_of(description="建数字孪生。也能做设备联网。不做机器视觉。")["payload"]

    evidence = told["evidence"]  # type: ignore[index]
    assert evidence["digital_twin"] > evidence["device_networking"] > 0
    assert "machine_vision" not in evidence


def test_facets_hold_preferred_terms_and_tell_silence_apart() -> None:
    keywords = document_of(capabilities=("MES", "自创的词"), service_regions=("张江",), category="cloud_services")[
        "keywords"
    ]
    silent = document_of()["keywords"]

    assert keywords["capability"] == ["制造执行系统", "自创的词"]  # type: ignore[index]
    assert keywords["region"] == ["浦东新区"]  # type: ignore[index]
    assert (silent["region"], silent["reach"], silent["category"]) == (["_"], ["_"], [])  # type: ignore[index]


def test_identifiers_are_searched_by_their_words() -> None:
    text = document_of(category="cloud_services", reach="sector", application_modes=("smart_production",))["text"]

    words = set(text["tags_words"].split())  # type: ignore[index]
    assert {"服务", "行业", "智能化"} <= words


def test_a_plain_text_tells_of_no_concept() -> None:
    payload = document_of(name="", text="数字孪生与设备联网")["payload"]

    assert payload["evidence"] == {}  # type: ignore[index]

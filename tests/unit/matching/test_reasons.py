"""Why an entry is suggested: the facts that moved the score, in words of the need and of the entry."""

from dataclasses import replace

from services.matching.scoring.nouns import Entry, Need
from services.matching.scoring.ranking import rank
from services.matching.scoring.reasons import Quote, Reason, explain
from tests.unit.matching.makers import (
    A_CONSULTANT,
    A_NETWORKER,
    A_SECURITY_FIRM,
    A_SILENT_CONSULTANT,
    AN_ASK_FOR_GBT23001,
    AN_ASK_FOR_NETWORKING,
    ENTRIES,
    assess,
)


def reasons_for(need: Need, entry: Entry, *entries: Entry) -> list[Reason]:
    assessment = assess(need, *entries)
    matches = rank(assessment, seed="1", first=10).matches
    return explain(assessment, next(match for match in matches if match.entry_id == entry.id))


def test_a_fact_leads_and_trade_and_region_follow() -> None:
    reasons = reasons_for(AN_ASK_FOR_NETWORKING, A_NETWORKER)

    assert reasons[0].kind == "text"
    assert reasons[0].quote.words == "老旧机床没有网口也能接，加装采集器，开机率一目了然"
    assert {"industry", "region"} <= {reason.kind for reason in reasons[1:4]}


def test_a_reason_cites_the_need_at_its_place_and_the_entry_in_its_words() -> None:
    for reason in reasons_for(AN_ASK_FOR_NETWORKING, A_NETWORKER):
        field = getattr(A_NETWORKER, reason.quote.field)
        told = field if isinstance(field, str) else "、".join(field)

        if reason.need:
            assert AN_ASK_FOR_NETWORKING.text[reason.need.start : reason.need.end] == reason.need.words
            assert reason.need.words
        assert reason.quote.field == "category" or all(word in told for word in reason.quote.words.split("、"))
        assert reason.text


def test_the_region_reason_names_the_asked_region_alone() -> None:
    region = next(r for r in reasons_for(AN_ASK_FOR_NETWORKING, A_NETWORKER) if r.kind == "region")

    assert region.text == "服务地区：奉贤区"
    assert region.need is not None
    assert region.need.words == "奉贤"


def test_the_first_reason_tells_main_business_case_and_the_named_place_in_the_order_of_the_entry() -> None:
    first = reasons_for(AN_ASK_FOR_NETWORKING, A_NETWORKER)[0]

    told = first.text.split("：对方自述", 1)[1]
    assert told.startswith("“老旧机床没有网口也能接，加装采集器，开机率一目了然”")
    assert "；案例“为奉贤五金厂接入冲床车床146台，开机率由51%升到68%”" in told
    assert told.endswith("；服务区域含奉贤区")
    assert first.also[-1] == Quote("service_regions", "奉贤区")


def test_a_place_that_the_need_does_not_name_is_not_told() -> None:
    nowhere = Need("n", "想把老设备联网，机器开没开动一目了然")

    assert "服务区域" not in reasons_for(nowhere, A_NETWORKER)[0].text


def test_a_sentence_that_answers_leads_before_a_keyword() -> None:
    only_keyword_and_limit = replace(A_NETWORKER, description="不做软件开发。", cases=())

    assert reasons_for(AN_ASK_FOR_NETWORKING, A_NETWORKER)[0].quote.field == "description"
    listed = reasons_for(AN_ASK_FOR_NETWORKING, only_keyword_and_limit, only_keyword_and_limit, A_CONSULTANT)
    assert listed[0].quote.field == "capabilities"


def test_a_silent_entry_says_only_what_is_known() -> None:
    reasons = reasons_for(AN_ASK_FOR_GBT23001, A_SILENT_CONSULTANT)

    assert [reason.kind for reason in reasons] == ["edition"]
    assert reasons[0].text == (
        "列入2018年度推荐目录（两化融合贯标服务类，沪经信推〔2018〕443号），名称为“上海质量管理科学研究院”，"
        "与需求“两化融合贯标”对口；尚无自述资料，细节需向其了解"
    )


def test_a_limit_that_counts_is_shown_as_a_minus() -> None:
    need = Need("n", "等保测评，工控网络防护")
    denying = replace(A_SECURITY_FIRM, description="专做工控网络的防护：分区、隔离、白名单。不做等保测评。")

    reasons = reasons_for(need, denying, denying, A_CONSULTANT)

    assert [(r.kind, r.sign, r.quote.words) for r in reasons if r.sign == "minus"] == [
        ("limitation", "minus", "不做等保测评")
    ]
    assert reasons[-1].text == "注意：对方写明“不做等保测评”"


def test_the_certificate_is_named_only_where_it_decided() -> None:
    certified = replace(A_NETWORKER, id="certified", gbt23001_certified=True)

    beside_an_equal = reasons_for(AN_ASK_FOR_NETWORKING, certified, certified, A_NETWORKER)
    alone = reasons_for(AN_ASK_FOR_NETWORKING, certified, certified, A_CONSULTANT)

    assert beside_an_equal[-1].kind == "certification"
    assert "certification" not in [reason.kind for reason in alone]


def test_the_record_of_earlier_conferences_is_a_reason() -> None:
    known = replace(A_NETWORKER, meetings_held=4, agreements=2)

    record = next(r for r in reasons_for(AN_ASK_FOR_NETWORKING, known, known) if r.kind == "track_record")

    assert record.text == "对接记录：已洽谈 4 次，形成意向或签约 2 项"


def test_explaining_changes_nothing() -> None:
    assessment = assess(AN_ASK_FOR_NETWORKING, *ENTRIES)
    before = rank(assessment, seed="1", first=10)

    explain(assessment, before.matches[0])

    assert rank(assessment, seed="1", first=10) == before

"""What people do on the site with forms: sign in, write and screen needs, ask each other; and what is refused."""

import pytest

from services.chassis.identity import Role
from tests.system.browser import Browser, Page, open_browser
from tests.system.street import INTEGRATION, Street, publish_need


@pytest.fixture
def firm(street: Street) -> Browser:
    return open_browser(street, Role.ENTERPRISE, "org-web")


@pytest.fixture
def organizer(street: Street) -> Browser:
    return open_browser(street, Role.ORGANIZER)


def write_draft(browser: Browser, **more: str) -> Page:
    said = {"title": "注塑机联网", "text": INTEGRATION, "organisation_name": "云枢汽车零部件", "industry": "汽车"}
    return browser.get("/needs/new").press("保存并继续", **{**said, **more})


def submit_need(browser: Browser, **more: str) -> str:
    """Through all steps; answers the address of the need."""
    page = write_draft(browser, **more)
    page = page.press("保存并继续", categories=["system_integration"], budget_min="80", budget_max="120")
    page = page.press("保存并继续", contact__person="张頔", contact__phone="021-00000000")
    page = page.press("提交审核")
    assert page.status == 200
    return page.address.partition("?")[0]


def verb_of(page: Page, start: str, about: str) -> str:
    return next(verb for form in page.forms for verb in form.verbs if verb.startswith(start) and verb.endswith(about))


def test_a_need_goes_from_its_first_word_to_suggestions(street: Street, firm: Browser, organizer: Browser) -> None:
    address = submit_need(firm, title="从头到尾的需求")

    waiting = organizer.get("/screening")
    page = waiting.press(verb_of(waiting, "通过", "从头到尾的需求"))
    street.house.come_to_rest()
    public = open_browser(street).get(address)

    assert page.address.startswith(address)
    assert "已发布，匹配结果几秒内出现。" in page.text
    assert "预算80–120 万元" in public.text
    assert any(heading.startswith("h2 相符的服务商 10 家") for heading in public.headings)
    assert "张頔" not in public.html


def test_an_error_stands_at_its_field_and_in_the_summary_and_nothing_is_lost(firm: Browser) -> None:
    page = write_draft(firm, title="", text="写了很久的内容")

    assert page.status == 422
    assert "h2 有 1 处需要修改" in page.headings
    assert page.links["标题：请填写标题"] == "#f-title"
    assert 'aria-invalid="true"' in page.html
    assert page.forms[1].values["text"] == ["写了很久的内容"]
    assert "写了很久的内容" not in firm.get("/needs?mine=yes").text


def test_what_the_service_refuses_stands_at_the_field_too(firm: Browser) -> None:
    page = write_draft(firm, title="长" * 200)

    assert page.status == 422
    assert any(words.startswith("标题：") and link == "#f-title" for words, link in page.links.items())
    assert page.forms[1].values["title"] == ["长" * 200]


def test_a_returned_need_says_what_is_missing_and_can_be_handed_in_again(firm: Browser, organizer: Browser) -> None:
    address = submit_need(firm, title="要补充的需求")

    organizer.get(f"{address}/return").press("退回补充", reason="请补充设备数量")
    mine = firm.get(address)

    assert "退回补充：请补充设备数量" in mine.text
    assert "请补充设备数量" in firm.get("/desk").text
    assert "已提交审核" in mine.follow("核对提交").press("提交审核").text


def test_returning_without_a_reason_is_refused_and_changes_nothing(firm: Browser, organizer: Browser) -> None:
    address = submit_need(firm, title="没有理由的退回")

    page = organizer.get(f"{address}/return").press("退回补充", reason=" ")

    assert page.status == 422
    assert page.links["要补什么：请填写要补什么"] == "#f-reason"
    assert "待审核" in firm.get(address).text


def test_a_stale_page_changes_nothing_and_says_why(firm: Browser, organizer: Browser) -> None:
    address = submit_need(firm, title="两个人同时审核")
    seen = organizer.get(address)

    organizer.get(f"{address}/return").press("退回补充", reason="请补充")
    page = seen.press("审核通过")

    assert page.status == 409
    assert "h1 这一项已经变了" in page.headings
    assert "退回补充" in firm.get(address).text


def test_nobody_changes_the_need_of_another(street: Street, firm: Browser) -> None:
    address = submit_need(firm, title="别人的需求")
    rival = open_browser(street, Role.ENTERPRISE, "org-rival")

    assert rival.get(address).status == 404
    assert "待审核" in firm.get(address).text


def test_a_form_without_its_key_or_from_another_site_is_refused(firm: Browser) -> None:
    address = submit_need(firm, title="伪造的表单")
    key = next(form.values["form_key"][0] for form in firm.get(address).forms if "form_key" in form.values)

    bare = firm.send("post", f"{address}/acts/withdraw", {"version": "5"})
    foreign = firm.client.post(
        f"{address}/acts/withdraw", data={"version": "5", "form_key": key}, headers={"Origin": "https://evil.example"}
    )

    assert bare.status == foreign.status_code == 403
    assert "h1 页面已过期" in bare.headings
    assert "待审核" in firm.get(address).text


def test_signing_out_and_bad_tokens(street: Street, firm: Browser) -> None:
    assert "退出登录" in [verb for form in firm.get("/desk").forms for verb in form.verbs]

    firm.get("/desk").press("退出登录")
    stranger = open_browser(street)
    refused = stranger.get("/login?token=made.up.token")

    assert firm.get("/desk").status == 401
    assert refused.status == 401
    assert "登录口令无效或已过期，请向主办方要新的" in refused.text
    assert stranger.get("/desk").status == 401


def test_a_pasted_link_signs_in_and_leads_back_but_never_away(street: Street) -> None:
    link = "http://localhost:8080/login?token=" + street.house.token(Role.ORGANIZER)
    for wanted, arrived in (
        ("/screening", "/screening"),
        ("//evil.example/", "/desk"),
        ("https://evil.example/", "/desk"),
    ):
        browser = open_browser(street)
        page = browser.get(f"/login?next={wanted}").press("登录", token=link)

        assert page.address == arrived
        cookie = browser.client.get_cookie("gongxu_session")
        assert cookie is not None
        assert (cookie.http_only, cookie.same_site) == (True, "Lax")


def test_a_firm_asks_an_entry_and_the_organizer_sees_it(street: Street, organizer: Browser) -> None:
    need = publish_need(street, street.firm, title="要对接的需求")
    firm = open_browser(street, Role.ENTERPRISE, "org-firm")
    page = firm.get(f"/needs/{need['id']}")
    link = next(words for words in page.links if words.startswith("发起对接"))

    asked = page.follow(link).press("发起对接", kind="meeting", message="想看案例")

    assert "已发起对接，对方 7 天内答复。" in asked.text
    assert "想看案例" in organizer.get("/requests?state=pending").text
    again = page.follow(link).press("发起对接", kind="meeting")
    assert again.status == 422
    assert "已有一条待答复的申请" in again.text


def test_a_need_is_closed_with_what_came_of_it(street: Street) -> None:
    need = publish_need(street, street.firm, title="要办结的需求")
    firm = open_browser(street, Role.ENTERPRISE, "org-firm")

    page = firm.get(f"/needs/{need['id']}/close").press("办结", outcome="contract", note="金额 96 万元")

    assert "办结情况已签约：金额 96 万元" in page.text

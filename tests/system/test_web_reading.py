"""What anybody may read on the site, and how every page of it is protected."""

import re
from itertools import pairwise

import pytest
from werkzeug.test import Client

from services.chassis.identity import Role
from tests.system.browser import Browser, open_browser
from tests.system.street import Street, publish_need

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
INTEGRATORS = {
    "上海华虹计通智能系统股份有限公司",
    "昂华（上海）自动化工程股份有限公司",
    "上海科致电气自动化股份有限公司",
    "上海威士顿信息技术股份有限公司",
}
PUBLIC = ["/", "/search", "/search?q=联网", "/needs", "/editions", "/editions/shanghai-2018", "/help", "/login"]
STAFF = ["/desk", "/screening", "/requests", "/conferences", "/conferences/new", "/editions/new", "/needs/new"]


@pytest.fixture
def visitor(street: Street) -> Browser:
    return open_browser(street)


@pytest.fixture
def organizer(street: Street) -> Browser:
    return open_browser(street, Role.ORGANIZER)


@pytest.mark.parametrize("address", [*PUBLIC, *STAFF, "/nowhere"])
def test_every_page_has_one_h1_unbroken_headings_and_the_policy(organizer: Browser, address: str) -> None:
    page = organizer.get(address)

    levels = [int(heading[1]) for heading in page.headings]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), page.headings
    assert page.problems == []
    assert page.response.headers["Content-Security-Policy"] == POLICY
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", PUBLIC)
def test_a_visitor_reads_without_signing_in(visitor: Browser, address: str) -> None:
    assert visitor.get(address).status == 200


@pytest.mark.parametrize("address", STAFF)
def test_what_is_not_public_asks_a_visitor_to_sign_in_and_comes_back(visitor: Browser, address: str) -> None:
    page = visitor.get(address)

    assert page.status == 401
    assert "h1 这一页需要登录" in page.headings
    assert page.links["去登录"] == f"/login?next={address}"


def test_the_front_page_counts_the_official_edition_by_category(visitor: Browser) -> None:
    page = visitor.get("/")

    assert "沪经信推〔2018〕443号" in page.text
    assert visitor.get(page.links["集成服务"]).text.count("上海市 2018 年目录在册") == 4


def test_a_search_finds_the_four_integrators_and_says_how(visitor: Browser) -> None:
    page = visitor.get("/search?q=设备联网 集成&category=system_integration")

    assert {words for words in page.links if words in INTEGRATORS} == INTEGRATORS
    assert "h1 “设备联网 集成”共 4 家" in page.headings
    assert 'value="system_integration" checked' in page.html
    assert "按与问题的相符程度排列" in page.text


def test_taking_a_filter_away_widens_the_search(visitor: Browser) -> None:
    page = visitor.get("/search?category=cloud_services")

    assert "h1 推荐目录在册 6 家" in page.headings
    assert "h1 推荐目录在册 30 家" in page.follow("云服务×，移除").headings


def test_the_whole_catalogue_is_paged_without_a_gap(visitor: Browser) -> None:
    page, names = visitor.get("/search"), []
    while True:
        names += re.findall(r'<h3><a href="/entries/([^"]+)"', page.html)
        if "下一页" not in page.links:
            break
        page = page.follow("下一页")

    assert len(names) == len(set(names)) == 30
    assert "第 21–30 家，共 30 家" in page.text


def test_nothing_found_says_what_to_do(visitor: Browser) -> None:
    page = visitor.get("/search?q=qqqqzzzz&category=data_services")

    assert "h2 没有找到相符的服务商" in page.headings
    assert page.links["看全部目录"] == "/search"


def test_what_is_typed_is_shown_and_never_run(visitor: Browser) -> None:
    page = visitor.get('/search?q="><script>alert(1)</script>')

    assert "<script>alert" not in page.html
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page.html
    assert page.problems == []


@pytest.mark.parametrize(
    "query", ["q=" + "长" * 3000, "first=x&page=-4&edition_year=abc", "after=!!", "category=made_up"]
)
def test_a_crooked_address_is_answered_and_breaks_nothing(visitor: Browser, query: str) -> None:
    assert visitor.get(f"/search?{query}").status in {200, 422}


def test_an_official_entry_says_only_what_is_known(visitor: Browser) -> None:
    page = visitor.get("/search?q=宝信工业互联网平台").follow("宝信工业互联网平台")

    assert "上海宝信软件股份有限公司" in page.text
    assert "尚无自述资料" in page.text
    assert "列入 2018 年度目录，满足当年度同类别专项资金申报的必要条件（不代表获得支持）" in page.text
    assert "平台类型目录未载" in page.text
    assert "资料完整度" not in page.text


def test_a_published_need_shows_suggestions_with_reasons_and_no_contact(street: Street, visitor: Browser) -> None:
    need = publish_need(street, street.firm, title="网页上的联网需求")

    page = visitor.get(f"/needs/{need['id']}")

    assert "h1 网页上的联网需求" in page.headings
    assert INTEGRATORS & set(page.links)
    assert "尚无自述资料" in page.text
    assert "<mark>" in page.html
    assert "王工" not in page.html
    assert "021-5550000" not in page.html
    assert "发起对接" not in page.links


def test_a_confidential_need_is_shown_to_its_owner_alone(street: Street, visitor: Browser) -> None:
    need = publish_need(street, street.firm, title="不公开的需求", confidential=True)

    assert visitor.get(f"/needs/{need['id']}").status == 404
    assert open_browser(street, Role.ENTERPRISE, "org-rival").get(f"/needs/{need['id']}").status == 404
    assert "王工" in open_browser(street, Role.ENTERPRISE, "org-firm").get(f"/needs/{need['id']}").text
    assert "不公开的需求" not in visitor.get("/needs").text


def test_a_page_that_is_not_there_says_so_with_a_number(visitor: Browser) -> None:
    page = visitor.get("/entries/nothing")

    assert page.status == 404
    assert "h1 没有找到这一页" in page.headings
    assert re.search(r"编号 [0-9a-f]{16}", page.text)


def test_the_sites_own_files_may_be_kept_when_they_are_asked_for_by_their_content(visitor: Browser) -> None:
    found = re.search(r'href="(/static/tokens\.css\?v=[0-9a-f]{12})"', visitor.get("/").html)

    assert found is not None
    assert visitor.get(found.group(1)).response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert visitor.get("/static/tokens.css").response.headers["Cache-Control"] == "no-cache"
    assert visitor.get("/static/../site.py").status == 404


def test_a_broken_house_shows_a_page_with_a_number_and_no_secret(street: Street) -> None:
    from flask import Flask

    from gateway.web.site import create_site

    def execute(document: str, variables: object, actor: object) -> dict[str, object]:
        raise RuntimeError("password=hunter2")

    app = Flask(__name__, static_folder=None)
    house = street.house
    app.register_blueprint(create_site(execute, keyring=house.keyring, clock=house.clock, address="http://localhost"))
    page = Browser(Client(app)).get("/")

    assert page.status == 500
    assert "h1 这一页打不开了" in page.headings
    assert "hunter2" not in page.html
    assert re.search(r"编号 [0-9a-f]{16}", page.text)

"""What an organizer does with the catalogue on the site: open, import, renew, publish, withdraw."""

import io

import pytest

from services.chassis.identity import Role
from tests.system.browser import Browser, Page, open_browser
from tests.system.street import Street

HEAD = "名称,申报单位,类别\n"
GOOD = HEAD + "甲公司,甲公司,集成服务\n乙公司,乙公司,云服务\n"
BAD = HEAD + "甲公司,甲公司,集成\n乙公司,,云服务\n"


@pytest.fixture
def organizer(street: Street) -> Browser:
    return open_browser(street, Role.ORGANIZER)


def open_edition(organizer: Browser, year: int) -> str:
    page = organizer.get("/editions/new").press(
        "新建目录", year=str(year), scope="delta", title=f"{year} 年度长三角推荐目录", document_number="长信〔2030〕1号"
    )
    assert page.status == 200
    return page.address.partition("?")[0]


def import_list(organizer: Browser, edition: str, content: str, verb: str = "试导入", name: str = "名单.csv") -> Page:
    file = (io.BytesIO(content.encode("utf-8-sig")), name)
    return organizer.get(f"{edition}/import").press(verb, file=file, act="try")


def test_a_list_is_tried_cell_by_cell_and_nothing_is_admitted(organizer: Browser) -> None:
    edition = open_edition(organizer, 2031)

    page = import_list(organizer, edition, BAD)

    assert "有 2 处要改，没有导入任何一行" in page.text
    assert "C2" in page.text
    assert "h2 这一版还没有条目" in organizer.get(edition).headings


def test_a_good_list_is_tried_then_imported_without_choosing_it_again(organizer: Browser) -> None:
    edition = open_edition(organizer, 2032)

    tried = import_list(organizer, edition, GOOD)
    done = tried.press("导入 2 条", act="import")
    again = import_list(organizer, edition, GOOD)

    assert "将列入 2 条，0 条已在册。还没有导入。" in tried.text
    assert "已导入：共 2 行，列入 2 条" in done.text
    assert "将列入 0 条，2 条已在册" in again.text
    assert {"甲公司", "乙公司"} <= set(organizer.get(edition).links)


def test_a_file_of_another_kind_is_refused_at_the_field(organizer: Browser) -> None:
    edition = open_edition(organizer, 2033)

    for name in ("名单.xls", "名单.pdf", "名单"):
        page = import_list(organizer, edition, GOOD, name=name)

        assert page.status == 422
        assert "旧的 .xls 请另存为 .xlsx" in page.text


def test_an_edition_is_published_with_its_difference_and_renewed_with_reasons(organizer: Browser) -> None:
    first, second = open_edition(organizer, 2051), open_edition(organizer, 2052)
    import_list(organizer, first, GOOD).press("导入 2 条", act="import")
    published = organizer.get(first).press("发布目录")
    renewal = organizer.get(f"{second}/renewal")
    names = {words: name for name, words in _rows(renewal).items()}

    without_reason = renewal.press("记下去留", **{names["甲公司"]: "keep", names["乙公司"]: "drop"})
    reason = names["乙公司"].replace("decision", "reason")
    renewal.press("记下去留", **{names["甲公司"]: "keep", names["乙公司"]: "drop", reason: "企业申请退出"})
    page = organizer.get(second).press("发布目录")

    assert "目录已发布" in published.text
    assert without_reason.status == 422
    assert "乙公司：请写明原因" in without_reason.links
    assert "h2 保留 1 家" in page.headings
    assert "企业申请退出" in page.text


def _rows(page: Page) -> dict[str, str]:
    """Name of the decision -> name of the entry."""
    decisions = [name for name in page.forms[1].values if name.startswith("decision-")]
    return {name: page.text[: page.text.index("的去留", at)].split()[-1] for name, at in _places(page, decisions)}


def _places(page: Page, decisions: list[str]) -> list[tuple[str, int]]:
    places, at = [], page.text.index("移出原因（会公开）")
    for name in decisions:
        at = page.text.index("的去留", at) - 1
        places.append((name, at))
        at += len("的去留") + 1
    return places


def test_one_entry_is_admitted_and_later_withdrawn_with_its_reason(street: Street, organizer: Browser) -> None:
    edition = open_edition(organizer, 2060)
    organizer.get(f"{edition}/entries/new").press("列入", name="丙平台", company="丙公司", category="platform")
    organizer.get(edition).press("发布目录")
    entry = organizer.get(edition).follow("丙平台")

    refused = entry.follow("移出目录").press("移出目录", reason="")
    withdrawn = entry.follow("移出目录").press("移出目录", reason="企业申请退出")

    assert refused.status == 422
    assert "已移出目录。企业申请退出" in withdrawn.text
    assert "已移出目录。企业申请退出" in open_browser(street).get(entry.address).text


def test_only_an_organizer_finds_these_forms(street: Street) -> None:
    provider = open_browser(street, Role.PROVIDER, "org-p")

    assert provider.get("/editions/new").status == 403
    assert provider.get("/editions/shanghai-2018/import").status == 403
    assert open_browser(street).get("/editions/shanghai-2018/import").status == 401

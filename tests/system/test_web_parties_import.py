"""Parties from Excel on the site and through the one door: a template, a try, the problems, the import."""

import base64
import io

import pytest
from openpyxl import load_workbook

from services.chassis.identity import Role
from tests.system.browser import Browser, Page, open_browser
from tests.system.street import Street, publish_need

BELOW = "{ addedCount errors { cell code title } }"


@pytest.fixture
def organizer(street: Street) -> Browser:
    return open_browser(street, Role.ORGANIZER)


@pytest.fixture
def conference(street: Street, organizer: Browser) -> str:
    publish_need(street, street.firm, organisationName="上海某机床厂")
    given = {"year": "2019", "scope": "shanghai", "starts_on": "2019-11-28", "min_meetings": "0", "max_meetings": "3"}
    page = organizer.get("/conferences/new").press("新建大会", title="导入的大会", **given)
    return page.address.partition("?")[0]


def filled(organizer: Browser, conference: str, *names: str) -> bytes:
    """The template with a row for each name."""
    page = organizer.get(f"{conference}/parties").follow("从 Excel 导入")
    book = load_workbook(io.BytesIO(organizer.get(page.links["下载模板（含现有参会方）"]).response.data))
    for name in names:
        book["参会方"].append([None, "需求方", name])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def send(organizer: Browser, conference: str, content: bytes, *, verb: str = "试导入", act: str = "try") -> Page:
    page = organizer.get(f"{conference}/parties/import")
    return page.press(verb, file=(io.BytesIO(content), "参会方.xlsx"), act=act)


def test_parties_are_tried_then_read_in(organizer: Browser, conference: str) -> None:
    tried = send(organizer, conference, filled(organizer, conference, "上海某机床厂"))
    before = organizer.get(f"{conference}/parties")
    done = tried.press("导入", act="import")

    assert "试导入没有问题：将新增 1 方" in tried.text
    assert "上海某机床厂" not in before.text
    assert "已导入：新增 1 方" in done.text
    assert "上海某机床厂" in organizer.get(f"{conference}/parties").text


def test_problems_are_shown_by_cell_and_come_back_in_the_workbook(organizer: Browser, conference: str) -> None:
    tried = send(organizer, conference, filled(organizer, conference, "上海某机床厂", "没有需求的厂"))

    marked = tried.press("下载带“问题”列的文件", act="mark").response

    assert "有 1 处要改，没有导入任何内容" in tried.text
    assert "参会方!D3" in tried.text
    assert str(load_workbook(io.BytesIO(marked.data))["参会方"]["I3"].value).startswith("D3 没有找到")
    assert "上海某机床厂" not in organizer.get(f"{conference}/parties").text


def test_what_is_no_workbook_is_said_so_on_the_form(organizer: Browser, conference: str) -> None:
    page = organizer.get(f"{conference}/parties/import")

    nothing = page.press("试导入", act="try")
    broken = send(organizer, conference, b"no workbook")
    old = page.press("试导入", file=(io.BytesIO(b"x"), "名单.xls"), act="try")

    assert "请选择 .xlsx 文件" in nothing.text
    assert "这不是可以打开的 Excel 文件" in broken.text
    assert "旧的 .xls 请另存为 .xlsx" in old.text


def test_the_door_reads_the_same_workbook(street: Street, organizer: Browser, conference: str) -> None:
    boss, conference_id = street.organizer, conference.rpartition("/")[2]
    given = {
        "conferenceId": conference_id,
        "content": base64.b64encode(filled(organizer, conference, "没有的厂")).decode(),
    }
    good = {**given, "content": base64.b64encode(filled(organizer, conference, "上海某机床厂")).decode()}

    tried = boss.do("mutation importParties", BELOW, **given, dryRun=True)
    refused = boss.refused("mutation importParties", BELOW, **given)
    malformed = boss.refused("mutation importParties", BELOW, conferenceId=conference_id, content="§")
    rival = street.rival.refused("mutation importParties", BELOW, **good)
    done = boss.do("mutation importParties", BELOW, **good)

    assert (tried["addedCount"], [one["cell"] for one in tried["errors"]]) == (0, ["参会方!D2"])
    assert refused["code"] == "BAD_USER_INPUT"
    assert malformed["code"] == "BAD_USER_INPUT"
    assert rival["code"] == "FORBIDDEN"
    assert done == {"addedCount": 1, "errors": []}


def test_the_rest_way_takes_a_file_and_gives_it_back_with_its_problems(
    street: Street, organizer: Browser, conference: str
) -> None:
    content, headers = filled(organizer, conference, "没有的厂"), street.organizer.headers
    path = f"/files/conference{conference}/parties"

    refused = street.client.post(f"{path}/import", data=content, headers=headers)
    marked = street.client.post(f"{path}/import/marked", data=content, headers=headers)

    assert refused.status_code == 422
    assert (marked.status_code, marked.data[:2]) == (200, b"PK")
    assert street.client.post(f"{path}/import", data=content).status_code == 401
    assert street.client.get(f"{path}.xlsx", headers=street.rival.headers).status_code == 403

"""Forms: nothing that was typed is lost, and every fault stands at its field."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from gateway.web.asking import Fault, Refused
from gateway.web.forms import Field, Form

FIELDS = (
    Field("title", "标题", required=True),
    Field("budget_max", "预算上限", kind="number"),
    Field("deadline_on", "期限", kind="day"),
    Field("capabilities", "能力", kind="words"),
    Field("categories", "类别", kind="choices", options=(("cloud_services", "云服务"),)),
    Field("contact.phone", "电话"),
    Field("confidential", "不公开", kind="tick"),
)


def typed(**values: Any) -> Form:
    return Form.typed(FIELDS, MultiDict({name.replace("__", "."): value for name, value in values.items()}))


def test_what_was_typed_is_read_as_the_schema_takes_it() -> None:
    form = typed(
        title=" 联网 ",
        budget_max="120",
        deadline_on="2019-09-30",
        capabilities="设备联网、质量追溯,，上云",
        categories=["cloud_services", "made_up"],
        contact__phone="021",
        confidential="yes",
    )

    assert form.read() == {
        "title": "联网",
        "budgetMax": 120,
        "deadlineOn": "2019-09-30",
        "capabilities": ["设备联网", "质量追溯", "上云"],
        "categories": ["cloud_services"],
        "contact": {"phone": "021"},
        "confidential": True,
    }
    assert not form.is_wrong


def test_what_is_left_empty_is_nothing_and_not_nought() -> None:
    read = typed(title="联网").read()

    assert (read["budgetMax"], read["deadlineOn"], read["capabilities"], read["confidential"]) == (
        None,
        None,
        [],
        False,
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("title", "  ", "请填写标题"),
        ("budget_max", "很多", "请写整数，如：120"),
        ("budget_max", "１２０", "请写整数，如：120"),
        ("deadline_on", "2019-02-30", "请按年-月-日书写，如：2019-11-28"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_kept(name: str, value: str, said: str) -> None:
    form = typed(**{"title": "联网", name: value})
    form.read()

    assert form.faults == {name: said}
    assert form.values[name] == value


def test_a_refusal_goes_to_the_field_it_is_about_and_the_rest_to_the_summary() -> None:
    form = typed(title="联网")
    form.refuse(
        Refused(
            [
                Fault("BAD_USER_INPUT", "请填写“contact.phone”。", "contact.phone"),
                Fault("BAD_USER_INPUT", "金额太大。", "input.budgetMax"),
                Fault("BAD_USER_INPUT", "能力太长。", "capabilities.0"),
                Fault("CONFLICT", "内容已变。"),
            ]
        )
    )

    assert form.faults == {"contact.phone": "请填写“电话”。", "budget_max": "金额太大。", "capabilities": "能力太长。"}
    assert form.others == ["内容已变。"]


def test_a_form_shows_what_stands() -> None:
    noun = {
        "title": "联网",
        "budgetMax": None,
        "deadlineOn": "2019-09-30",
        "capabilities": ["a", "b"],
        "categories": ["cloud_services"],
        "contact": None,
        "confidential": False,
    }

    form = Form.of(FIELDS, noun)

    assert form.values == {
        "title": "联网",
        "budget_max": "",
        "deadline_on": "2019-09-30",
        "capabilities": "a、b",
        "categories": ["cloud_services"],
        "contact.phone": "",
        "confidential": False,
    }
    assert form.read()["capabilities"] == ["a", "b"]

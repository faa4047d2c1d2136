"""The questions of a need's form, at most seven a step."""

from __future__ import annotations

from gateway.web.forms import Field
from gateway.web.words import APPLICATION_MODES, CATEGORIES, OUTCOMES, WORK_ITEMS

STEP_NAMES = ("需求内容", "想找的服务", "联系与公开", "核对提交")

_OWNER = Field("organisation_name", "单位名称", required=True)
_OWNER_ID = Field("organisation_id", "单位编号", hint="该单位登录用的编号，如：org-201；还没有就空着", width="w-m")
_CONTENT = (
    Field("title", "标题", hint="一句话说清要解决什么，如：48 台注塑机联网和质检数据打通", required=True),
    Field(
        "text",
        "内容",
        kind="text",
        rows=8,
        hint="写现状、要解决什么、希望达到什么。这段文字会公开，请勿写客户名称等保密内容。",
        required=True,
    ),
    Field("industry", "行业", hint="如：汽车零部件、生物医药"),
    Field("district", "所在地区", hint="如：松江区、苏州市", width="w-m"),
)
_WORK_ITEMS = Field(
    "work_items", "建设内容", kind="choices", hint="标杆园区的八项建设内容，可多选", options=tuple(WORK_ITEMS.items())
)
_WANTED = (
    Field(
        "categories",
        "想找的服务类别",
        kind="choices",
        hint="不确定就不选，系统按内容匹配",
        options=tuple(CATEGORIES.items()),
    ),
    Field("capabilities", "想要的能力", kind="words", hint="几项之间用顿号隔开，如：设备联网、质量追溯"),
    Field("application_modes", "应用模式", kind="choices", options=tuple(APPLICATION_MODES.items())),
    Field("budget_min", "预算下限（万元）", kind="number", width="w-s"),
    Field("budget_max", "预算上限（万元）", kind="number", width="w-s"),
    Field("deadline_on", "希望完成的日期", kind="day", hint="写成 2020-03-01", width="w-m"),
)
_CONTACT = (
    Field("contact.person", "联系人", hint="只有主办方和你接受对接的一方能看到", width="w-m"),
    Field("contact.phone", "电话", width="w-m"),
    Field("contact.email", "邮箱", width="w-m"),
    Field("confidential", "不公开这条需求", kind="tick", hint="只有本单位和主办方能看到，仍会给出匹配结果。"),
    Field("gbt23001_certified", "本单位通过两化融合管理体系贯标评定", kind="tick", hint="同等条件下优先安排。"),
)
CLOSING = (
    Field(
        "outcome",
        "结果",
        kind="choice",
        options=tuple(OUTCOMES.items()),
        required=True,
    ),
    Field("note", "说明", kind="text", rows=3, hint="如：与某单位签约，金额 96 万元"),
)
RETURN = (
    Field(
        "reason",
        "要补什么",
        kind="text",
        rows=4,
        hint="对方会看到原话。写清缺什么、怎么补，如：请补充需要联网的设备数量和希望上线的时间",
        required=True,
    ),
)
USUAL_RETURNS = (
    "请补充设备数量、型号和现有系统",
    "请写明希望达到的目标和完成时间",
    "请补充预算范围",
    "内容与已发布的需求重复，请合并",
    "不属于工业互联网服务，请另寻渠道",
)


def fields_of(step: int, *, kind: str, asks_organisation: bool) -> tuple[Field, ...]:
    """The questions of one step. An organizer, who writes for others, is asked for whom."""
    if step == 1:
        return (_OWNER, *((_OWNER_ID,) if asks_organisation else ()), *_CONTENT)
    if step == 2:
        return (_WORK_ITEMS, *_WANTED) if kind == "park" else _WANTED
    return _CONTACT

"""The questions of the catalogue's forms."""

from __future__ import annotations

from gateway.web.forms import Field
from gateway.web.words import CATEGORIES, SCOPES, WORDS

EDITION = (
    Field("year", "年度", kind="number", hint="如：2019", width="w-s", required=True),
    Field("scope", "范围", kind="choice", options=tuple(SCOPES.items()), required=True),
    Field("title", "名称", hint="如：2019 年度上海市工业互联网平台和专业服务商推荐目录", required=True),
    Field("document_number", "文号", hint="如：沪经信推〔2018〕443号", width="w-m"),
    Field("demo", "演示目录", kind="tick", hint="只供试用，不与正式目录混用。"),
)
ENTRY = (
    Field("name", "名称", hint="平台名称，或服务商全称", required=True),
    Field("company", "申报单位", required=True),
    Field("category", "类别", kind="choice", options=tuple(CATEGORIES.items()), required=True),
    Field(
        "reach",
        "平台类型",
        kind="choice",
        hint="只有平台填写",
        options=tuple((value, text) for value, text in WORDS["reach"].items() if value),
    ),
    Field("short_name", "简称", width="w-m"),
    Field("unified_code", "统一社会信用代码", hint="18 位；校验位不符只提醒，不拒绝", width="w-m"),
    Field("gbt23001_certified", "通过两化融合管理体系贯标评定", kind="tick"),
)
WITHDRAWAL = (Field("reason", "移出原因", hint="会公开显示，如：企业申请退出、资质到期", required=True),)
UPLOAD = (Field("file", "名单文件", hint=".xlsx、.csv 或 .json，不超过 10 MB。第一行为表头。", required=True),)

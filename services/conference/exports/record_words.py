"""The words of a provider's record (成效材料) on paper: its title, its caption, what came of a meeting."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]
CATEGORIES: Mapping[str, str] = {
    "platform": "工业互联网平台",
    "platform_services": "平台服务",
    "cloud_services": "云服务",
    "data_services": "数据服务",
    "identifier_resolution": "标识解析服务",
    "gbt23001_consulting": "两化融合贯标服务",
    "system_integration": "集成服务",
    "industrial_security": "工业信息安全服务",
}
NOTE = (
    "本材料由系统按填报结果统计生成，以主办方确认为准，未确认的按双方一致或仅有一方的填报；“待核实”的各场双方填报不一致，不计入各项数字。"
    "列入推荐目录不代表对产品或服务的担保。"
)


def title_of(record: Row) -> str:
    """What stands above the record."""
    return f"{record['name']} {record['year']} 年度供需对接成效"


def caption_of(record: Row) -> str:
    """When it was made."""
    return f"统计截至 {record['made_on']}"


def result_of(meeting: Row) -> str:
    """What was agreed at a meeting."""
    return "签约" if meeting["contract"] else "意向" if meeting["intent"] else ""


def amount_of(meeting: Row) -> int | None:
    """The amount of a contract, None without one."""
    return int(meeting["amount"]) if meeting["contract"] and meeting["amount"] is not None else None

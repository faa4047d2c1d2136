"""The closed lists of the glossary as enums; their values are the identifiers themselves, in answers and in input."""

from collections.abc import Mapping
from typing import Any

import graphene


def closed_list(name: str, meaning: str, terms: Mapping[str, str], *, capitals: bool = False) -> Any:
    """An enum of identifiers, each explained by its Chinese term."""
    by_name = {one.upper() if capitals else one: one for one in terms}

    def describe(member: Any) -> str:
        return meaning if member is None else terms[member.value]

    return graphene.Enum(name, list(by_name.items()), description=describe)


Scope = closed_list("Scope", "The area an edition is for.", {"shanghai": "上海", "delta": "长三角"})
EditionStatus = closed_list(
    "EditionStatus", "Where an edition (年度目录) stands.", {"draft": "草案", "published": "已发布"}
)
EntryKind = closed_list(
    "EntryKind", "What an entry (目录条目) is.", {"platform": "工业互联网平台", "provider": "专业服务商"}
)
EntryStatus = closed_list("EntryStatus", "Whether an entry still stands.", {"admitted": "列入", "withdrawn": "移出"})
Category = closed_list(
    "Category",
    "Service categories (服务类别); entries of kind platform have a category of their own.",
    {
        "platform": "工业互联网平台",
        "platform_services": "平台服务",
        "cloud_services": "云服务",
        "data_services": "数据服务",
        "identifier_resolution": "标识解析服务",
        "gbt23001_consulting": "两化融合贯标服务",
        "system_integration": "集成服务",
        "industrial_security": "工业信息安全服务",
    },
)
Reach = closed_list(
    "Reach", "How far a platform reaches.", {"cross_sector": "双跨", "sector": "行业级", "enterprise": "企业级"}
)
ApplicationMode = closed_list(
    "ApplicationMode",
    "Application modes (应用模式).",
    {
        "smart_production": "智能化生产",
        "networked_collaboration": "网络化协同",
        "mass_customization": "个性化定制",
        "service_extension": "服务化延伸",
    },
)
NeedKind = closed_list("NeedKind", "Whose need (需求) it is.", {"enterprise": "企业需求", "park": "标杆园区需求"})

_NEED_STATUSES = {
    "draft": "草稿",
    "submitted": "已提交",
    "published": "已发布",
    "returned": "已退回",
    "in_talks": "洽谈中",
    "closed": "已结束",
    "expired": "已到期",
}
NeedStatus = closed_list("NeedStatus", "Where a need stands in its life.", _NEED_STATUSES)
NeedStatusFilter = closed_list(
    "NeedStatusFilter", "NeedStatus as an argument, in capitals.", _NEED_STATUSES, capitals=True
)
Outcome = closed_list(
    "Outcome",
    "How a need ended.",
    {"contract": "签约", "intent": "达成意向", "no_result": "未达成", "withdrawn": "撤回"},
)
WorkItem = closed_list(
    "WorkItem",
    "The eight work items (建设内容) of a benchmark park.",
    {
        "overall_planning": "总体规划",
        "infrastructure_upgrade": "信息基础设施改造",
        "identifier_application": "标识解析应用",
        "gbt23001_adoption": "两化融合贯标咨询",
        "device_connection": "设备联网",
        "platform_adoption": "平台建设或对接",
        "cloud_and_platform_adoption": "企业上云上平台",
        "publicity_showcase": "宣传展示",
    },
)
ReasonKind = closed_list(
    "ReasonKind",
    "What a reason (匹配理由) rests on.",
    {
        "text": "需求词",
        "capability": "能力",
        "category": "类别",
        "industry": "行业",
        "region": "地区",
        "application_mode": "应用模式",
        "edition": "目录",
        "track_record": "对接记录",
        "certification": "贯标",
        "limitation": "注意",
    },
)
RequestKind = closed_list("RequestKind", "What a request (对接申请) asks for.", {"contact": "联系", "meeting": "会面"})
RequestState = closed_list(
    "RequestState",
    "Where a request stands.",
    {
        "pending": "待答复",
        "accepted": "已接受",
        "declined": "已谢绝",
        "withdrawn": "已撤回",
        "expired": "已到期",
    },
)
Side = closed_list("Side", "The side of a party (参会方).", {"demand": "需求侧", "supply": "供给侧"})
WishStrength = closed_list(
    "WishStrength", "How much a party wishes to meet another.", {"must": "必见", "want": "想见", "never": "不见"}
)
RunState = closed_list(
    "RunState",
    "Where a run (排期运行) stands.",
    {"queued": "排队中", "running": "运行中", "done": "已完成", "failed": "失败", "cancelled": "已取消"},
)
PlanState = closed_list(
    "PlanState",
    "Where a plan (对接名单) stands.",
    {"draft": "草案", "provisional": "征求意见", "published": "已发布", "replaced": "已被取代"},
)
RunMode = closed_list(
    "RunMode",
    "How a run comes to its list.",
    {"all": "整体排期", "fill": "只补空档", "hand": "手工调整", "back": "恢复旧版", "repair": "当日调整"},
)
ObjectionState = closed_list(
    "ObjectionState",
    "What became of an objection (意见).",
    {"open": "待处理", "accepted": "采纳", "declined": "不采纳", "withdrawn": "已撤回"},
)
ListAct = closed_list(
    "ListAct",
    "What is done to a meeting by hand.",
    {"add": "加入", "move": "移动", "drop": "取消", "lock": "锁定", "unlock": "解锁，或不再排除"},
)
ConflictLevel = closed_list(
    "ConflictLevel",
    "How much a conflict stands against a change by hand.",
    {"block": "不能做", "release": "须放行", "warn": "提醒", "ignore": "不提示"},
)
MeetingDifference = closed_list(
    "MeetingDifference",
    "What became of a meeting from one list to another.",
    {"new": "新增", "dropped": "取消", "moved": "换时段", "reseated": "换桌"},
)
PartyDifference = closed_list(
    "PartyDifference",
    "What became of a party from one list to another.",
    {"gained": "增加", "lost": "减少", "joined": "新参会", "left": "不再参会"},
)
Speaker = closed_list(
    "Speaker", "Who states what came of a meeting.", {"demand": "需求方", "supply": "供给方", "organizer": "主办方"}
)
Held = closed_list("Held", "Whether a meeting took place.", {"held": "已洽谈", "no_show": "未洽谈"})
AbsentSide = closed_list(
    "AbsentSide", "Who did not come to a meeting.", {"demand": "需求方未到", "supply": "供给方未到", "both": "双方未到"}
)
OutcomeState = closed_list(
    "OutcomeState",
    "How far the outcome of a meeting is known.",
    {"all": "全部", "open": "待填报", "held": "已洽谈", "no_show": "未洽谈", "disputed": "填报不一致"},
)
ReportState = closed_list(
    "ReportState", "Whether the report of a year still changes.", {"open": "未结账", "closed": "已结账"}
)
IncidentKind = closed_list(
    "IncidentKind",
    "What happened on the day (当日情况).",
    {
        "cancelled": "取消参会",
        "no_show": "未到场",
        "late": "迟到",
        "table_lost": "洽谈桌停用",
        "availability": "可用时段变更",
    },
)
IncidentState = closed_list(
    "IncidentState",
    "Whether the published list takes an incident into account.",
    {"open": "待处理", "settled": "已反映在名单中"},
)
PlanFileForm = closed_list(
    "PlanFileForm",
    "What a file (导出文件) of a plan is.",
    {
        "workbook": "名单工作簿 Excel",
        "sheets": "全部参会方日程 PDF，一方一页",
        "hall": "会场总图 PDF，A3",
        "calendars": "全部参会方日历",
        "event": "排期输入 Excel，可离线排期",
        "sheet": "一方的日程 PDF",
        "calendar": "一方的日历",
    },
)
Effort = closed_list(
    "Effort",
    "How hard a run tries, as counted work.",
    {"proof": "求出方案并证明离最优多远", "polish": "再多花功夫改进方案"},
)
Role = closed_list(
    "Role",
    "The roles of people.",
    {
        "visitor": "访客",
        "enterprise": "需求方企业",
        "provider": "供给方",
        "park_operator": "园区管理方",
        "organizer": "主办方",
        "auditor": "审计",
        "admin": "管理员",
    },
)
FileFormat = closed_list(
    "FileFormat", "Formats an official list is read from.", {"xlsx": "Excel", "csv": "CSV", "json": "JSON"}
)

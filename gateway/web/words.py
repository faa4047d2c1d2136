"""The words of the site for what the schema says in identifiers: one place, in the terms of the glossary."""

from collections.abc import Mapping

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
APPLICATION_MODES: Mapping[str, str] = {
    "smart_production": "智能化生产",
    "networked_collaboration": "网络化协同",
    "mass_customization": "个性化定制",
    "service_extension": "服务化延伸",
}
REASON_KINDS: Mapping[str, str] = {
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
}
WORK_ITEMS: Mapping[str, str] = {
    "overall_planning": "总体规划",
    "infrastructure_upgrade": "信息基础设施改造",
    "identifier_application": "标识解析应用",
    "gbt23001_adoption": "两化融合贯标咨询",
    "device_connection": "设备联网",
    "platform_adoption": "平台建设或对接",
    "cloud_and_platform_adoption": "企业上云上平台",
    "publicity_showcase": "宣传展示",
}
OUTCOMES: Mapping[str, str] = {
    "contract": "已签约",
    "intent": "达成意向",
    "no_result": "未达成",
    "withdrawn": "撤回",
}
WISHES: Mapping[str, str] = {"must": "必见", "want": "想见", "never": "不见"}
REQUEST_KINDS: Mapping[str, str] = {"contact": "联系方式", "meeting": "洽谈"}
NEED_KINDS: Mapping[str, str] = {"enterprise": "企业需求", "park": "园区需求"}
SCOPES: Mapping[str, str] = {"shanghai": "上海市", "delta": "长三角"}

WORDS: Mapping[str, Mapping[str, str]] = {
    "category": CATEGORIES,
    "application_mode": APPLICATION_MODES,
    "reason": REASON_KINDS,
    "work_item": WORK_ITEMS,
    "wish": WISHES,
    "request_kind": REQUEST_KINDS,
    "outcome": OUTCOMES,
    "need_kind": NEED_KINDS,
    "scope": SCOPES,
    "kind": {"platform": "工业互联网平台", "provider": "专业服务商"},
    "reach": {"": "未填", "cross_sector": "双跨平台", "sector": "行业级平台", "enterprise": "企业级平台"},
    "side": {"supply": "供给侧", "demand": "需求侧"},
    "need_status": {
        "draft": "草稿",
        "submitted": "待审核",
        "published": "已发布",
        "returned": "退回补充",
        "in_talks": "洽谈中",
        "closed": "已办结",
        "expired": "已到期",
    },
    "edition_status": {"draft": "编制中", "published": "已发布"},
    "entry_status": {"admitted": "在册", "withdrawn": "已移出"},
    "run_state": {
        "queued": "等待排期",
        "running": "排期中",
        "done": "已排好",
        "failed": "未排成",
        "cancelled": "已停止",
    },
    "plan_state": {
        "": "草案",
        "draft": "草案",
        "provisional": "征求意见",
        "published": "已发布",
        "replaced": "已被新版取代",
    },
    "run_mode": {
        "all": "整体排期",
        "fill": "只补空档",
        "hand": "手工调整",
        "back": "恢复旧版",
        "repair": "当日调整",
    },
    "objection_state": {"open": "待处理", "accepted": "采纳", "declined": "不采纳", "withdrawn": "已撤回"},
    "list_act": {"add": "加入一场", "move": "移动", "drop": "取消", "lock": "锁定", "unlock": "解锁或不再排除"},
    "conflict_level": {"block": "不能做", "release": "须放行", "warn": "提醒", "ignore": "不提示"},
    "incident_kind": {
        "cancelled": "取消参会",
        "no_show": "未到场",
        "late": "迟到",
        "table_lost": "洽谈桌停用",
        "availability": "可用时段变更",
    },
    "incident_state": {"open": "待处理", "settled": "已反映在名单中"},
    "meeting_change": {"new": "新增", "dropped": "取消", "moved": "换时段", "reseated": "换桌"},
    "party_change": {"gained": "增加", "lost": "减少", "joined": "新参会", "left": "不再参会"},
    "plan_figure": {
        "meetings": "洽谈场数",
        "must_unmet": "未满足的必见",
        "shortfall_demand": "需求侧缺的最少场次",
        "shortfall_supply": "供给侧缺的最少场次",
        "wants_met": "满足的想见",
        "value": "匹配总分",
        "composite": "综合分",
        "idle_gaps": "空等时段",
        "table_changes": "换桌次数",
        "gap": "距理论上限",
    },
    "held": {"": "待填报", "held": "已洽谈", "no_show": "未洽谈"},
    "absent": {"": "", "demand": "需求方未到", "supply": "供给方未到", "both": "双方未到"},
    "speaker": {"demand": "需求方", "supply": "供给方", "organizer": "主办方"},
    "outcome_state": {
        "all": "全部",
        "open": "待填报",
        "held": "已洽谈",
        "no_show": "未洽谈",
        "disputed": "填报不一致",
    },
    "outcome_field": {"held": "是否洽谈", "absent": "谁未到", "intent": "意向", "contract": "签约", "amount": "金额"},
    "request_state": {
        "pending": "等待答复",
        "accepted": "已接受",
        "declined": "已谢绝",
        "withdrawn": "已撤回",
        "expired": "已过期",
    },
    "part": {
        "text": "需求词",
        "capability": "能力",
        "category": "类别",
        "industry": "行业",
        "region": "地区",
        "application_mode": "应用模式",
        "limitation": "注意",
        "name": "名称",
        "standing": "在册情况",
        "track_record": "对接记录",
    },
    "unmet": {"must": "必见未排", "want": "想见未排", "min": "最少场次未到"},
    "facet": {
        "category": "服务类别",
        "kind": "类型",
        "reach": "平台类型",
        "industry": "服务行业",
        "region": "服务地区",
        "application_mode": "应用模式",
        "capability": "能力",
        "edition_year": "目录年份",
        "scope": "目录范围",
        "edition": "目录",
    },
    "field": {
        "name": "名称",
        "short_name": "简称",
        "company": "申报单位",
        "category": "类别",
        "description": "简介",
        "capabilities": "能力",
        "industries": "行业",
        "application_modes": "应用模式",
        "service_regions": "服务地区",
        "cases": "案例",
        "languages": "语言",
        "contact": "联系人",
        "profile": "自述资料",
        "edition": "目录",
        "text": "原文",
    },
    "role": {
        "organizer": "主办方",
        "enterprise": "企业",
        "park_operator": "园区管理方",
        "provider": "服务商",
        "auditor": "审计",
        "admin": "管理员",
        "visitor": "访客",
    },
}
STATUS_TONES: Mapping[str, str] = {
    "published": "ok",
    "admitted": "ok",
    "accepted": "ok",
    "done": "ok",
    "in_talks": "info",
    "submitted": "info",
    "queued": "info",
    "running": "info",
    "pending": "info",
    "provisional": "info",
    "returned": "warn",
    "draft": "warn",
    "expired": "warn",
    "withdrawn": "bad",
    "failed": "bad",
}
"""Status -> tone of its mark; any other status is shown as a grey word."""


def word(kind: str, value: object) -> str:
    """The Chinese word for an identifier; the identifier itself when the list does not name it."""
    identifier = str(value or "").lower()
    return WORDS[kind].get(identifier, str(value or "未填"))


def tone(status: object) -> str:
    """The tone of a status word: ok, info, warn, bad or "" for none."""
    return STATUS_TONES.get(str(status or "").lower(), "")

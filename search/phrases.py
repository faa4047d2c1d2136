"""The words of search: notices, labels of facet values, refusals (zh, en)."""

from collections.abc import Mapping

from services.chassis.refusal import Phrases

PHRASES: Phrases = {
    "nothing-to-watch": (
        "请先写搜索词或选筛选条件，再保存。",
        "Write some words or choose a filter before saving.",
    ),
    "too-many-saved": (
        "最多保存 {limit} 个检索，请先删去不用的。",
        "At most {limit} searches can be saved; drop one that is no longer wanted.",
    ),
    "index-unavailable": ("检索暂时不可用，请稍后再试。", "Search does not answer just now; try again later."),
}

NOTICES: Phrases = {
    "understood-concepts": ("已按行业词汇理解为：{concepts}。", "Understood as: {concepts}."),
    "relaxed-words": (
        "没有同时含有全部词语的结果，已显示只含部分词语的结果。",
        "Nothing holds all the words; results with some of them are shown.",
    ),
    "relaxed-filter": (
        "所选条件下没有结果，已去掉筛选“{field}”。",
        "Nothing passes all filters; the filter “{field}” was left out.",
    ),
    "nothing-found": (
        "没有找到相关条目。可以换一种说法、减少筛选，或发布一条需求。",
        "Nothing was found. Try other words, fewer filters, or post a need.",
    ),
    "weak-match": (
        "无明确匹配，以下结果仅供参考；也可以发布一条需求。",
        "No clear match: take these results as hints, or post a need.",
    ),
}

FIELDS: Mapping[str, tuple[str, str]] = {
    "category": ("类别", "category"),
    "kind": ("类型", "kind"),
    "reach": ("平台级别", "reach"),
    "industry": ("行业", "industry"),
    "region": ("服务地区", "region"),
    "application_mode": ("应用模式", "application mode"),
    "capability": ("能力", "capability"),
    "edition_year": ("年度", "year"),
    "scope": ("目录范围", "scope"),
    "edition": ("年度目录", "edition"),
}

# Facet -> value -> label. Values of the other facets are words already.
LABELS: Mapping[str, Mapping[str, str]] = {
    "category": {
        "platform": "工业互联网平台",
        "platform_services": "平台服务",
        "cloud_services": "云服务",
        "data_services": "数据服务",
        "identifier_resolution": "标识解析服务",
        "gbt23001_consulting": "两化融合贯标服务",
        "system_integration": "集成服务",
        "industrial_security": "工业信息安全服务",
    },
    "kind": {"platform": "工业互联网平台", "provider": "专业服务商"},
    "reach": {"cross_sector": "双跨", "sector": "行业级", "enterprise": "企业级"},
    "application_mode": {
        "smart_production": "智能化生产",
        "networked_collaboration": "网络化协同",
        "mass_customization": "个性化定制",
        "service_extension": "服务化延伸",
    },
    "scope": {"shanghai": "上海市", "delta": "长三角"},
}

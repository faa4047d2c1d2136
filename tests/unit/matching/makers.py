"""Makers of needs, entries and collections for the tests of matching."""

from dataclasses import replace

from search.language.vocabulary import load_vocabulary
from services.matching.scoring.assessment import Assessment
from services.matching.scoring.collection import Collection
from services.matching.scoring.nouns import Entry, Need
from services.matching.scoring.policy import load_policy
from services.matching.scoring.ranking import Match, Ranking, rank

A_NETWORKER = Entry(
    id="networker",
    name="联机工业互联（上海）有限公司",
    category="system_integration",
    description="老旧机床没有网口也能接，加装采集器，开机率一目了然。三周上线，师傅一学就会。不做软件开发。",
    capabilities=("老旧设备数采", "设备联网"),
    industries=("金属制品业",),
    application_modes=("smart_production",),
    service_regions=("奉贤区", "金山区"),
    cases=("为奉贤五金厂接入冲床车床146台，开机率由51%升到68%。",),
    edition_year=2024,
)
A_SECURITY_FIRM = Entry(
    id="security-firm",
    name="护控安全科技有限公司",
    category="industrial_security",
    description="专做工控网络的防护：分区、隔离、白名单、审计。停产检修时施工。",
    capabilities=("主机白名单", "工控防火墙"),
    industries=("化学原料和化学制品制造业",),
    service_regions=("金山区",),
    edition_year=2024,
)
A_CONSULTANT = Entry(
    id="consultant",
    name="策远管理咨询有限公司",
    category="gbt23001_consulting",
    description="两化融合管理体系贯标辅导，文件帮写、内审帮做、评定陪同。",
    capabilities=("贯标辅导", "体系文件编制"),
    industries=("不限行业",),
    service_regions=("上海市",),
    edition_year=2024,
)
A_SILENT_CONSULTANT = Entry(
    id="silent-consultant",
    name="上海质量管理科学研究院",
    company="上海质量管理科学研究院",
    category="gbt23001_consulting",
    edition_year=2018,
    document_number="沪经信推〔2018〕443号",
)
A_SILENT_CLOUD = replace(A_SILENT_CONSULTANT, id="silent-cloud", name="上海云企", company="", category="cloud_services")
ENTRIES = (A_NETWORKER, A_SECURITY_FIRM, A_CONSULTANT, A_SILENT_CONSULTANT, A_SILENT_CLOUD)

AN_ASK_FOR_NETWORKING = Need("n1", "奉贤小五金厂，冲床车床一共28台，机器开没开动我坐办公室不知道，想把老设备联网。")
AN_ASK_FOR_GBT23001 = Need("n2", "想做两化融合贯标，找顾问辅导")


def assess(need: Need, *entries: Entry) -> Assessment:
    """Hold a need against entries, all of the makers' by default."""
    return Assessment(need, Collection(entries or ENTRIES, load_vocabulary()), load_policy())


def ranking_of(need: Need, *entries: Entry, seed: str = "1", first: int = 10) -> Ranking:
    """Rank entries for a need."""
    return rank(assess(need, *entries), seed=seed, first=first)


def match_of(ranking: Ranking, entry: Entry) -> Match:
    """Return the match of an entry that was found."""
    return next(match for match in ranking.matches if match.entry_id == entry.id)


def order_of(ranking: Ranking) -> list[str]:
    """Return the ids, best first."""
    return [match.entry_id for match in ranking.matches]

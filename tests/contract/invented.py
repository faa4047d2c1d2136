"""Invented entries and requests, as many as are wanted and the same for a seed: what both engines are compared on."""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from search.entries import Entry
from search.language.fields import FACETS
from search.language.vocabulary import Kind, Vocabulary
from search.searcher import Request

_SYLLABLES = (
    "明匠宝信翼联智汇创云启华数博思鼎捷万达观安格树根紫光优刻威士科致昂蓝卓"
    "徐工汉星舟航网盛埃夫特中控和利广瑞风兴海正天合金蝶"
)
_TRADES = (
    "信息技术",
    "智能科技",
    "自动化工程",
    "软件",
    "云计算",
    "数据科技",
    "智能装备",
    "系统集成",
    "电气",
    "信息安全",
)
_PRODUCTS = ("工业互联网平台", "云平台", "智造平台", "标识解析平台", "MES", "SaaS 5.0", "IoT网关", "数据服务")
_CATEGORIES = (
    "platform",
    "platform_services",
    "cloud_services",
    "data_services",
    "identifier_resolution",
    "gbt23001_consulting",
    "system_integration",
    "industrial_security",
)
_REACHES = ("", "cross_sector", "sector", "enterprise")
_EDITIONS = (("shanghai", 2018), ("shanghai", 2019), ("delta", 2020), ("delta", 2021))
# {c} a capability, {w} a piece of work, {i} an industry, {r} a place, {n} the name, {p} {q} {y} numbers.
_SENTENCES = (
    "面向{i}企业提供{c}与{d}一体化方案，已服务客户{q}家。",
    "{n}自主研发，已连接设备{q}台，支持{c}、{d}等场景。",
    "为{i}龙头企业建设{c}系统，上线后生产效率提升{p}%，运营成本降低{y}%。",
    "具备{c}和{d}资质，从咨询、实施到运维全程负责。",
    "支持{c}与现有ERP、PLM系统对接，兼容OPC UA、Modbus TCP等协议。",
    "在{r}设有服务团队，可到现场诊断，两周内给出{w}方案。",
    "针对{i}行业多品种、小批量的特点，以{c}打通订单、计划与现场。",
    "平台每天处理数据{q}万条，{c}模型{p}个，{d}应用{y}个。",
    "项目历时{y}个月，完成{w}，并通过等保2.0三级测评。",
    "曾获{r}示范项目，{c}能力在{i}领域得到验证。",
    "采用微服务架构与5G、IPv6网络，{d}可按需订阅。",
    "帮助{i}工厂把纸质记录改为{c}，质量问题可以追到批次。",
    "擅长{w}，培训操作人员{p}名，移交全部文档。",
    "设备停机时间减少{p}%，{c}每年节约费用{q}万元。",
    "通过{c}实现能耗在线监测，单位产值能耗下降{y}%。",
    "与高校共建实验室，围绕{d}与{c}持续研究。",
)
_WISHES = (
    "我们是{r}的一家{i}企业，现有员工{q}人，",
    "车间里{c}还靠人工，要第二天才能汇总，",
    "希望先把每天出了多少货、差了多少货说清楚，老板不用再打电话问班组长，",
    "计划分{y}期做，预算{p}万元左右，",
    "来的人最好懂我们这一行，能到现场住一段时间，不要只讲概念，",
    "目前办公室的软件与机床没有连上，订单变更经常传不到班组，",
    "客户来审核的时候很被动，翻单子要翻半天，",
    "还想了解能不能先在一条线试，好了再推到其余{p}条，",
)
_FILTERED: tuple[tuple[str, ...], ...] = (
    (),
    (),
    ("category",),
    ("category", "region"),
    ("industry",),
    ("scope", "industry"),
)
_KINDS: tuple[Kind, ...] = ("capability", "work_item", "industry", "region")
_QUESTIONS = ("哪家能做{i}的{c}？", "{r}有没有做{w}的服务商？", "{i}工厂怎么做{c}和{d}？", "请问{c}找谁？")


@dataclass
class Inventor:
    """Draws from the vocabulary with a seed of its own."""

    vocabulary: Vocabulary
    seed: int

    def __post_init__(self) -> None:
        """Start from the seed."""
        self._random = random.Random(self.seed)
        self._wordings = {kind: self._wordings_of(kind) for kind in _KINDS}

    def entries(self, count: int) -> Iterator[tuple[Entry, int]]:
        """Yield entries of about 550 characters with their versions."""
        for number in range(count):
            yield self._entry(number), 1 + number % 7

    def requests(self, count: int) -> Iterator[Request]:
        """Yield requests of every intent in turn: with and without filters, bounds and facets."""
        kinds = itertools.cycle(
            (self.keywords, self.question, self.need, self.a_name, self.one_term, self.sound, self.nothing)
        )
        for kind in itertools.islice(kinds, count):
            yield Request(
                kind(),
                self._filters(),
                self._random.choice(((), FACETS, FACETS[:3])),
                within=self._random.choice(({}, {"edition": ("shanghai-2018", "delta-2020")})),
            )

    def keywords(self) -> str:
        """Return an industry, two capabilities and a place."""
        return self._fill("{i}{c} {d} {r}")

    def one_term(self) -> str:
        """Return one capability."""
        return self._fill("{c}")

    def question(self) -> str:
        """Return a question in a sentence."""
        return self._fill(self._random.choice(_QUESTIONS))

    def need(self, length: int = 300) -> str:
        """Return what an enterprise writes down."""
        text = ""
        while len(text) < length:
            text += self._fill(self._random.choice(_WISHES))
        return text[:length]

    def a_name(self) -> str:
        """Return a name that some entries have."""
        return self._name() + self._random.choice(("", *_PRODUCTS))

    def sound(self) -> str:
        """Return a name in latin letters, as it is typed."""
        return self._random.choice(("mingjiang", "yilian", "baoxin", "zgkj", "shugen gyhlw", "langchao yun"))

    def nothing(self) -> str:
        """Return no text: somebody browses."""
        return ""

    def filters(self, *names: str) -> dict[str, tuple[str, ...]]:
        """Return a filter on each of the named fields."""
        given = {
            "category": tuple(self._random.sample(_CATEGORIES, 2)),
            "region": (self._random.choice(self._preferred("region")),),
            "industry": tuple(self._random.sample(self._preferred("industry"), 3)),
            "scope": ("shanghai",),
        }
        return {name: given[name] for name in names}

    def _filters(self) -> dict[str, tuple[str, ...]]:
        names = self._random.choice(
            ((), (), ("category",), ("category", "region"), ("industry",), ("scope", "industry"))
        )
        return self.filters(*names)

    def _entry(self, number: int) -> Entry:
        draw = self._random
        name, (scope, year) = self._name(), draw.choice(_EDITIONS)
        place, trade = draw.choice(("", "上海", "苏州", "杭州")), draw.choice(_TRADES)
        silent = Entry(
            id=f"entry-{number:06}",
            name=f"{name}{draw.choice(_PRODUCTS)}",
            short_name=name if draw.random() < 0.5 else "",
            company=f"{place}{name}{trade}有限公司",
            kind=draw.choice(("platform", "provider")),
            category=draw.choice(_CATEGORIES),
            reach=draw.choice(_REACHES),
            edition=f"{scope}-{year}",
            edition_year=str(year),
            scope=scope,
        )
        if draw.random() < 0.1:
            return silent
        return replace(
            silent,
            capabilities=self._some("capability", 2, 6),
            industries=self._some("industry", 1, 4),
            application_modes=tuple(draw.sample(("smart_production", "networked_collaboration"), draw.randint(0, 2))),
            service_regions=self._some("region", 0, 3),
            cases=tuple(self._text(name, draw.randint(1, 3)) for _ in range(draw.randint(1, 3))),
            description=self._text(name, draw.randint(5, 10)),
        )

    def _name(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.choice((2, 2, 3, 4))))

    def _text(self, name: str, sentences: int) -> str:
        return "".join(self._fill(self._random.choice(_SENTENCES), name) for _ in range(sentences))

    def _fill(self, sentence: str, name: str = "") -> str:
        draw = self._random
        return sentence.format(
            c=draw.choice(self._wordings["capability"]),
            d=draw.choice(self._wordings["capability"]),
            w=draw.choice(self._wordings["work_item"]),
            i=draw.choice(self._wordings["industry"]),
            r=draw.choice(self._wordings["region"]),
            n=name,
            p=draw.randint(5, 99),
            q=draw.randint(100, 90_000),
            y=draw.randint(2, 36),
        )

    def _some(self, kind: Kind, least: int, most: int) -> tuple[str, ...]:
        return tuple(self._random.sample(self._wordings[kind], self._random.randint(least, most)))

    def _preferred(self, kind: Kind) -> list[str]:
        return [concept.preferred for concept in self.vocabulary.of_kind(kind)]

    def _wordings_of(self, kind: Kind) -> Sequence[str]:
        concepts = self.vocabulary.of_kind(kind)
        wordings = {wording for concept in concepts for wording in (concept.preferred, *concept.aliases)}
        return sorted(wording for wording in wordings if wording.isalnum())

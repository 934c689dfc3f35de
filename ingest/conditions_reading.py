"""From the words of a condition to typed conditions; what no rule reads stays as it is written."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count

from ingest.conditions_figures import figure_conditions, figures_only, growth_conditions
from ingest.conditions_types import Condition, ConditionKind, RecipientKind, Recognition
from ingest.conditions_words import read_qualification, vocabulary
from ingest.phrases import Span, last_de, trim
from ingest.types import Located

_NEW = re.compile(
    r"(?:首次|新|首个)(?:通过|获得|获|被)?(?:认定|评定|备案|获评|获批|评为|入选|入库|列入|培育|升规|评选|授予|取得|通过)?(?:为|的)?|"
    r"当年(?:新)?(?:获批|获评|认定|入选|备案)"
)
_NEW_MARK = re.compile(
    r"^(?:企业|当年|年度|被|获)?(?P<mark>(?:首次|新)(?:通过|获得|被)?(?:认定|评定|备案|获评|获批|评为|入选|入库|列入|培育|授予|取得)"
    r"|当年(?:新)?(?:获批|获评|认定|入选|备案)|首次|新)(?P<rest>.*)$"
)
_RENEWED = re.compile(r"(?:重新|再次|复审|期满后?再次)(?:通过)?(?:认定|评定|备案)?|通过复审")
_HOLDING = re.compile(
    r"^(?:认定|评定|备案|为|属于|是|取得|获得|获评|获批|评为|认定为|经认定的?|入选|列入|已认定的?|有效期内的?|被认定为|被评为|获评为|纳入|入库)+"
)
_NEW_AS = re.compile(
    r"(?:(?:首次|新)(?:被|获)?(?:认定|评定|评|备案)|(?:成长|升级|晋升|发展|壮大))为(?P<name>[^，,。；;、]{2,24})"
)
_NOBODY_ELSE = re.compile(r"(?:企业|的企业|当年|年度|上年度)*|由[^，,。；;]{2,20}")
_VALID = re.compile(r"(?:证书|资格|认定)?(?:仍)?(?:在|处于)?有效期(?:限)?内")
_RECOGNISED_LIST = re.compile(r"(?:入库登记编号|登记编号|入库|名单|目录|证书|称号|资格|认定)$")
_RECOGNISING_NOUN = re.compile(
    r"(?:企业|中心|平台|孵化器|众创空间|加速器|基地|实验室|工厂|车间|园区|机构|示范区|研究院|工作站|集群|联盟|品牌|产品|装备|学院|院所|站|联合体)(?:[（(][^（）()]{1,6}[）)])?$"
)
# What a company makes or does, rather than what it is: only the company can say whether it has one.
_NOT_THE_COMPANY = re.compile(r"(?:项目|企业|品牌|产品|装备|集群|联盟)(?:[（(][^（）()]{1,6}[）)])?$")
_REGION_HERE = re.compile(
    r"(?P<name>(?:在)?(?:本|我|全)(?:市|省|县|区)|市内|省内|[\u4e00-\u9fff]{2,6}?(?:省|市|县|区))"
    r"(?:行政区域|辖区|区域|范围)?(?:内|境内)?(?:依法)?(?:登记)?(?:注册|纳税|登记|设立|从事|生产经营)"
)
_NO_REGION = re.compile(r"[等外内的]|发达|开发|园|示范")  # 上海等发达地区, 市外: not where one registers
_REGION_LEAD = re.compile(r"^(?:本|我)(?:市|省|县|区)|^(?:市|省|县|区)内")
_INDUSTRY = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,12}?)(?:产业|行业|领域)(?:的)?(?:企业|项目|单位|中小企业)?$|"
    r"^(?P<plain>制造业|工业|服务业|软件|农业|商贸|建筑业|物流|文化)(?:类)?(?:企业|单位)$"
)
_SECTOR = re.compile(r"(?:制造业|工业|服务业|建筑业)(?:类)?(?:企业|单位)$")
_SIZE = re.compile(r"^(?:规模以[上下])?(?P<size>中小微|中小|小微|微型|小型|中型|大中型|大型)企业$")
_NAME_TAG = re.compile(r"【[^】]*】")  # 【附加】: a heading in brackets
_BARE_NOUNS = frozenset(
    {"项目", "贷款", "机构", "平台", "中心", "基地", "园区", "产品"}
)  # name nobody in particular
_GENERIC_ITEM = re.compile(
    r"^(?:上述|以上|该|此类|符合(?:下列|以下|上述)?(?:规定|要求)?条件|符合条件)(?:的)?"
)
_CUTS = re.compile(
    r"[，,；;]|、?且(?!不)|(?<=[\u4e00-\u9fff])并(?=通过|完成|按|实现|将|在|达到|经|签订|达|具有|具备|取得|已)|同时(?=满足|符合|具备)"
)
# 、 before another figure with words of its own: 在境外设立研发中心、年度研发支出超过500万元.
_FIGURE_NEXT = re.compile(
    r"、(?=(?:上?年度?|近[一二两三]年|企业)?(?:研发|营业|销售|主营|资产负债|年度供货|注册资|成立(?:时间)?[不满超])[^、，。；]{0,24}?\d)"
    r"|、(?=成立(?:不满|满|不超过)|年度[^、，。；]{2,8}(?:超过|达到|不低于)\d)|、(?=在本市缴纳)"
)
_LEADS = re.compile(
    r"(?:的|其中|同时|且|并|凡|对于|对|企业(?=[^\s]{2})|须|应当?|应|必须|需|是|为(?=有效期)|上述)+"
)
# 6.对于因疫情影响暂停的项目, 第三条【技改】总投资
_ITEM = re.compile(
    r"(?:\d{1,2}[.．、](?=[一-鿿【])|第[一二三四五六七八九十百]{1,4}条(?!的|规定|款))"
    r"[ \u3000]*(?:【[^】]{1,10}】)?"
)
_LEVEL_AT_LEAST = re.compile(r"(?:市|省|国家)级(?:及)?以上")

_HOLDER = re.compile(r"(?P<who>[一-鿿]{0,8}?企业)(?=的?(?:上一?年度?|年度|当年)?[一-鿿])")
_MARK_ONLY = re.compile(r"(?:首次|新|重新|再次)?(?:通过|获得)?(?:认定|评定|备案|入库)?")

_numbers = count(1)


def read_recipient(words: str) -> RecipientKind:
    """What sort of recipient a name means; a company unless its words say another."""
    bare = words.strip("的等，, ")
    if not bare:
        return RecipientKind.UNNAMED
    patterns = vocabulary().recipients
    for kind in (RecipientKind.PERSON, RecipientKind.BANK, RecipientKind.GOVERNMENT):
        if re.search(rf"(?:{patterns[kind.value].pattern})$", bare):
            return kind
    return RecipientKind.COMPANY


def is_generic(words: str) -> bool:
    """Whether a recipient's name says nothing but that it is a company: 企业, 申报单位."""
    return bool(vocabulary().recipients["generic"].fullmatch(words.strip("的等 ")))


def is_cost(words: str) -> bool:
    """Whether the words name an expense rather than a recipient: 知识产权质押评估费用."""
    return bool(re.search(rf"(?:{vocabulary().recipients['cost'].pattern})$", words.strip("的等 ")))


def read_conditions(
    text: str, start: int, end: int, *, wanted: bool = True, general: bool = False
) -> list[Condition]:
    """The conditions in ``text[start:end]``, in order; together they cover all that is said there."""
    found: list[Condition] = []
    for piece in _pieces(text, start, end):
        before = next((one.field for one in reversed(found) if one.field), None)
        found += _read_piece(text, piece, before, wanted=wanted, general=general)
    return found


def read_whole(made: Condition) -> list[Condition]:
    """What the words of a condition are as one piece; [] where they name no recognition."""
    return _qualification(made)


def _pieces(text: str, start: int, end: int) -> list[Span]:
    edges, depth, at = [start], 0, start
    cuts = {match.start(): match.end() for match in _CUTS.finditer(text, start, end)}
    cuts |= {match.start(): match.start() + 1 for match in _FIGURE_NEXT.finditer(text, start, end)}
    while at < end:
        depth += text[at] in "（(“《"
        depth -= text[at] in "）)”》"
        if depth <= 0 and at in cuts:
            edges += [at, cuts[at]]
            at = cuts[at]
            continue
        at += 1
    edges.append(end)
    spans = [trim(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [span for span in spans if span is not None]


def _read_piece(text: str, span: Span, before: str | None, *, wanted: bool, general: bool) -> list[Condition]:
    start, end = _stripped(text, *span)
    if start >= end:
        return []
    words = text[start:end]
    made = Condition(ConditionKind.OTHER, start, end, words, wanted=wanted, general=general)
    found = (
        _with_holder(text, figure_conditions(text, made, before))
        or growth_conditions(made, before)
        or _split_name(text, made)
        or _statement(made)
        or _qualification(made)
    )
    found = found or _place(made)
    return found or ([] if _GENERIC_ITEM.fullmatch(words) or is_generic(words) else [made])


def _with_holder(text: str, found: list[Condition]) -> list[Condition]:
    """规上工业企业 | 研发费用占营业收入比重达3%: whose figure it is, in place of the piece once more."""
    if len(found) < 2 or found[-1].kind is not ConditionKind.OTHER:
        return found
    whole = found[-1]
    holder = _HOLDER.match(text, whole.start, whole.end)
    if holder is None:
        return found
    named = replace(whole, end=holder.end("who"), words=holder["who"])
    read = _named(named, named.words, Recognition.HELD) or _place(named)
    if not read or figures_only(found[0].words.removeprefix(holder["who"]), text, found[:-1]):
        return [*found[:-1], *read] if read else found
    return [*found[:-1], *read, whole]


def _stripped(text: str, start: int, end: int) -> Span:
    if text[start : start + 1] == "于" and text[start - 1 : start] == "对":
        start += 1
    label = _ITEM.match(text, start, end)
    start = label.end() if label else start
    lead = _LEADS.match(text, start, end)
    start = lead.end() if lead else start
    while end > start and text[end - 1] in "的，,。；; ":
        end -= 1
    return start, end


def _split_name(text: str, made: Condition) -> list[Condition]:
    """具有独立法人资格的规模以上工业企业: what is said of it, and what it is."""
    at = last_de(text, made.start, made.end)
    if at is None:
        return []
    name, said = text[at + 1 : made.end], text[made.start : at]
    what = replace(made, start=at + 1, words=name)
    generic = is_generic(name)
    if _MARK_ONLY.fullmatch(said) or not (
        generic or read_qualification(name).listed or _SIZE.match(name) or _SECTOR.match(name)
    ):
        return []
    lead = replace(made, end=at, words=said)
    read = _statement(lead) or _place(lead)
    if generic or _VALID.search(said):
        return read
    if _NEW_MARK.match(said) or _RENEWED.match(said) or _HOLDING.match(said):
        return []
    return [*(read or [lead]), *(_named(what, name, Recognition.HELD) or _place(what))]


def _statement(made: Condition) -> list[Condition]:
    bad = vocabulary().good.search(made.words) is None
    denied = vocabulary().negation.search(made.words) is not None
    holds = made.wanted if not bad else (made.wanted == denied)
    return [
        replace(made, kind=ConditionKind.STATEMENT, field=field, wanted=holds)
        for field in _statement_fields(made.words)
    ]


def _statement_fields(words: str) -> list[str]:
    """The fields that the words speak of; where patterns meet (环境违法行为) the one that begins first."""
    spans = sorted(
        (match.start(), -match.end(), entry.field)
        for entry in vocabulary().statements
        for match in entry.words.finditer(words)
    )
    found: dict[str, None] = {}
    past = 0
    for start, end, field in spans:
        if start >= past:
            found[field] = None
            past = -end
    return list(found)


def _qualification(made: Condition) -> list[Condition]:
    words = made.words
    recognition = Recognition.HELD
    as_new = _NEW_AS.search(words)
    if as_new is not None and _NOBODY_ELSE.fullmatch(words[: as_new.start()]):
        words, recognition = as_new["name"], Recognition.NEW
    elif _RENEWED.search(words):
        recognition = Recognition.RENEWED
        words = _RENEWED.sub("", words).lstrip("的为")
    else:
        mark = _NEW_MARK.match(words)
        if mark is not None:
            recognition = Recognition.NEW
            words = mark["rest"].lstrip("的为")
        words = _VALID.sub("", _HOLDING.sub("", words)).lstrip("的")
    if not words:
        return [replace(made, kind=ConditionKind.QUALIFICATION, recognition=recognition)]
    return _named(made, words, recognition)


def _named(made: Condition, words: str, recognition: Recognition) -> list[Condition]:
    names = [_RECOGNISED_LIST.sub("", name) for name in re.split(r"或者?|/", words) if name]
    names = [name for name in names if name]
    read = [read_qualification(name) for name in names]
    by_form = recognition is not Recognition.HELD and all(_RECOGNISING_NOUN.search(name) for name in names)
    if not names or not (by_form or all(one.listed for one in read)):
        return []
    shared = _shared_level(names[0]) if len(names) > 1 else ""
    told = [names[0], *((name if read_qualification(name).level else shared + name) for name in names[1:])]
    group = next(_numbers) if len(told) > 1 else None
    return [
        replace(
            made,
            kind=ConditionKind.QUALIFICATION,
            name=name,
            recognition=recognition,
            alternative=group,
        )
        for name in told
    ]


def _shared_level(name: str) -> str:
    """省级企业技术中心或工程技术研究中心: the level of the first holds for the second."""
    match = re.match(r"(?:国家级|省级|市级)", name)
    return match[0] if match else ""


def _place(made: Condition) -> list[Condition]:
    here = _REGION_HERE.search(made.words)
    if here is not None and not _NO_REGION.search(here["name"]):
        return [replace(made, kind=ConditionKind.REGION, name=here["name"].removeprefix("在"))]
    size = _SIZE.match(made.words)
    if size is not None:
        return [replace(made, kind=ConditionKind.SIZE, name=size["size"])]
    industry = _INDUSTRY.search(made.words)
    if industry is not None:
        name = industry["name"] or industry["plain"]
        return [replace(made, kind=ConditionKind.INDUSTRY, name=name)]
    return []


def recipient_conditions(recipient: Located[str]) -> list[Condition]:
    """What being this recipient asks of a company: a qualification, a size, an industry, or being it."""
    if recipient.start is None or recipient.end is None:
        return []
    made = Condition(ConditionKind.OTHER, recipient.start, recipient.end, recipient.value)
    words = recipient.value.strip("的等 ")
    found: list[Condition] = []
    lead = _REGION_LEAD.match(words)
    if lead is not None:
        found.append(replace(made, kind=ConditionKind.REGION, name=lead[0]))
        words = words[lead.end() :]
    if not words or is_generic(words) or words in _BARE_NOUNS or _NAME_TAG.fullmatch(words):
        return found
    made = replace(made, words=words)
    marked = _NEW_MARK.match(words) is not None or _RENEWED.match(words) is not None
    return found + ((marked and _qualification(made)) or _being(made))


def _being(made: Condition) -> list[Condition]:
    named = _named(made, made.words, Recognition.HELD)
    if named:
        return named
    placed = _place(made)
    if placed:
        return placed
    if _RECOGNISING_NOUN.search(made.words) and not _NOT_THE_COMPANY.search(made.words):
        return [replace(made, kind=ConditionKind.QUALIFICATION, name=made.words)]
    return [made]

"""Figures to be reached and figures reported: 高新技术企业达到100家以上, 培育龙头企业50家, 占比73.9%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import fact_words as words
from ingest.phrases import Span, split_in_step, trim
from ingest.sentences import enclosed_spans, split_clauses
from ingest.types import Instrument, Located, Quantity, QuantityKind

LONGEST_NAME_CHARS = 40  # an indicator's name; a longer stretch is a sentence about something else
SHORTEST_NAME_CHARS = 2

_LEAD = re.compile(rf"^(?:{words.AIM_LEADS})")
_MAKING = re.compile(rf"(?:{words.MAKING_VERBS})")
_MAKING_LEAD = re.compile(rf"^(?:{words.MAKING_VERBS})了?(?:各类|一批)?")
_REACHING_END = re.compile(
    rf"(?:分别|各|均|总数|总量|数量|同比|年均|平均|累计|力争|已|将|预计|超额)?(?:{words.REACHING_VERBS})"
    r"(?:了|到|至|为|不低于|不少于|超过|约|近|人民币)?$"
)
_BOUND_END = re.compile(
    r"(?:不低于|不少于|至少|不超过|超过|超|约|近|突破|达到|达|最高|力争|分别|各|均|总数|累计|左右)$"
)
_MAKING_END = re.compile(rf"(?:{words.MAKING_VERBS})了?(?:一批)?$")
_PLAIN_MAKING = re.compile(rf"(?:{words.PLAIN_MAKING_VERBS})")
_FROM = re.compile(r"[从由](?P<then>[^，,。；;从由]{0,12})$")
_TO = re.compile(
    r"(?:提升|提高|增加|增长|上升|扩大|下降|降低|减少|缩短|压缩|压减|降|升|增)(?:到|至|为)(?:目前的?|现在的?|[^，,。；;]{0,8}的)?$"
)
_NAME_AFTER = re.compile(
    r"(?:及?以[上下]|左右)?+(?:规模)?+的?"
    r"(?P<name>(?:[\d.十百千]{1,6}亿元?级)?+[^，,。；;、（）()\n\d]{2,24})"
)
# 装备制造、现代医药2个500亿级产业集群: the tier says what is counted; the names before it are members.
_TIER = re.compile(r"(?:[\d.]{1,6}|[一二三五十百千]{1,3})[万亿]元?级")
_TIERED_NOUN = re.compile(r"[万亿]元?级(?P<noun>[一-鿿]{2,8}?)(?=[，,。；;、（）()和及\n]|$)")
_PREDICATE = re.compile(
    r"(?:达到|突破|超过|获|完成|实现|入选|入围|纳入|有|被|成为|参加|到企业|进行|开展|实施|列入|投入|建成|通过|和|及|以及|在)"
)
_CONDITION_AFTER = re.compile(r"(?:及?以[上下内]|左右)?(?:的|企业有|企业成为)|以[上下](?:项目|企业有)")
_MONEY_MODIFIER = re.compile(r"元?级|以[上下][一-鿿]{0,8}(?:项目|企业|贷款|园区|产业|集群)")
_INSTALMENT = re.compile(r"(?:拨付|发放|兑付|支付|承担|分担)(?:其中的?|余下|剩余)?$")
_OBJECT_BEFORE = re.compile(r"(?:(?<![重额数率量别度比积])为|向|对|与|给|帮助|服务)$")  # 为136家企业开展诊断
_SOURCE = re.compile("[从由]")
_LISTED = re.compile(r"(?:以[上下])?\s*[、和及与]\s*")
_COMPARED = re.compile(r"(?:较|比|同比|与)(?:上年|去年|同期)?$")
_COMPARED_WITH = re.compile(r"(?:较|比|与)(?:\d{4}年|上年|去年)[^，,。；;]{0,6}$")
_REPEATING = re.compile(rf"(?:{words.REPEATING_SUBJECTS}|达到|达|为|的)+")
_AIM = re.compile(words.AIM_MARKERS)
_DONE = re.compile(words.DONE_MARKERS)
_SEPARATORS = "，,、；;：:。 \u3000\n"
COUNTED_UNITS_OF_TIME = frozenset({"岁", "课时", "学时", "分"})


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure with the name of what it measures."""

    amount: Quantity
    subject: Located[str]


def find_aims(text: str, sentence: Span, quantities: Sequence[Quantity]) -> list[Aim]:
    """The measured figures of a sentence that is known to be about aims or results, in order."""
    reader = _Reader(text, sentence, quantities)
    found: list[Aim] = []
    for group in reader.groups():
        found += reader.read(group, found)
    return found


class _Reader:
    """One sentence with its clauses and quantities."""

    def __init__(self, text: str, sentence: Span, quantities: Sequence[Quantity]) -> None:
        self._text = text
        self._sentence = sentence
        self._quantities = quantities
        self._clauses = split_clauses(text, *sentence)

    def groups(self) -> list[list[Quantity]]:
        """Quantities one by one, those of a list in step (达到20%、30%) together."""
        groups: list[list[Quantity]] = []
        for quantity in self._quantities:
            if quantity.kind in (QuantityKind.DATE, QuantityKind.DURATION):
                continue
            if quantity.unit in COUNTED_UNITS_OF_TIME or self._is_modifier(quantity):
                continue
            if groups and _LISTED.fullmatch(self._text, groups[-1][-1].end, quantity.start):
                groups[-1].append(quantity)
            else:
                groups.append([quantity])
        return groups

    def read(self, group: list[Quantity], found: Sequence[Aim]) -> list[Aim]:
        """The group's figures, each with its name; [] for a figure of a condition or of the past."""
        text, first = self._text, group[0]
        if _CONDITION_AFTER.match(text, group[-1].end) or _FROM.search(text, self._sentence[0], first.start):
            return []
        tier = _tier_name(text, group[-1].end, self._sentence[1])
        if tier is not None:
            return [Aim(quantity, tier) for quantity in group]
        after = _name_after(text, group[-1].end, self._sentence[1])
        if after is not None and _follows_named_after(text, first, found):
            return _all_about(text, group, after)
        start = self._segment_start(first)
        before = self._before(group, start, named_after=after is not None)
        parts = split_in_step(text, *before, len(group)) if before is not None and len(group) > 1 else None
        if parts is not None:
            return [Aim(q, Located(text[slice(*part)], *part)) for q, part in zip(group, parts, strict=True)]
        span = before or after
        if span is not None:
            return _all_about(text, group, span)
        subject = _repeated(text, start, first, found) or self._made_before(start)
        return [] if subject is None else [Aim(quantity, subject) for quantity in group]

    def _before(self, group: list[Quantity], start: int, *, named_after: bool) -> Span | None:
        """The name before the figure, None where the words before are only verbs or an object."""
        text, first = self._text, group[0]
        name = _name_before(text, *(self._raised(first) or (start, first.start)))
        if name is None:
            return None
        counted = first.kind is QuantityKind.COUNT and named_after
        if counted and _OBJECT_BEFORE.search(text, self._sentence[0], first.start):
            return None
        verb = _MAKING_END.search(text, *name)
        if verb is None:
            return name
        # 院士工作站建立8家 is named before its verb, 推动实施487个项目 after it.
        return (
            None if named_after or verb.start() - name[0] < SHORTEST_NAME_CHARS else (name[0], verb.start())
        )

    def _clause_of(self, position: int) -> int:
        starts = [clause[0] for clause in self._clauses if clause[0] <= position]
        return starts[-1] if starts else self._sentence[0]

    def _is_modifier(self, quantity: Quantity) -> bool:
        """500亿级产业集群, 亿元以上项目, 立项后拨付50%: no aim of its own."""
        if quantity.kind is QuantityKind.MONEY and _MONEY_MODIFIER.match(self._text, quantity.end):
            return True
        share = quantity.kind is QuantityKind.RATIO
        return share and bool(_INSTALMENT.search(self._text, self._sentence[0], quantity.start))

    def _raised(self, quantity: Quantity) -> Span | None:
        """从15亿元提高到20亿元: where the words before 从 stand, which name the second figure too."""
        raised = _TO.search(self._text, self._sentence[0], quantity.start)
        sources = _SOURCE.finditer(self._text, self._sentence[0], raised.start()) if raised else iter(())
        last = max((source.start() for source in sources), default=-1)
        start = self._clause_of(last) if last >= 0 else 0
        return (start, last) if start < last else None

    def _segment_start(self, first: Quantity) -> int:
        """Where the words about this figure begin: after the figure before it, or with its clause."""
        start = self._clause_of(first.start)
        for quantity in self._quantities:
            if not start < quantity.end <= first.start or self._is_modifier(quantity):
                continue
            if quantity.day is not None and _COMPARED.search(self._text, start, quantity.start):
                continue
            start = quantity.end
        mark = max(self._text.rfind(mark, start, first.start) for mark in "、：:")
        return mark + 1 if mark >= start and _MAKING.search(self._text, mark, first.start) else start

    def _made_before(self, start: int) -> Located[str] | None:
        """牵头组建创新联合体，三年累计组建15个: the thing made is named in the clause before."""
        clauses = [clause for clause in self._clauses if clause[1] <= start]
        span = trim(self._text, *clauses[-1]) if clauses else None
        verbs = list(_PLAIN_MAKING.finditer(self._text, *span)) if span else []
        if span is None or not verbs:
            return None
        length = span[1] - verbs[-1].end()
        if not SHORTEST_NAME_CHARS <= length <= LONGEST_NAME_CHARS:
            return None
        return Located(self._text[verbs[-1].end() : span[1]], verbs[-1].end(), span[1])


def _all_about(text: str, group: list[Quantity], span: Span) -> list[Aim]:
    return [Aim(quantity, Located(text[slice(*span)], *span)) for quantity in group]


def _follows_named_after(text: str, quantity: Quantity, found: Sequence[Aim]) -> bool:
    """22家重点企业、42个重点项目: once names follow their figures, the rest of the list does likewise."""
    if not found or found[-1].subject.start is None or found[-1].subject.end is None:
        return False
    if found[-1].subject.start < found[-1].amount.end or found[-1].subject.end > quantity.start:
        return False
    return not text[found[-1].subject.end : quantity.start].strip("、和及与，, ")


def _name_before(text: str, start: int, end: int) -> Span | None:
    """The indicator named before the figure: X达到, 培育X."""
    first, last = start, end
    while first < last and text[first] in _SEPARATORS:
        first += 1
    tail = re.match(r"(?:及?以[上下内]|左右)?(?:的|，|,|、|期间|内|前|末|底)*", text[first:last])
    first += tail.end() if tail else 0
    first = _strip_leads(text, first, last)
    stretch = text[first:last]
    reaching = _REACHING_END.search(stretch)
    if reaching is not None:
        last = first + reaching.start()
        compared = _COMPARED_WITH.search(text[first:last])
        last = first + compared.start() if compared else last
    else:
        while (bound := _BOUND_END.search(text[first:last])) is not None:
            last = first + bound.start()
    making = _MAKING_LEAD.match(text[first:last])
    if making is not None and first + making.end() < last:
        first = _strip_leads(text, first + making.end(), last)
    quoted = enclosed_spans(text, first, last)
    for verb in _PLAIN_MAKING.finditer(text, first, last):
        if any(opening <= verb.start() < closing for opening, closing in quoted):
            continue
        if last - verb.end() >= SHORTEST_NAME_CHARS:
            first = _strip_leads(text, verb.end(), last)
    while last > first and text[last - 1] in _SEPARATORS:
        last -= 1
    name = text[first:last]
    if not SHORTEST_NAME_CHARS <= len(name) <= LONGEST_NAME_CHARS or _MAKING.fullmatch(name):
        return None
    return None if _REPEATING.fullmatch(name.rsplit("、", 1)[-1]) else (first, last)


def _strip_leads(text: str, first: int, last: int) -> int:
    while first < last:
        lead = _LEAD.match(text[first:last])
        if lead is None and text[first] not in _SEPARATORS:
            break
        first += lead.end() if lead is not None else 1
    return first


def _name_after(text: str, end: int, stop: int) -> Span | None:
    """新增5家“小巨人”企业: the noun after the figure, up to its verb."""
    match = _NAME_AFTER.match(text, end, stop)
    if match is None:
        return None
    first, last = match.span("name")
    predicate = _PREDICATE.search(text, first + 2, last)
    last = predicate.start() if predicate else last
    return (first, last) if last - first >= SHORTEST_NAME_CHARS else None


def _tier_name(text: str, end: int, stop: int) -> Located[str] | None:
    """The tier right after a figure with its noun, which a list may keep for its last member."""
    tier = _TIER.match(text, end, stop)
    if tier is None:
        return None
    own = _TIERED_NOUN.match(text, tier.end() - 2, stop)
    if own is not None:
        return Located(text[tier.start() : own.end()], tier.start(), own.end())
    shared = _TIERED_NOUN.search(text, tier.end(), stop)
    return Located(tier[0] + (shared["noun"] if shared else ""), *tier.span())


def _repeated(text: str, start: int, quantity: Quantity, found: Sequence[Aim]) -> Located[str] | None:
    """培育高新技术企业75家、总数达到443家: the second figure is of the first's subject."""
    stretch = text[start : quantity.start].strip(_SEPARATORS)
    if found and (not stretch or _REACHING_END.fullmatch(stretch)):
        return found[-1].subject
    if found and any(mark in text[start : quantity.start] for mark in words.REPEATING_SUBJECTS.split("|")):
        return found[-1].subject
    return None


def tense(sentence: str, *, reporting: bool, aiming: bool) -> Instrument | None:
    """Whether a sentence states aims or results; ``reporting``, ``aiming``: what its place suggests."""
    aim = _AIM.search(sentence) is not None
    done = bool(_DONE.search(sentence) or (reporting and re.search(words.REPORTED_MARKERS, sentence)))
    if done and not re.search(words.FUTURE_MARKERS, sentence) and not (aiming and not reporting):
        return Instrument.RESULT
    if re.search(words.FUTURE_MARKERS, sentence) or aiming:
        return Instrument.TARGET
    if reporting:
        return Instrument.RESULT
    return Instrument.TARGET if aim else None

"""Figures to be reached and figures reported: 高新技术企业达到100家以上, 培育龙头企业50家, 占比73.9%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import fact_words as words
from ingest.phrases import split_in_step
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
_PREDICATE = re.compile(
    r"(?:达到|突破|超过|获|完成|实现|入选|入围|纳入|有|被|成为|参加|到企业|进行|开展|实施|列入|投入|建成|通过|和|及|以及|在)"
)
_CONDITION_AFTER = re.compile(
    r"(?:及?以[上下内]|左右)?(?:的(?=[一-鿿])|企业有|企业成为)|以[上下](?:项目|企业有)"
)
_MONEY_MODIFIER = re.compile(r"元?级|以[上下][一-鿿]{0,8}(?:项目|企业|贷款|园区|产业|集群)")
_INSTALMENT = re.compile(r"(?:拨付|发放|兑付|支付|承担|分担)(?:其中的?|余下|剩余)?$")
_COMPARED = re.compile(r"(?:较|比|同比|与)(?:上年|去年|同期)?$")
_COMPARED_WITH = re.compile(r"(?:较|比|与)(?:\d{4}年|上年|去年)[^，,。；;]{0,6}$")
_REPEATING = re.compile(rf"(?:{words.REPEATING_SUBJECTS}|达到|达|为|的)+")
_AIM = re.compile(words.AIM_MARKERS.rstrip("|"))
_DONE = re.compile(words.DONE_MARKERS)
_SEPARATORS = "，,、；;：:。 \u3000\n"
COUNTED_UNITS_OF_TIME = frozenset({"岁", "课时", "学时", "分"})


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure with the name of what it measures."""

    instrument: Instrument  # TARGET or RESULT
    amount: Quantity
    subject: Located[str]


def find_aims(
    text: str, sentence: tuple[int, int], quantities: Sequence[Quantity], instrument: Instrument
) -> list[Aim]:
    """The measured figures of a sentence that is known to be about aims or results, in order."""
    measured = [quantity for quantity in quantities if quantity.kind is not QuantityKind.DATE]
    found: list[Aim] = []
    for group in _groups(text, sentence, quantities):
        found += _read_group(text, sentence, group, quantities, instrument, found)
    return found if measured else []


def _groups(text: str, sentence: tuple[int, int], quantities: Sequence[Quantity]) -> list[list[Quantity]]:
    """Quantities one by one, those of a list in step (达到20%、30%) together."""
    groups: list[list[Quantity]] = []
    for quantity in quantities:
        if quantity.kind in (QuantityKind.DATE, QuantityKind.DURATION):
            continue
        if quantity.unit in COUNTED_UNITS_OF_TIME or _is_modifier(text, sentence, quantity):
            continue
        if groups and re.fullmatch(
            r"(?:以[上下])?\s*[、和及与]\s*", text[groups[-1][-1].end : quantity.start]
        ):
            groups[-1].append(quantity)
        else:
            groups.append([quantity])
    return groups


def _is_modifier(text: str, sentence: tuple[int, int], quantity: Quantity) -> bool:
    """500亿级产业集群, 亿元以上项目, 立项后拨付50%: no aim of its own."""
    if quantity.kind is QuantityKind.MONEY and _MONEY_MODIFIER.match(text, quantity.end):
        return True
    return quantity.kind is QuantityKind.RATIO and bool(_INSTALMENT.search(text, sentence[0], quantity.start))


def _read_group(
    text: str,
    sentence: tuple[int, int],
    group: list[Quantity],
    quantities: Sequence[Quantity],
    instrument: Instrument,
    found: Sequence[Aim],
) -> list[Aim]:
    if _CONDITION_AFTER.match(text, group[-1].end) or _FROM.search(text, sentence[0], group[0].start):
        return []
    if _follows_named_after(text, group[0], found):
        after = _name_after(text, group[-1].end, sentence[1])
        if after is not None:
            return [Aim(instrument, quantity, Located(text[slice(*after)], *after)) for quantity in group]
    start = _segment_start(text, sentence, group[0], quantities)
    before = _name_before(text, *(_raised(text, sentence, group[0]) or (start, group[0].start)))
    if before is not None and _MAKING_END.search(text[before[0] : before[1]]):
        verb = _MAKING_END.search(text[before[0] : before[1]])
        shorter = (before[0], before[0] + verb.start()) if verb else before
        after = _name_after(text, group[-1].end, sentence[1])
        before = None if after or shorter[1] - shorter[0] < SHORTEST_NAME_CHARS else shorter
    if before is not None and len(group) > 1:
        parts = split_in_step(text, *before, len(group))
        if parts is not None:
            return [
                Aim(instrument, quantity, Located(text[first:last], first, last))
                for quantity, (first, last) in zip(group, parts, strict=True)
            ]
    span = before or _name_after(text, group[-1].end, sentence[1])
    if span is None:
        subject = _repeated(text, start, group[0], found) or _made_before(text, sentence, start)
    else:
        subject = Located(text[span[0] : span[1]], *span)
    return [] if subject is None else [Aim(instrument, quantity, subject) for quantity in group]


def _follows_named_after(text: str, quantity: Quantity, found: Sequence[Aim]) -> bool:
    """22家重点企业、42个重点项目: once names follow their figures, the rest of the list does likewise."""
    if not found or found[-1].subject.start is None or found[-1].subject.end is None:
        return False
    if found[-1].subject.start < found[-1].amount.end or found[-1].subject.end > quantity.start:
        return False
    return not text[found[-1].subject.end : quantity.start].strip("、和及与，, ")


def _raised(text: str, sentence: tuple[int, int], quantity: Quantity) -> tuple[int, int] | None:
    """从15亿元提高到20亿元: where the words before 从 stand, which name the second figure too."""
    raised = _TO.search(text, sentence[0], quantity.start)
    source = None
    if raised is not None:
        for match in re.compile("[从由]").finditer(text, sentence[0], raised.start()):
            source = match
    if source is None:
        return None
    start = sentence[0]
    for clause in split_clauses(text, *sentence):
        if clause[0] <= source.start():
            start = clause[0]
    return (start, source.start()) if start < source.start() else None


def _segment_start(
    text: str, sentence: tuple[int, int], first: Quantity, quantities: Sequence[Quantity]
) -> int:
    """Where the words about this figure begin: after the figure before it, or at the start of its clause."""
    start = sentence[0]
    for clause in split_clauses(text, *sentence):
        if clause[0] <= first.start:
            start = clause[0]
    for quantity in quantities:
        if not start < quantity.end <= first.start or _is_modifier(text, sentence, quantity):
            continue
        if quantity.day is not None and _COMPARED.search(text, start, quantity.start):
            continue
        start = quantity.end
    mark = max(text.rfind(mark, start, first.start) for mark in "、：:")
    return mark + 1 if mark >= start and _MAKING.search(text, mark, first.start) else start


def _name_before(text: str, start: int, end: int) -> tuple[int, int] | None:
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


def _name_after(text: str, end: int, stop: int) -> tuple[int, int] | None:
    """新增5家“小巨人”企业: the noun after the figure, up to its verb."""
    match = _NAME_AFTER.match(text, end, stop)
    if match is None:
        return None
    first, last = match.span("name")
    predicate = _PREDICATE.search(text, first + 2, last)
    last = predicate.start() if predicate else last
    return (first, last) if last - first >= SHORTEST_NAME_CHARS else None


def _repeated(text: str, start: int, quantity: Quantity, found: Sequence[Aim]) -> Located[str] | None:
    """培育高新技术企业75家、总数达到443家: the second figure is of the first's subject."""
    stretch = text[start : quantity.start].strip(_SEPARATORS)
    if found and (not stretch or _REACHING_END.fullmatch(stretch)):
        return found[-1].subject
    if found and any(mark in text[start : quantity.start] for mark in words.REPEATING_SUBJECTS.split("|")):
        return found[-1].subject
    return None


def _made_before(text: str, sentence: tuple[int, int], start: int) -> Located[str] | None:
    """牵头组建创新联合体，三年累计组建15个: the thing made is named in the clause before."""
    clauses = [clause for clause in split_clauses(text, *sentence) if clause[1] <= start]
    if not clauses:
        return None
    verbs = list(_PLAIN_MAKING.finditer(text, *clauses[-1]))
    last = clauses[-1][1]
    while last > clauses[-1][0] and text[last - 1] in _SEPARATORS:
        last -= 1
    if not verbs or not SHORTEST_NAME_CHARS <= last - verbs[-1].end() <= LONGEST_NAME_CHARS:
        return None
    return Located(text[verbs[-1].end() : last], verbs[-1].end(), last)


def tense(sentence: str, *, reporting: bool, aiming: bool) -> Instrument | None:
    """Whether a sentence states aims or results; ``reporting``, ``aiming``: what its place suggests."""
    aim, done = _AIM.search(sentence) is not None, _DONE.search(sentence) is not None
    if done and not re.search(words.FUTURE_MARKERS, sentence) and not (aiming and not reporting):
        return Instrument.RESULT
    if re.search(words.FUTURE_MARKERS, sentence) or aiming:
        return Instrument.TARGET
    if reporting:
        return Instrument.RESULT
    return Instrument.TARGET if aim else None

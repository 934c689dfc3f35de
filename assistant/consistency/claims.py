"""What a document says of whom, in comparable form: its facts with everything that tells them apart.

Two claims with one key have the same instrument, unit, role (cap, floor, plain figure), beneficiary or
indicator, condition and period. A word that ``lexicon`` does not know to be neutral is part of the key, so
首次认定 and 重新认定, 国家级 and 省级, 租房补贴 and 生活补贴 never meet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.consistency.frames import Span, names_something, read_frame, shown
from assistant.consistency.lexicon import word_pattern
from assistant.consistency.lines import Figures
from assistant.consistency.rows import RowWords, read_rows
from assistant.consistency.types import Claim
from assistant.consistency.values import unit_of, value_of
from ingest import (
    CELL_MARK,
    Bound,
    Document,
    Fact,
    Instrument,
    Level,
    Quantity,
    QuantityKind,
    split_clauses,
)

# 奖励, 补助 and 奖补 are words for one thing: money that is given.
_FAMILIES = {Instrument.AWARD: "grant", Instrument.SUBSIDY: "grant"}
_AIMS = frozenset({Instrument.TARGET, Instrument.RESULT})
# Counted by a stretch of time or as a whole: another figure than the plain one.
_FIGURE = re.compile(r"[\d.]+[万亿]*")
# 装备制造、现代医药2个500亿级产业集群: what stands before are members, not the indicator.
_TIER = re.compile(r"(?:[\d.]+|[十百千]+)[万亿]元?级")
_GIVES = re.compile(
    r"按照?|给予|予以|一次性|奖励|奖补|补助|补贴|资助|贴息|补偿|最高|不超过|比例|标准|每[家户人个项件年月]"
)
_PREAMBLE = re.compile(
    r"(?:建立|健全|完善|加强|加大|加快|支持|鼓励|引导|推动|推进|实施|开展|落实|深化|强化|优化|扩大|促进)[^，,。；;]{2,24}[，,]"
)
_PAYER = re.compile(r"(?P<level>中央|国家|省|市|县|区)(?:本?级)?(?:[和、与]县?区?)?(?:财政|政府|人民政府)")
_LEVEL_MARKS = {
    Level.NATIONAL: "中央国家",
    Level.PROVINCIAL: "省市区",  # 直辖市, 自治区
    Level.MUNICIPAL: "市",
    Level.COUNTY: "县区市",
}
_PER_TIME = re.compile(r"年|月|天|日|季|累计|合计|总计|次")
_PER_SUM = re.compile(r"总额|累计|合计|总计|总共|总量")
_PER_EACH = {
    **dict.fromkeys(("每家", "单家", "单户", "每户", "户均", "每家企业", "单个企业"), "企业"),
    **dict.fromkeys(("每项", "单项", "单个项目"), "项目"),
    **dict.fromkeys(("每个", "单个"), ""),
}
# 新认定高新技术企业143家 is what came in a year, 高新技术企业达到612家 how many there are.
_ADDED = re.compile(r"新[增认培获建设引入]|净增|增加(?![到至])")
HEADING_SLACK_CHARS = 8  # a heading's lines are joined by one space, in the text by a break and indents
MIN_FRAME_CHARS = 2  # a single character says too little to compare by
_ONE_OFF = frozenset({"一次性", "的一次性"})


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The facts of one sentence with what stands around them."""

    document: Document
    span: Span
    facts: Sequence[Fact]
    quantities: Sequence[Quantity]
    clauses: Sequence[Span]
    rows: Mapping[int, RowWords] = field(default_factory=dict)  # by offset, of tables

    @property
    def row(self) -> RowWords:
        """What the table's row says, if it is one."""
        return self.rows.get(self.span[0], RowWords(()))

    def clause_of(self, at: int) -> Span:
        """The clause that holds a position."""
        found = [clause for clause in self.clauses if clause[0] <= at]
        return found[-1] if found else self.span

    def amounts(self, clause: Span) -> list[Quantity]:
        """The amounts that are given in a clause."""
        inside = (fact.amount for fact in self.facts if fact.amount is not None)
        return [amount for amount in inside if clause[0] <= amount.start < clause[1]]


def read_claims(figures: Figures, facts: Sequence[Fact]) -> tuple[Claim, ...]:
    """The comparable statements of a document, in order."""
    by_sentence: dict[Span, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.amount is not None:
            by_sentence[fact.start, fact.end].append(fact)
    document = figures.document
    rows = read_rows(document, facts)
    claims: list[Claim] = []
    for span, group in by_sentence.items():
        if word_pattern("hypothetical").search(document.text, *span):
            continue
        quantities = figures.within(*span)
        known = {quantity.start for quantity in quantities}
        cells = [fact.amount for fact in group if fact.amount and fact.amount.start not in known]
        quantities = sorted([*quantities, *cells], key=lambda quantity: quantity.start)
        sentence = _Sentence(document, span, group, quantities, split_clauses(document.text, *span), rows)
        for fact in group:
            claim = _aim(sentence, fact) if fact.instrument in _AIMS else _gift(sentence, fact)
            if claim is not None:
                claims.append(claim)
    return tuple(claims)


def _gift(sentence: _Sentence, fact: Fact) -> Claim | None:
    """What is given to whom; None where nobody is named."""
    amount = fact.amount
    if amount is None:
        return None
    text = sentence.document.text
    stretch = _gift_stretch(sentence, fact)
    spans = [*_spans_of(sentence, fact), *sentence.row.spans, stretch]
    heading = _heading_needed(sentence, fact, stretch)
    if heading is None:
        return None
    extra = heading + _composed(text, fact)
    given = {other.start for other in sentence.amounts(sentence.span)}
    frame = read_frame(text, spans, sentence.quantities, stated=given, extra=extra)
    if len(frame.words) < MIN_FRAME_CHARS:
        return None
    lead = text[sentence.clause_of(amount.start)[0] : amount.start]
    apart = "+" if word_pattern("apart").search(lead) else ""
    role = {Bound.AT_MOST: "cap", Bound.AT_LEAST: "floor"}.get(amount.bound, "figure")
    family = _FAMILIES.get(fact.instrument, fact.instrument.value)
    time, each = _per(amount, lead)
    payer = _payer(sentence, lead)
    key = f"{family}{apart}{payer}|{unit_of(amount)}|{role}|{time}|{frame.key}{sentence.row.figures}"
    return _claim(sentence, fact, key, each=each)


def _heading_needed(sentence: _Sentence, fact: Fact, stretch: Span) -> str | None:
    """'' where the sentence names somebody; else the section's heading, None if that names nobody either."""
    text = sentence.document.text
    named = "".join(text[slice(*span)] for span in _spans_of(sentence, fact))
    gives = _GIVES.search(text, *stretch)  # 创业担保贷款贴息比例为50%: what stands before names it
    named += text[stretch[0] : gives.start()] if gives else ""
    if names_something(named):
        return ""
    if not sentence.document.sections:
        return None
    section = sentence.document.sections[fact.section]
    heading = section.heading.removeprefix(section.label)
    return heading if names_something(heading) else None


def _aim(sentence: _Sentence, fact: Fact) -> Claim | None:
    """A figure to be reached, or reported; None where no indicator is named."""
    amount, subject = fact.amount, fact.subject
    if amount is None or subject is None or not names_something(subject.value):
        return None
    if fact.instrument is Instrument.RESULT and amount.bound is Bound.ABOUT:
        return None  # 700多家: a figure that is not meant to be exact contradicts nothing
    if any(_is_condition(sentence, clause) for clause in sentence.clauses if clause[1] <= amount.start):
        return None  # 比例达到1%的，按应缴费额的50%: one step of a scale
    text = sentence.document.text
    stretch = _aim_stretch(sentence, fact)
    if fact.instrument is Instrument.RESULT:  # what stands before it says of when and of whom it is told
        stretch = (sentence.span[0], stretch[1])
    dates = [quantity for quantity in sentence.quantities if quantity.kind is QuantityKind.DATE]
    stated = {amount.start, *(quantity.start for quantity in dates)}
    frame = read_frame(
        text,
        [*_spans_of(sentence, fact), *sentence.row.spans, stretch],
        sentence.quantities,
        stated=stated,
        extra=_composed(text, fact),
    )
    time, _ = _per(amount, "")
    time = "" if time == "sum" else time  # 累计达到500家 is 达到500家
    lead = text[sentence.clause_of(amount.start)[0] : max(amount.start, subject.end or 0)]
    added = "+" if _ADDED.search(lead) else ""
    key = f"{fact.instrument.value}{added}|{unit_of(amount)}|{time}|{frame.key}{sentence.row.figures}"
    if fact.instrument is Instrument.TARGET:
        return _claim(sentence, fact, key, year=fact.deadline.value.isoformat() if fact.deadline else "")
    named = [quantity.day for quantity in dates if quantity.start < amount.start and quantity.day is not None]
    year = named[-1].isoformat() if named else ""
    return _claim(sentence, fact, key, year=year, shared=bool(year))


def _is_condition(sentence: _Sentence, clause: Span) -> bool:
    return sentence.document.text[slice(*clause)].rstrip("，,").endswith("的")


def _payer(sentence: _Sentence, lead: str) -> str:
    """Who pays, if it is not the level that the document speaks for: 省级财政 in a city's paper."""
    region = sentence.document.metadata.region
    own = _LEVEL_MARKS.get(region.value.level, "") if region else ""
    named = _PAYER.search(lead)
    return "" if named is None or set(named["level"]) & set(own) else f"@{named['level']}"


def _composed(text: str, fact: Fact) -> str:
    """A subject that is put together from two places (国家级 and 牵头单位); '' for one that stands there."""
    subject = fact.subject
    if subject is None or subject.start is None or text[subject.start : subject.end] == subject.value:
        return ""
    return _FIGURE.sub("", subject.value)


def _claim(
    sentence: _Sentence, fact: Fact, key: str, *, year: str = "", shared: bool = True, each: str = ""
) -> Claim:
    amount = fact.amount
    assert amount is not None
    return Claim(
        key=key,
        subject=_shown_subject(sentence, fact),
        value=value_of(amount, sentence.document.text),
        start=sentence.span[0],
        end=sentence.span[1],
        figure=(amount.start, amount.end),
        section=fact.section,
        year=year,
        shared=shared,
        per=each,
    )


def _shown_subject(sentence: _Sentence, fact: Fact) -> str:
    """The subject as written; where the sentence leaves it to the heading, its condition or first words."""
    if len(sentence.row.names) > 1:
        return shown(" ".join(sentence.row.names))
    if fact.subject is not None and not _is_heading(sentence, fact):
        return shown(fact.subject.value)
    if fact.condition is not None:
        return shown(fact.condition.value)
    first = sentence.clauses[0] if sentence.clauses else sentence.span
    return shown(sentence.document.text[slice(*first)].rstrip("，,的"))


def _is_heading(sentence: _Sentence, fact: Fact) -> bool:
    """Whether the subject is only the section's heading, for want of a better one."""
    subject = fact.subject
    if subject is None or subject.start is None:
        return True
    if sentence.span[0] <= subject.start < sentence.span[1] or not sentence.document.sections:
        return False
    section = sentence.document.sections[fact.section]
    return subject.start < section.start + len(section.heading) + HEADING_SLACK_CHARS


def _spans_of(sentence: _Sentence, fact: Fact) -> list[Span]:
    """Where subject and condition stand; a heading that stands in for a subject is none."""
    parts = (None if _is_heading(sentence, fact) else fact.subject, fact.condition)
    text = sentence.document.text
    return [
        (_past_preamble(text, part.start, part.end), part.end)
        for part in parts
        if part and part.start is not None and part.end is not None
    ]


def _past_preamble(text: str, start: int, end: int) -> int:
    """建立健全奖励制度，获得…的: a clause of intent at the head of a condition is no part of it."""
    preamble = _PREAMBLE.match(text, start, end)
    return preamble.end() if preamble else start


def _gift_stretch(sentence: _Sentence, fact: Fact) -> Span:
    """The words around the amount that say what for: its clause, without the names of a list."""
    assert fact.amount is not None
    if CELL_MARK in sentence.document.text[slice(*sentence.span)]:
        return fact.amount.start, fact.amount.end
    clause = sentence.clause_of(fact.amount.start)
    given = sentence.amounts(clause)
    if len(given) > 1:
        return given[-1].end, clause[1]
    earlier = [sentence.clause_of(q.start)[1] for q in sentence.amounts((sentence.span[0], clause[0]))]
    since = max(earlier, default=sentence.span[0])
    opens = [start for start, _ in _spans_of(sentence, fact) if since <= start < fact.amount.start]
    return min(opens, default=since), clause[1]


def _aim_stretch(sentence: _Sentence, fact: Fact) -> Span:
    """From the figure before it in the clause to the figure and its name."""
    assert fact.amount is not None
    if CELL_MARK in sentence.document.text[slice(*sentence.span)]:
        return fact.amount.start, fact.amount.end  # a row's other cells say nothing of this one
    clause = sentence.clause_of(fact.amount.start)
    if _TIER.match(sentence.document.text, fact.amount.end):
        return fact.amount.start, fact.amount.end
    ends = [q.end for q in sentence.quantities if clause[0] < q.end <= fact.amount.start]
    last = fact.amount.end
    if fact.subject is not None and fact.subject.end is not None and fact.subject.end <= clause[1]:
        last = max(last, fact.subject.end)
    return max(ends, default=clause[0]), last


def _per(amount: Quantity, lead: str) -> tuple[str, str]:
    """What the figure is counted by: a stretch of time or the whole, and a thing."""
    per = amount.per or ""
    if per in _ONE_OFF:
        return "", ""
    if _PER_SUM.search(lead[-8:]):
        return "sum", ""
    if _PER_SUM.search(per):
        return "sum", ""
    if _PER_TIME.search(per):
        year = "年" in per and "月" not in per
        return ("year" if year else per.strip("/／每")), ""
    return "", _PER_EACH.get(per, per.strip("/／每单"))

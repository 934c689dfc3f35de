"""Which figure of a sentence belongs to what was asked: lists with 分别 resolved, labels read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asked_facts import wanted_quantities
from assistant.asking import Asked
from assistant.demands import clause_of
from assistant.evidence import Sentence
from assistant.fact_book import GIVEN
from assistant.glossary import match_form
from assistant.question import Question
from assistant.read_figures import quantities_in
from assistant.weighing import Weights
from ingest import Fact, Located, Quantity

_RESPECTIVELY = re.compile(r"分别|依次|各自")
_LIST_MARK = re.compile(r"[、,，和与及]|以及")
_LEAD_IN = re.compile(
    r"^.*(?:对于?|给予?|将|为|向|按照?|使|获得|获批|认定为?|评为|新认定的?|首次认定的?|当年|年度)"
)
_BREAK = re.compile(r"[,，;；。:：、（）()]")
_BOUND_BEFORE = re.compile(
    r"(?:最高|最多|最低|不超过|不高于|不低于|不少于|至少|超过|约|近|达到?|高于|低于|每[家个年人项次户]|一次性|给予|奖励|补助|补贴|资助|再|各|不|上限|为"
    r"|人民币|可以|可|并|处以?|罚款|超|逾|共|仅|按照?|缴纳|支付|收取"
    r"|由|从|提高到|提升到|增加到|调整为|调整到|降低到|降至|增至|目前|现在|起始|[|\s])+$"
)
_KEPT_BOUND = re.compile(r"(?:最高|最多|最低|不超过|不高于|不低于|不少于|至少|超过|约|近|高于|低于)+$")
# Words that end no name: 自献血之日起, 接到要求后, an opening quotation mark that is not closed.
_NO_NAME = re.compile(r"(?:[起后内时前得从自至到由在]|可以|应当|不得|”[^“]*)$|^[^“]*”")
_BOUND_AFTER = re.compile(r"^(?:以上|以下|以内|左右|以内的)")
# 市级财政一次性奖励20万元, 市政府给予: who pays, not who is paid.
_PAYER = re.compile(r"(?:财政|政府|委员会|管委会|局|部门|资金|基金)$")
_BENEFICIARY = re.compile(r"对(?!应|照|接)([^，,；;。]{2,40})[，,]")
MAX_SUBJECT_CHARS = 40
_WHICH_TIME = re.compile(r"首次|初次|第一次|重新|再次|复审|续期|期满后")


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure and what it belongs to, both as spans into the sentence."""

    value: tuple[int, int]
    subject: tuple[int, int] | None
    quantity: Quantity
    about: str = ""  # what a fact says of whom it is for and on what condition


def pick_figures(question: Question, sentence: Sentence, weights: Weights) -> list[Claim]:
    """The figure that answers, or several if the question does not tell them apart; [] if unsure."""
    wanted = {quantity.start for quantity in wanted_quantities(question, sentence.text)}
    stated = read_claims(sentence.text, sentence.start, sentence.facts)
    claims = [claim for claim in stated if claim.quantity.start in wanted]
    if not claims:
        return []
    if _ASKS_BOTH.search(question.form):
        return claims[:2]
    claims = _without_old_values(question, sentence.text, claims)
    claims = _of_the_year(question, sentence.text, claims)
    claims = _new_or_total(question, sentence.text, claims)
    if len(claims) == 1:
        return claims
    scored = [(_label_weight(question, sentence.text, claim, weights), claim) for claim in claims]
    best = max(score for score, _ in scored)
    chosen = [claim for score, claim in scored if score == best]
    if best > 0 and len(chosen) < len(claims):
        return chosen[:1] if len(chosen) == 1 else []
    return []


def given_figures(sentence: Sentence) -> list[Claim]:
    """What a sentence gives and to whom, as far as its facts say."""
    given = {fact.amount.start for fact in sentence.facts if fact.instrument in GIVEN and fact.amount}
    claims = read_claims(sentence.text, sentence.start, sentence.facts)
    return [claim for claim in claims if claim.subject and claim.quantity.start + sentence.start in given]


_RAISED = re.compile(
    r"^[^,，;；。]{0,8}(?:提高|提升|增加|调整|降低|下降|下调|上调|扩大|翻番|变更|改)(?:到|至|为)[^,，;；。]{0,4}$"
)
_ASKS_BOTH = re.compile(
    r"[从由](?:多少|几).{0,12}(?:到|至|为)(?:多少|几)|\bfrom (?:what|how much).{0,20}\bto (?:what|how much)"
)
_ASKS_OLD = re.compile(
    r"原来|原先|原本|以前|之前|调整前|由多少|从多少|\bbefore\b|\bpreviously\b|\bformerly\b"
)


def _without_old_values(question: Question, text: str, claims: list[Claim]) -> list[Claim]:
    """由40万元提高到80万元: the new value answers, unless the old one is asked for."""
    if _ASKS_OLD.search(question.form):
        return claims
    old = {
        i
        for i in range(len(claims) - 1)
        if _RAISED.match(text[claims[i].value[1] : claims[i + 1].quantity.start])
    }
    return [claim for i, claim in enumerate(claims) if i not in old]


def _of_the_year(question: Question, text: str, claims: list[Claim]) -> list[Claim]:
    """从2020年的15.76亿元提高到2023年的20.97亿元: the figure of the year asked about."""
    years = question.moments.years
    fitting = []
    for i, claim in enumerate(claims):
        floor = claims[i - 1].value[1] if i else 0
        stated = [int(year) for year in _YEAR.findall(text[floor : claim.value[0]])]
        if stated and stated[-1] in years:
            return [claim]
        if not stated:
            fitting.append(claim)
    return claims if not years or not fitting else fitting


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_NEW = re.compile(r"新增|新培育|新认定|新获批|净增|新建")
_TOTAL = re.compile(r"累计|达到|总数|总量|共有|现有|拥有")
_ASKS_NEW = re.compile(r"新增|新培育|新认定|新获批|净增|增加|添|新建|\bnew\b|\bnewly\b|\badded\b")


def _new_or_total(question: Question, text: str, claims: list[Claim]) -> list[Claim]:
    """新增26家,累计达到134家: the total answers how many there are, the increase how many are new."""
    if question.asked is not Asked.COUNT:
        return claims
    new = [claim for claim in claims if _NEW.search(clause_of(text, claim.quantity))]
    total = [claim for claim in claims if _TOTAL.search(clause_of(text, claim.quantity)) and claim not in new]
    if not new or not total or _ASKS_TOTAL_TOO.search(question.form):
        return claims
    return [claim for claim in claims if claim not in (total if _ASKS_NEW.search(question.form) else new)]


_ASKS_TOTAL_TOO = re.compile(
    r"新增.{0,20}(?:总共|累计|共|总数)|\btotal\b.{0,30}\bnew\b|\bnew\b.{0,30}\btotal\b"
)


def read_claims(text: str, base: int = 0, facts: Sequence[Fact] = ()) -> list[Claim]:
    """Every figure of a text that stands at ``base`` in its document, with whose it is, in order.

    The document's facts say whose; where they are silent the words before the figure do.
    """
    quantities = quantities_in(text)
    by_place = {fact.amount.start - base: fact for fact in facts if fact.amount is not None}
    paired = _pair_lists(text, quantities) if any(q.start not in by_place for q in quantities) else {}
    claims = []
    for i, quantity in enumerate(quantities):
        value = _with_bounds(text, quantity)
        subject = paired.get(i) or _label(text, quantities, i)
        fact = by_place.get(quantity.start)
        if fact is None:
            claims.append(Claim(value, subject, quantity))
            continue
        named = _named_within(fact, text, base)
        claims.append(Claim(value, named or subject, quantity, _about(fact)))
    return claims


def _span_within(located: Located[str] | None, base: int, length: int) -> tuple[int, int] | None:
    if located is None or located.start is None or located.end is None:
        return None
    start, end = located.start - base, located.end - base
    return (start, end) if 0 <= start < end <= length and end - start <= MAX_SUBJECT_CHARS else None


def _named_within(fact: Fact, text: str, base: int) -> tuple[int, int] | None:
    """Whose the amount is, with the condition that stands right before it: 首次认定的高新技术企业.

    A condition that parts the first time from the next goes before a subject that does not say which.
    """
    subject = _span_within(fact.subject, base, len(text))
    condition = _span_within(fact.condition, base, len(text))
    if subject is None or condition is None:
        return subject
    if text[condition[1] : subject[0]] != "的":
        apart = _WHICH_TIME.search(text[slice(*condition)]) and not subject[0] <= condition[0] < subject[1]
        return condition if apart else subject
    whole = condition[0], subject[1]
    return whole if whole[1] - whole[0] <= MAX_SUBJECT_CHARS else subject


def _about(fact: Fact) -> str:
    said = (fact.subject, fact.condition)
    return match_form(" ".join(located.value for located in said if located is not None))


def _pair_lists(text: str, quantities: Sequence[Quantity]) -> dict[int, tuple[int, int]]:
    """For 对A、B和C分别给予15、30和50万元: which item each quantity belongs to, by position."""
    pairs: dict[int, tuple[int, int]] = {}
    for mark in _RESPECTIVELY.finditer(text):
        following = [i for i, quantity in enumerate(quantities) if quantity.start >= mark.end()]
        listed = _run_of_figures(text, quantities, following)
        if len(listed) < 2:
            continue
        items = _items_before(text, mark.start(), len(listed))
        if len(items) == len(listed):
            pairs.update(zip(listed, items, strict=True))
    return pairs


def _run_of_figures(text: str, quantities: Sequence[Quantity], following: Sequence[int]) -> list[int]:
    """The quantities that follow one another with nothing but list marks between them."""
    run: list[int] = []
    for i in following:
        if run:
            between = text[quantities[run[-1]].end : quantities[i].start]
            if len(between) > 6 or not _LIST_MARK.search(between):
                break
        run.append(i)
    return run


def _items_before(text: str, end: int, count: int) -> list[tuple[int, int]]:
    """The last ``count`` listed things before ``end``, within their sentence."""
    begin = max((text.rfind(mark, 0, end) for mark in "。；;\n"), default=-1) + 1
    stop = end
    # "…企业,市政府分别给予": what stands between the list's comma and 分别 is who pays.
    comma = max(text.rfind("，", begin, end), text.rfind(",", begin, end))
    if comma >= 0 and end - comma <= 16 and not re.search(r"[、和与及]", text[comma + 1 : end]):
        stop = comma
    items: list[tuple[int, int]] = []
    last = begin
    for mark in _LIST_MARK.finditer(text, begin, stop):
        items.append((last, mark.start()))
        last = mark.end()
    items.append((last, stop))
    items = [item for item in items if text[item[0] : item[1]].strip()][-count:]
    if items:
        first = items[0]
        lead = _LEAD_IN.match(text[first[0] : first[1]])
        if lead and lead.end() < first[1] - first[0]:
            items[0] = (first[0] + lead.end(), first[1])
    return [_trim(text, item) for item in items]


def _label(text: str, quantities: Sequence[Quantity], i: int) -> tuple[int, int] | None:
    """The words right before a figure, back to the last comma or figure: 给予国家级50万元 → 国家级."""
    floor = quantities[i - 1].end if i else 0
    start = quantities[i].start
    breaks = [mark.end() for mark in _BREAK.finditer(text, floor, start)]
    begin = max([floor, *breaks])
    lead = _BOUND_BEFORE.search(text[begin:start])
    end = begin + lead.start() if lead else start
    span = _trim(text, (begin, end))
    if _PAYER.search(text[span[0] : span[1]]):
        stated = list(
            _BENEFICIARY.finditer(text, max(text.rfind(stop, 0, begin) for stop in "；;。") + 1, end)
        )
        return _trim(text, stated[-1].span(1)) if stated else None
    named = 2 <= span[1] - span[0] <= MAX_SUBJECT_CHARS and not _NO_NAME.search(text[slice(*span)])
    return span if named else None


def _trim(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "、,，和与及的:：—|"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "、,，:：的|"):
        end -= 1
    return start, end


def _with_bounds(text: str, quantity: Quantity) -> tuple[int, int]:
    """The figure with the words that bound it: 最高不超过300万元, 100家以上."""
    before = _KEPT_BOUND.search(text[max(0, quantity.start - 12) : quantity.start])
    after = _BOUND_AFTER.match(text[quantity.end : quantity.end + 4])
    start = quantity.start - (len(before[0]) if before else 0)
    end = quantity.end + (len(after[0]) if after else 0)
    return start, end


def _label_weight(question: Question, text: str, claim: Claim, weights: Weights) -> float:
    """How much of the question's weight the figure's own words hold, its unit's word included."""
    label = match_form(text[slice(*claim.subject)]) if claim.subject else ""
    label = f"{label} {claim.about}" if claim.about not in label else label
    if not label.strip():
        return 0.0
    own = sum(weights.of(term) for term in question.terms if term.found_in(label))
    own += sum(1.0 for qualifier in question.qualifiers if qualifier in label)
    own += sum(1.0 for year in question.moments.years if str(year) in label)
    # A label that names more than was asked (科技小巨人 for 小巨人) is a little worse than an exact one.
    return own - 0.001 * len(label)

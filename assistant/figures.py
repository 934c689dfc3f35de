"""Which figure of a sentence belongs to what was asked: lists with 分别 resolved, labels read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asked_facts import wanted_quantities
from assistant.asking import Asked
from assistant.demands import asks_for_gift, clause_of, contrasts
from assistant.evidence import Sentence
from assistant.fact_book import GIVEN
from assistant.glossary import match_form
from assistant.question import Question
from assistant.read_figures import quantities_in
from assistant.weighing import Weights
from ingest import Fact, Located, Quantity, QuantityKind

_RESPECTIVELY = re.compile(r"分别|依次|各自")
_LIST_MARK = re.compile(r"[、,，和与及]|以及")
_LEAD_IN = re.compile(
    r"^.*(?:对于?|给予?|将|为|向|按照?|使|获得|获批|认定为?|评为|新认定的?|首次认定的?|当年|年度)"
)
_BREAK = re.compile(r"[,，;；。:：、（）()]")
_BOUND_BEFORE = re.compile(
    r"(?:最高|最多|最低|不得(?:超过|高于|低于|少于|多于)|不超过|不高于|不低于|不少于|至少|超过|约|近|达到?|高于|低于"
    r"|每[家个年人项次户]|一次性|给予|奖励|补助|补贴|资助|再|各|不|上限|为"
    r"|人民币|可以|可|并|处以?|罚款|超|逾|共|仅|按照?|缴纳|支付|收取"
    r"|由|从|提高到|提升到|增加到|调整为|调整到|降低到|降至|增至|目前|现在|起始|[|\s])+$"
)
_KEPT_BOUND = re.compile(
    r"(?:最高|最多|最低|不(?:得|可|能|应)?(?:超过|高于|低于|少于|多于)|至少|超过|约|近|高于|低于)+$"
)
# Words that end no name: 自献血之日起, 接到要求后, an opening quotation mark that is not closed.
_NO_NAME = re.compile(r"(?:[起后内时前得从自至到由在]|可以|应当|不得|”[^“]*)$|^[^“]*”")
_BOUND_AFTER = re.compile(r"^(?:以上|以下|以内|左右|以内的)")
# 市级财政一次性奖励20万元, 市政府给予: who pays, not who is paid.
_PAYER = re.compile(r"(?:财政|政府|委员会|管委会|局|部门|资金|基金)$")
_BENEFICIARY = re.compile(r"对(?!应|照|接)([^，,；;。]{2,40})[，,]")
MAX_SUBJECT_CHARS = 40
CLAUSE_WEIGHT = (
    2.0  # of the share of the question that a figure's own clause holds, beside its label's weight
)
_FIGURE = re.compile(r"\d")
_LABEL_BEFORE = re.compile(
    r"\s*(?:但是?|且|其中|同时|给予|发放给|支付给?"
    r"|第[一二三四五六七八九十百]+[条章节]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、．])\s*"
)
# Members of a set in a figure's label: the other one's figure is no answer.
_OPPOSED = tuple(
    tuple(members.split("/"))
    for members in ("境内/境外", "国内/国际/国外", "大型/中型/小型/微型", "个人/单位", "男/女", "城镇/农村")
)
_CLAUSE_BREAK = re.compile(r"[,，;；。:：、（(]")
# Floors say who is meant (不低于200万元的企业), caps how much is given at most.
_FLOOR_BEFORE = re.compile(r"(?:不低于|不少于|达到?|超过|高于|满|大于)$")
_FLOOR_AFTER = re.compile(r"(?:及|（含）|\(含\))?以[上下]")
_OF_WHOM = re.compile(
    r"[^,，;；。]{0,30}的[^,，;；。的]{0,24}(?:企业|单位|项目|机构|个人|人才|平台|园区|公司|基地|团队|人员|合作社)(?=[,，])"
    r"|[^,，;；。]{0,16}的[,，]"
)
_CAP = re.compile(r"最高|最多|不超过|不高于")
_CAP_BEFORE = re.compile(r"(?:最高|最多|不超过|不高于|上限|封顶)[^,，;；。\d]{0,6}$")
_ASKS_CAP = re.compile(r"最高|最多|上限|封顶|至多|\b(?:maximum|at most|cap|up to|upper limit|ceiling)\b")
_ASKS_SHARE_TOO = re.compile(
    r"比例|几成|百分|多少.{0,12}(?:最高|最多|上限|封顶)|\b(?:share|rate|percent\w*)\b"
)
_ASKS_TWICE = re.compile(
    r"(?:多少|几).{1,20}(?:多少|几)|(?:比例|标准|金额|数量)[和及与、,](?:上限|最高|额度|总数|累计)"
    r"|\bhow (?:much|many)\b.{3,60}\b(?:how (?:much|many)|maximum|cap)\b"
)
_OLD_BEFORE = re.compile(r"原(?:标准|来|为|先|定)?(?:为|是)?$")
# Words with which no name begins: it was cut out of the middle of a clause.
_NO_BEGINNING = re.compile(
    r"以[上下内]|且|或|并|除|不|的|暨|等|及其|其中|该|度(?!假)|后|前|起|内|每|各|按|达|在|于"
)
# Names of everything and nothing: 企业：20万元 says no more than 20万元.
_NO_ONE = frozenset(
    [
        "企业",
        "项目",
        "单位",
        "个人",
        "每家",
        "资金",
        "年度",
        "金额",
        "标准",
        "补贴",
        "奖励",
        "补助",
        "额度",
        "比例",
        "期限",
        "数量",
        "规模",
        "总额",
        "总数",
        "总量",
    ]
)
_WHICH_TIME = re.compile(r"首次|初次|第一次|重新|再次|复审|续期|期满后")


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure and what it belongs to, both as spans into the sentence."""

    value: tuple[int, int]
    subject: tuple[int, int] | None
    quantity: Quantity
    about: str = ""  # what a fact says of whom it is for and on what condition


def pick_figures(question: Question, sentence: Sentence, weights: Weights) -> list[Claim]:
    """The figure that answers, or several if the question does not tell them apart; [] if unsure.

    1. the figures of the kind asked for that are no condition and belong to nobody else
    2. the new value, of the year, the total or what is new, the cap where a cap is asked for
    3. of what is left the one whose own words say most of the question; a share goes with its cap
    """
    text = sentence.text
    wanted = {quantity.start for quantity in wanted_quantities(question, text)}
    stated = read_claims(text, sentence.start, sentence.facts)
    named = [claim for claim in stated if not _is_of_others(question, text, claim)]
    claims = [claim for claim in named if claim.quantity.start in wanted]
    if not claims:
        return []
    if _ASKS_BOTH.search(question.form):
        return claims[:2]
    claims = _without_conditions(question, text, claims)
    claims = _without_old_values(question, text, claims)
    claims = _of_the_year(question, text, claims)
    claims = _new_or_total(question, text, claims)
    if len(claims) == 2 and _ASKS_TWICE.search(question.form):
        return claims
    share = _share_beside(question, text, named, claims)
    claims = _caps(question, text, claims)
    if len(claims) > 1:
        claims = _its_total(question, text, named, _best_said(question, text, claims, weights))
    return [*share, *claims] if claims and _is_cap(text, claims[0]) else claims


def _best_said(question: Question, text: str, claims: list[Claim], weights: Weights) -> list[Claim]:
    """The claim whose label, else whose own clause, holds most of the question; [] if none does."""
    own = _own_words(question, text, claims)
    scored = [
        (_label_weight(question, text, claim, weights) + CLAUSE_WEIGHT * share, claim)
        for claim, share in zip(claims, own, strict=True)
    ]
    best = max(score for score, _ in scored)
    chosen = [claim for score, claim in scored if score == best]
    return chosen if best > 0 and len(chosen) == 1 else []


def _own_words(question: Question, text: str, claims: Sequence[Claim]) -> list[float]:
    """For each claim the share of the question's pairs of characters that its clause alone holds."""
    clauses = [match_form(_clause_before(text, claim)) for claim in claims]
    asked = {question.form[i : i + 2] for i in range(len(question.form) - 1)}
    held = [{pair for pair in asked if pair in clause} for clause in clauses]
    common = set.intersection(*held) if held else set()
    return [len(pairs - common) / (len(asked) or 1) for pairs in held]


def _clause_before(text: str, claim: Claim) -> str:
    """The words from the last comma or stop to the figure: 前两年租金按, of 前两年租金按70%收取."""
    breaks = [mark.end() for mark in _CLAUSE_BREAK.finditer(text, 0, claim.quantity.start)]
    return text[breaks[-1] if breaks else 0 : claim.quantity.start]


def _is_of_others(question: Question, text: str, claim: Claim) -> bool:
    """Whether a figure's label names another member of a set than the question: 本科毕业生 for PhD."""
    if claim.subject is None:
        return False
    label = match_form(text[slice(*claim.subject)])
    return bool(contrasts(question.form, label, "")) or any(
        _opposed(question.form, label, s) for s in _OPPOSED
    )


def _opposed(asked: str, label: str, members: Sequence[str]) -> bool:
    """Whether the question names one member of a set and the label others of it only."""
    meant = [member for member in members if member in asked]
    named = [member for member in members if member in label]
    return len(meant) == 1 and bool(named) and meant[0] not in named


def _without_conditions(question: Question, text: str, claims: list[Claim]) -> list[Claim]:
    """Without the figures that say who is meant, where what they get is asked: 不低于200万元的企业."""
    if question.asked not in (Asked.AMOUNT, Asked.RATIO) or not asks_for_gift(question.form):
        return claims
    return [c for c in claims if not _is_condition(text, c.quantity)] or claims


def _is_condition(text: str, quantity: Quantity) -> bool:
    """Whether a figure bounds who or what is meant: 投资不低于300万元的项目, 达到5%以上的企业."""
    bounded = _FLOOR_BEFORE.search(text, max(0, quantity.start - 8), quantity.start) or _FLOOR_AFTER.match(
        text, quantity.end
    )
    return bool(bounded) and bool(_OF_WHOM.match(text, quantity.end))


def _is_cap(text: str, claim: Claim) -> bool:
    return bool(_CAP.search(text[claim.value[0] : claim.value[1]])) or bool(
        _CAP_BEFORE.search(text, max(0, claim.quantity.start - 10), claim.quantity.start)
    )


def _caps(question: Question, text: str, claims: list[Claim]) -> list[Claim]:
    """The caps where a cap is asked for; else what is given before what it is capped at."""
    asks_cap = _ASKS_CAP.search(question.form)
    kept = [claim for claim in claims if _is_cap(text, claim) is bool(asks_cap)]
    return kept or claims


def _share_beside(
    question: Question, text: str, named: Sequence[Claim], claims: Sequence[Claim]
) -> list[Claim]:
    """The one share that is given up to a cap: asked how much, 按投资额的10%,最高500万元 is both."""
    plain = not _ASKS_CAP.search(question.form) or _ASKS_SHARE_TOO.search(question.form)
    if question.asked is not Asked.AMOUNT or not plain or not claims or not _is_cap(text, claims[0]):
        return []
    shares = [
        c for c in named if c.quantity.kind is QuantityKind.RATIO and not _is_condition(text, c.quantity)
    ]
    return shares if len(shares) == 1 and shares[0].quantity.start < claims[0].quantity.start else []


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
    old: set[int] = set()
    for i, claim in enumerate(claims):
        if _OLD_BEFORE.search(text, max(0, claim.quantity.start - 6), claim.quantity.start):
            old.add(i)  # （原标准2000元）
        if i + 1 < len(claims) and _RAISED.match(text[claim.value[1] : claims[i + 1].quantity.start]):
            old.update(range(_run_begin(text, claims, i), i + 1))
    return [claim for i, claim in enumerate(claims) if i not in old] or claims


def _run_begin(text: str, claims: Sequence[Claim], last: int) -> int:
    """The first of the listed figures that end with ``last``: 由8万元、2万元调整为10万元、3万元."""
    first = last
    while first and _LIST_MARK.fullmatch(text[claims[first - 1].value[1] : claims[first].quantity.start]):
        first -= 1
    return first


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


_ASKS_TOTAL = re.compile(r"总数|总量|总共|一共|累计|合计|共有|\btotal\b|\baltogether\b")


def _its_total(question: Question, text: str, stated: Sequence[Claim], chosen: list[Claim]) -> list[Claim]:
    """Asked for a total, the one that stands beside what was chosen: 培育高新技术企业75家、总数达到443家."""
    if not chosen or not _ASKS_TOTAL.search(question.form):
        return chosen
    at = stated.index(chosen[0])
    following = stated[at + 1] if at + 1 < len(stated) else None
    if following is None or not _TOTAL_BESIDE.match(text, chosen[0].value[1]):
        return chosen
    return [following]


_TOTAL_BESIDE = re.compile(r"[、,，](?:总数|总量|累计|合计|共)[^、,，;；。\d]{0,8}(?=\d)")
_ASKS_TOTAL_TOO = re.compile(
    r"新增.{0,20}(?:总共|累计|共|总数)|\btotal\b.{0,30}\bnew\b|\bnew\b.{0,30}\btotal\b"
)


def read_claims(text: str, base: int = 0, facts: Sequence[Fact] = ()) -> list[Claim]:
    """Every figure of a text that stands at ``base`` in its document, with whose it is, in order.

    The document's facts say whose; where they are silent the words before the figure do.
    """
    quantities = quantities_in(text)
    by_place = {fact.amount.start - base: fact for fact in facts if fact.amount is not None}
    paired = _pair_lists(text, quantities)
    claims = []
    for i, quantity in enumerate(quantities):
        value = _with_bounds(text, quantity)
        subject = paired.get(i) or _label(text, quantities, i)
        fact = by_place.get(quantity.start)
        named = _named_within(fact, text, base) if fact is not None else None
        # 分别 says whose it is better than the words right before, unless these say all of it and more.
        others = [span for j, span in paired.items() if span != paired.get(i)]
        whole = i in paired and _holds(named, paired[i]) and not any(_holds(named, one) for one in others)
        if fact is None or (i in paired and not whole):
            claims.append(Claim(value, subject, quantity))
            continue
        claims.append(Claim(value, named or subject, quantity, _about(fact)))
    return claims


def _holds(outer: tuple[int, int] | None, inner: tuple[int, int]) -> bool:
    return outer is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


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
    named: list[tuple[int, int]] = []
    for mark in _RESPECTIVELY.finditer(text):
        following = [i for i, quantity in enumerate(quantities) if quantity.start >= mark.end()]
        listed = _run_of_figures(text, quantities, following)
        if len(listed) < 2:
            continue
        items = _items_before(text, mark.start(), len(listed))
        if any(_FIGURE.search(text, *item) for item in items):  # 分别按20%、10%奖励,最高分别200万元、100万元
            items = named if len(named) == len(listed) else []
        named = items
        if len(items) == len(listed):
            pairs.update(zip(listed, items, strict=True))
            raised = [i for i in following if i > listed[-1]]
            if raised and _RAISED.match(text[quantities[listed[-1]].end : quantities[raised[0]].start]):
                again = _run_of_figures(text, quantities, raised)
                pairs.update(zip(again, items, strict=False) if len(again) == len(items) else ())
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
    begin = start_of_label = max([floor, *breaks])
    lead = _BOUND_BEFORE.search(text[begin:start])
    end = begin + lead.start() if lead else start
    while (before := _LABEL_BEFORE.match(text, begin, end)) is not None:
        begin = before.end()
    span = _trim(text, (begin, end))
    if _PAYER.search(text[span[0] : span[1]]):
        stated = list(
            _BENEFICIARY.finditer(text, max(text.rfind(stop, 0, begin) for stop in "；;。") + 1, end)
        )
        return _trim(text, stated[-1].span(1)) if stated else None
    return span if _is_name(text, span, cut=start_of_label == floor > 0) else None


def _is_name(text: str, span: tuple[int, int], *, cut: bool) -> bool:
    """Whether the words name somebody or something; ``cut``: they follow a figure, not a comma."""
    name = text[slice(*span)]
    if not 2 <= len(name) <= MAX_SUBJECT_CHARS or _NO_NAME.search(name) or name in _NO_ONE:
        return False
    return not cut and not _NO_BEGINNING.match(name)


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

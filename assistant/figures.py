"""Which figure of a sentence belongs to what was asked: lists with 分别 resolved, labels read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asked_facts import wanted_quantities
from assistant.asking import Asked
from assistant.claims import LIST_MARK, RAISED, Claim, read_claims
from assistant.demands import asks_for_gift, clause_of, contrasts
from assistant.evidence import Sentence
from assistant.fact_book import GIVEN
from assistant.glossary import match_form
from assistant.leads import fit_to_lead
from assistant.question import Question
from assistant.weighing import Weights
from ingest import Quantity, QuantityKind

CLAUSE_WEIGHT = 2.0  # of the share of the question in a figure's own clause, beside its label's weight
# Members of a set in a figure's label: the other one's figure is no answer.
_OPPOSED = tuple(
    tuple(members.split("/"))
    for members in ("境内/境外", "国内/国际/国外", "大型/中型/小型/微型", "个人/单位", "男/女", "城镇/农村")
)
# Payers of a shared sum: as the question names one, and as a figure's whole label does.
_PAYERS = {
    "nation": (re.compile(r"中央|国家(?!级)|国里"), re.compile(r"中央(?:财政|资金|补助)?|国家(?:级|财政)?")),
    "province": (re.compile(r"省[里级财]"), re.compile(r"省(?:级|财政|级财政|里)?")),
    "city": (re.compile(r"市[里级财]"), re.compile(r"市(?:级|财政|级财政|里|本级)?")),
    "county": (re.compile(r"[县区][里级财]"), re.compile(r"(?:市县|县区|区县|县|区)(?:级|财政|级财政|里)?")),
}
_CLAUSE_BREAK = re.compile(r"[,，;；。:：、（(]")
# Floors say who is meant (不低于200万元的企业), caps how much is given at most.
_FLOOR_BEFORE = re.compile(r"(?:不低于|不少于|达到?|超过|高于|满|大于)$")
_FLOOR_AFTER = re.compile(r"(?:及|（含）|\(含\))?以[上下]")
_OF_WHOM = re.compile(
    r"[^,，;；。]{0,30}的[^,，;；。的]{0,24}(?:企业|单位|项目|机构|个人|人才|平台|园区|公司|基地|团队|人员|合作社)(?=[,，])"
    r"|[^,，;；。]{0,16}的[,，]"
)
_CAP = re.compile(r"最高|最多|不得?超过|不得?高于")
_CAP_BEFORE = re.compile(r"(?:最高|最多|不得?超过|不得?高于|上限|封顶)[^,，;；。\d]{0,6}$")
_ASKS_CAP = re.compile(
    r"最高|不得?超过|最多|上限|封顶|至多|\b(?:maximum|at most|cap|up to|upper limit|ceiling)\b"
)
_ASKS_SHARE_TOO = re.compile(
    r"比例|几成|百分|多少.{0,12}(?:最高|最多|上限|封顶)|\b(?:share|rate|percent\w*)\b"
)
_ASKS_TWICE = re.compile(
    r"(?:多少|几).{1,20}(?:多少|几)|(?:比例|标准|金额|数量)[和及与、,](?:上限|最高|额度|总数|累计)"
    r"|\bhow (?:much|many)\b.{3,60}\b(?:how (?:much|many)|maximum|cap)\b"
)
_OLD_BEFORE = re.compile(r"原(?:标准|来|为|先|定)?(?:为|是)?$")


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
    claims = fit_to_lead(question, text, stated, claims)
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
    claims = _of_its_list(question, text, _named_whole(question, text, claims))
    if len(claims) == 1:
        return claims
    own = _own_words(question, text, claims)
    scored = [
        (_label_weight(question, text, claim, weights) + CLAUSE_WEIGHT * share, claim)
        for claim, share in zip(claims, own, strict=True)
    ]
    best = max(score for score, _ in scored)
    chosen = [claim for score, claim in scored if score == best]
    return chosen if best > 0 and len(chosen) == 1 else []


def _named_whole(question: Question, text: str, claims: list[Claim]) -> list[Claim]:
    """Of a list the one whose whole name was asked; the last one by 分别 ends with what all share.

    个人、合伙创业、小微企业创业担保贷款额度分别为…: 合伙创业担保贷款 is the second.
    """
    named = [c for c in claims if c.subject and match_form(text[slice(*c.subject)]) in question.form]
    return named if len(named) == 1 else claims


def _of_its_list(question: Question, text: str, claims: list[Claim]) -> list[Claim]:
    """Of a list that shares a beginning or an end the item that the question names apart from these.

    油菜种植、收获机械化率分别达到50%和65%: 油菜收获机械化率 is the second, though the first says 油菜.
    """
    labels = {c.value: match_form(text[slice(*c.subject)]) for c in claims if c.subject}
    for run in _listed_together(text, [c for c in claims if c.subject]):
        first, last = labels[run[0].value], labels[run[-1].value]
        if not any(
            name in question.form and first.startswith(name) for t in question.terms for name in t.names
        ):
            continue
        own = [t for t in question.terms if not any(first.startswith(n) or last.endswith(n) for n in t.names)]
        named = [c for c in run if any(t.found_in(labels[c.value]) for t in own)]
        if len(named) == 1:
            return named
    return claims


def _listed_together(text: str, claims: Sequence[Claim]) -> list[list[Claim]]:
    """The runs of two or more figures with nothing but a list mark between them."""
    runs: list[list[Claim]] = []
    for claim in claims:
        if runs and LIST_MARK.fullmatch(text[runs[-1][-1].value[1] : claim.value[0]]):
            runs[-1].append(claim)
        else:
            runs.append([claim])
    return [run for run in runs if len(run) > 1]


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
    return (
        bool(contrasts(question.form, label, ""))
        or any(_opposed(question.form, label, s) for s in _OPPOSED)
        or _paid_by_another(question.form, label)
    )


def _paid_by_another(asked: str, label: str) -> bool:
    """Whether one payer's part is asked for and the label is another payer: 中央1600元、省级800元."""
    meant = {level for level, words in _PAYERS.items() if words[0].search(asked)}
    named = {level for level, words in _PAYERS.items() if words[1].fullmatch(label)}
    return len(meant) == 1 and bool(named) and not meant & named


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
    """The caps where a cap is asked for; else what is given before what it is capped at.

    最高分别为30万元、150万元和400万元 are three caps.
    """
    asks_cap = bool(_ASKS_CAP.search(question.form))
    kept: list[Claim] = []
    cap = False
    for i, claim in enumerate(claims):
        listed = i > 0 and LIST_MARK.fullmatch(text[claims[i - 1].value[1] : claim.quantity.start])
        cap = cap if listed else _is_cap(text, claim)
        if cap is asks_cap:
            kept.append(claim)
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
        if i + 1 < len(claims) and RAISED.match(text[claim.value[1] : claims[i + 1].quantity.start]):
            old.update(range(_run_begin(text, claims, i), i + 1))
    return [claim for i, claim in enumerate(claims) if i not in old] or claims


def _run_begin(text: str, claims: Sequence[Claim], last: int) -> int:
    """The first of the listed figures that end with ``last``: 由8万元、2万元调整为10万元、3万元."""
    first = last
    while first and LIST_MARK.fullmatch(text[claims[first - 1].value[1] : claims[first].quantity.start]):
        first -= 1
    return first


def _of_the_year(question: Question, text: str, claims: list[Claim]) -> list[Claim]:
    """到2025年达到5个,到2026年规模320亿元、起降点260个: the figures that follow the year asked about."""
    years = question.moments.years
    if not years:
        return claims
    stated = [_year_before(text, claim) for claim in claims]
    of_year = [claim for claim, year in zip(claims, stated, strict=True) if year in years]
    return of_year or [c for c, year in zip(claims, stated, strict=True) if year is None] or claims


def _year_before(text: str, claim: Claim) -> int | None:
    """The last year that is named before a figure in its sentence."""
    named = [int(match[1]) for match in _YEAR.finditer(text, 0, claim.value[0])]
    return named[-1] if named else None


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


def _label_weight(question: Question, text: str, claim: Claim, weights: Weights) -> float:
    """How much of the question's weight the figure's own words hold, its unit's word included."""
    label = match_form(text[slice(*claim.subject)] if claim.subject else _clause_before(text, claim))
    label = f"{label} {claim.about}" if claim.about not in label else label
    if not label.strip():
        return 0.0
    own = sum(weights.of(term) for term in question.terms if term.found_in(label))
    own += sum(1.0 for qualifier in question.qualifiers if qualifier in label)
    own += sum(1.0 for year in question.moments.years if str(year) in label)
    # A label that names more than was asked (科技小巨人 for 小巨人) is a little worse than an exact one.
    return own - 0.001 * len(label)

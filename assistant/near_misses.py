"""What tells that a sentence is of something else than the question: another gift, payee, part or count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.asked_facts import ROW, wanted_quantities
from assistant.asking import Asked
from assistant.coverage import Candidate
from assistant.demands import REMEMBERED_QUESTIONS, clause_of
from assistant.glossary import match_form
from assistant.places import short_name
from assistant.question import Question
from assistant.read_figures import quantities_in
from assistant.types import Language
from assistant.weighing import is_measure_word
from ingest import Level, QuantityKind

REMEMBERED_TERMS = 4_096
NAME_ROLE = 1.0  # of terms that the glossary knows
_GIVEN_KINDS = (QuantityKind.MONEY, QuantityKind.RATIO)
# Whom a figure is for: it says nothing of one that is named nowhere around it.
BENEFICIARIES = re.compile(
    r"高新技术企业|小巨人|专精特新|瞪羚|独角兽|单项冠军|领军企业|龙头企业|科技型中小企业|上市公司|个体工商户|合作社|家庭农场"
    r"|孵化器|众创空间|研发机构|实验室|技术中心|创新中心|智能工厂|绿色工厂|博士|硕士|毕业生|退役军人|残疾人"
)
# What somebody is given by a name of its own: a figure where it is named nowhere is of something else.
_GIFT_NAME = re.compile(r"^[\u4e00-\u9fff]{2,}(?:补贴|补助|津贴|贴息|奖励|奖金|资助|补偿|保费|基金|贷)$")
# 国家级、省级制造业单项冠军: the levels of one thing, and what stands between.
_LEVEL = re.compile(r"国家级|省级|市级|县级|区级")
_LEVEL_BEFORE = re.compile(r"((?:(?:国家|省|市|县|区)级[、和及或]?)+)([^、,;:。和及]{0,6})$")
MAX_LEVEL_CHARS = 24
_FUND = re.compile(r"(?:产业|引导|投资|母)*基金|专项资金")
# A类, E级: classes that a document makes; 类似 and A级型 are none.
_LETTER_CLASS = re.compile(r"(?<![a-z])[a-z]{1,3}[类级档等](?!似|型)")
# Names of counties and cities that no gazetteer may hold.
_PLACE_SHAPE = re.compile(r"^(?!城市|县市|[省市]县)[\u4e00-\u9fff]{2,3}[县市]$")
# 滨海市高企首次认定奖励多少: a place at the head of a question is the one asked about, known or not.
_HEAD_PLACE = re.compile(
    r"^(?:请问|想问|问一下|我们?(?:是|在)|在)?([\u4e00-\u9fff]{2,3}(?:[市县区]|省(?![里级内外市直会政厅委长份])))(?=[\u4e00-\u9fff]{2}|\d{4}年)"
)
_PLACE_NAME = re.compile(r"[\u4e00-\u9fff]{2,3}[市县区省]")
_NO_PLACE = re.compile(
    r"[上城全本我该各超都股门楼省县地区级]市$|[本我该各全省市]县$|[本我该各全外跨两多邻央部节]省$|[社园小地新城郊特县市辖本该各库校景牧林灾山矿老片]区$"
    r"|(?:开发|示范|高新|经开|保税|自贸|试验|合作|集聚|产业|功能|旅游|自治)区$"
)
# 省级财政对重新认定的企业给奖励吗: what the city gives is no answer.
_PAYER = re.compile(r"(省|中央|国家|市)级?(?:财政(?!局|厅|部)|里)")
_PAYERS = {"省": Level.PROVINCIAL, "中央": Level.NATIONAL, "国家": Level.NATIONAL, "市": Level.MUNICIPAL}
_PAID_BY = {
    "省": re.compile("省"),
    "中央": re.compile("中央|国家"),
    "国家": re.compile("中央|国家"),
    "市": re.compile("市"),
}
_OF_PAYERS = frozenset({Asked.AMOUNT, Asked.RATIO, Asked.FIGURE, Asked.LIST, Asked.CONDITION, Asked.YES_NO})
_PUTS_OFF = re.compile(r"另行(?:公布|公告|通知|发布|制定|规定|确定|下达|明确)")
_ASKS_OF_PUTTING_OFF = re.compile(
    r"谁|哪个?(?:部门|单位|机构|局)|什么时候|何时|是否|吗|怎么|如何|\b(?:who|when|which|how)\b"
)
_PART_SHAPE = re.compile(r"^(?!城市|县市|[省市]县|社区|小区|园区)[\u4e00-\u9fff]{2,4}[县市区]$")


def of_another_matter(question: Question, candidate: Candidate, level: Level | None) -> str | None:
    """What a sentence of a document of ``level`` is of another than the question; None if of no other."""
    if lacks_the_place(question, candidate) or excepts_the_place(question, candidate):
        return "place"
    if question.asked in _OF_PAYERS and lacks_the_payer(question, candidate, level):
        return "payer"
    if puts_off(question, candidate):
        return "elsewhere"
    return "subject" if lacks_the_class(question, candidate) else None


def lacks_a_name(question: Question, candidate: Candidate) -> bool:
    """Whether one of ``BENEFICIARIES`` that the question names stands nowhere around a sentence."""
    if question.language is Language.ENGLISH:  # one word has many translations
        return False
    around = (candidate.form, candidate.headings, candidate.led_by, candidate.paragraphs)
    return any(
        not any(term.found_in(form) for form in around)
        for term in question.terms
        if term.role == NAME_ROLE and names_beneficiary(term.names)
    )


def lacks_the_level(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence names what the question does at other levels alone: 国家级单项冠军, not 省级."""
    for term in question.terms:
        asked = _LEVEL_BEFORE.search(question.form[: max(0, question.form.find(term.text))])
        if asked is None or asked[2] or not names_beneficiary(term.names):
            continue
        name = term.found_in(candidate.form)
        levels = _levels_of(candidate.form, name) if name else []
        if levels and not any(set(_LEVEL.findall(asked[1])) & found for found in levels):
            return True
    return False


def _levels_of(form: str, name: str) -> list[set[str]]:
    """The levels before each place where a name stands; [] if it stands anywhere without one."""
    found = []
    for place in re.finditer(re.escape(name), form):
        before = _LEVEL_BEFORE.search(form, max(0, place.start() - MAX_LEVEL_CHARS), place.start())
        if before is None:
            return []
        found.append(set(_LEVEL.findall(before[1])))
    return found


def lacks_the_gift(question: Question, candidate: Candidate) -> bool:
    """Whether what the question asks the amount of (租房补贴) is named nowhere around a sentence."""
    around = (candidate.form, candidate.headings, candidate.led_by, candidate.paragraphs)
    if _is_of_another_fund(question, around):
        return True
    return any(
        not any(term.found_in(form) for form in around)
        for term in question.terms
        if _GIFT_NAME.match(term.text) and not is_measure_word(term)
    )


def _is_of_another_fund(question: Question, around: Sequence[str]) -> bool:
    """Whether no word right before a fund in the question stands ``around``: 低空 of 低空基金."""
    found = _FUND.search(question.form)
    if found is None or question.language is Language.ENGLISH:
        return False
    before, names = question.form[: found.start()], []
    while (word := next((t for t in question.terms if t.text and before.endswith(t.text)), None)) is not None:
        names.append(word)
        before = before[: -len(word.text)]
    return bool(names) and not any(word.found_in(form) for word in names for form in around)


def lacks_the_class(question: Question, candidate: Candidate) -> bool:
    """Whether a figure is of another class by letter than the question names: F类.

    A row of a table speaks of its own class alone; that there is no such gift holds for all.
    """
    named = set(_LETTER_CLASS.findall(question.form)) if re.search(r"\d", candidate.form) else set()
    around = f"{candidate.form} {candidate.led_by} {candidate.headings}"
    around += "" if ROW in candidate.form else candidate.paragraphs
    return bool(named) and not named & set(_LETTER_CLASS.findall(around))


def lacks_the_part(question: Question, candidate: Candidate) -> bool:
    """Whether a place whose own figure is asked for (a county of the city) is not spoken of.

    How many there are of something must be said of the place itself, what is given may be said around it.
    """
    counted = question.asked is Asked.COUNT
    said = _to_the_last_count(candidate) if counted else f"{candidate.form}\n{candidate.paragraphs}"
    around = (said, candidate.headings, candidate.led_by)
    shape = _PART_SHAPE if counted else _PLACE_SHAPE
    names = {match_form(short_name(place.name)) for place in question.places if not place.on_shelf}
    names |= {term.text for term in question.terms if shape.match(term.text)}
    absent = [name for name in names if not any(name in form for form in around)]
    return any(not _is_circumstance(question.form, name) for name in absent)


def lacks_the_place(question: Question, candidate: Candidate) -> bool:
    """Whether a place at the head of the question that no gazetteer holds is named nowhere around."""
    name = place_at_head(question.form)
    if name is None or any(match_form(short_name(place.name)) in name for place in question.places):
        return False
    counted = question.asked is Asked.COUNT
    said = _to_the_last_count(candidate) if counted else f"{candidate.form}\n{candidate.paragraphs}"
    return not any(name[:-1] in form for form in (said, candidate.headings, candidate.led_by))


def excepts_the_place(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence says that it is not of the region asked about: 各省（除湖北省外）."""
    names = {re.escape(match_form(short_name(place.name))) for place in question.places}
    if not names or re.search(r"除|不含|不包括", question.form):
        return False
    named = "|".join(sorted(names))
    return bool(re.search(rf"(?:除|不含|不包括|不适用于)[^,。;()]{{0,12}}?(?:{named})", candidate.form))


def lacks_the_payer(question: Question, candidate: Candidate, level: Level | None) -> bool:
    """Whether the level of government that the question names as payer is not that of the sentence."""
    asked = _PAYER.search(question.form)
    if asked is None or question.levels or level is _PAYERS[asked[1]]:
        return False
    around = (candidate.form, candidate.headings, candidate.led_by)
    return not any(_PAID_BY[asked[1]].search(form) for form in around)


def puts_off(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence says that what is asked for is published or laid down elsewhere: 名单另行公布."""
    return bool(_PUTS_OFF.search(candidate.form)) and not _ASKS_OF_PUTTING_OFF.search(question.form)


def named_like_a_place(name: str) -> bool:
    """Whether a name is formed as that of a city, county or district, known or not: 滨海市, not 开发区."""
    return _PLACE_NAME.fullmatch(name) is not None and _NO_PLACE.search(name) is None


@lru_cache(maxsize=REMEMBERED_QUESTIONS)
def place_at_head(form: str) -> str | None:
    """The place that the form of a question begins with, known or not: 滨海市高企奖励多少."""
    found = _HEAD_PLACE.match(form)
    return found[1] if found and not _NO_PLACE.search(found[1]) else None


def _to_the_last_count(candidate: Candidate) -> str:
    """The match form of a sentence up to its last count: 全市444家,其中示范区占75% counts nothing there."""
    counts = [q for q in quantities_in(candidate.text) if q.kind is QuantityKind.COUNT]
    if not counts or ROW in candidate.form:
        return candidate.form
    return match_form(candidate.text[: counts[-1].end]) + match_form(clause_of(candidate.text, counts[-1]))


def _is_circumstance(form: str, place: str) -> bool:
    """Whether a place only says where somebody comes from or goes to: 从清河县迁来,奖励多少."""
    return bool(re.search(rf"(?:在|从|由|自|到|去|往|向|于|\b(?:in|from|to|at)\s){re.escape(place)}", form))


@lru_cache(maxsize=REMEMBERED_TERMS)
def names_beneficiary(names: tuple[str, ...]) -> bool:
    """Whether one of a term's names is one of ``BENEFICIARIES``."""
    return any(map(BENEFICIARIES.search, names))


def named_too_late(question: Question, candidate: Candidate) -> bool:
    """Whether whom the question names comes only after the figures: …提到40%,新增5家小巨人企业."""
    if question.language is Language.ENGLISH or ROW in candidate.form:
        return False
    named = [t for t in question.terms if t.role == NAME_ROLE and names_beneficiary(t.names)]
    given = [q for q in quantities_in(candidate.text) if q.kind in _GIVEN_KINDS] if named else []
    if not given or any(term.found_in(f) for term in named for f in (candidate.headings, candidate.led_by)):
        return False
    last = given[-1]
    said = match_form(candidate.text[: last.end]) + match_form(clause_of(candidate.text, last))
    return not any(term.found_in(said) for term in named)


def counts_others(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence counts something else than the question names: 200家企业, not 瞪羚企业."""
    if question.asked is not Asked.COUNT or question.language is Language.ENGLISH or ROW in candidate.form:
        return False
    named = [t for t in question.terms if t.role == NAME_ROLE and names_beneficiary(t.names)]
    counted = wanted_quantities(question, candidate.text) if named else []
    clauses = [match_form(clause_of(candidate.text, quantity)) for quantity in counted]
    return bool(clauses) and not any(term.found_in(clause) for term in named for clause in clauses)

"""What a document says of all its measures: scope, lists of conditions, exclusions, stacking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.conditions_reading import is_generic, read_conditions, read_recipient
from ingest.conditions_types import Condition, ConditionKind, RecipientKind, Rule, RuleKind
from ingest.conditions_words import read_qualification
from ingest.phrases import Span
from ingest.sentences import split_sentences
from ingest.types import Document, Section

_SCOPE = re.compile(
    r"本(?:政策|办法|措施|细则|意见|规定|方案)(?:所称(?:的)?企业[，,]?是指|适用于|的?(?:支持|适用)(?:对象|范围)(?:为|是))"
    r"(?P<what>[^。；]{4,160}?)(?:的(?:各类)?(?:企业|单位|法人|人才|项目)|[。；])"
)
_LIST = re.compile(
    r"(?P<who>[^。；：\n]{0,40}?)[，,]?(?:应当?|须|需|必须)?(?:同时)?(?:符合|满足|具备|达到)(?:下列|以下)(?:基本|全部|各项)?"
    r"(?:条件|要求)(?P<one>之一)?[^。；：\n]{0,6}[：:]"
)
_WHOM = re.compile(
    r"(?:支持|适用|补助|奖励|贷款)(?:的)?对象[^。；：\n]{0,24}(?:下列|以下)[^。；：\n]{0,8}[：:]"
)
_EXCLUDED_LIST = re.compile(
    r"有(?:下列|以下)情形(?:之一)?的[，,](?:企业|项目|单位)?(?:不予|不得(?:享受|申报|申请)|不(?:享受|纳入|支持))"
    r"[^。；：:\n]{0,8}[：:]?"
)
_EXCLUDED = re.compile(
    r"(?P<what>[^。；\n]{6,90}?)的?(?:(?<=的)(?:企业|单位|项目))?[，,](?:不得享受|不予(?:支持|奖补|补助|奖励|贴息|资助)|不得申[报请]|不享受)"
)
_FOLLOWING = re.compile(
    r"^(?P<who>[^，,。；;：:]{2,24}?)(?:须|应当|必须|需|应)(?:同时)?(?:满足|符合|具备|达到)(?P<what>[^。；]{4,160})[。；]?$"
)
_REFERRED = re.compile(r"下列|以下|有关规定|相关规定|国家规定")
_RECOGNISED = re.compile(r"(?:申[请报]|认定为?|列入|备案为?)(?P<name>[^，,。；;：:]{3,24})$")
_OF_THE_AID = re.compile(r"奖补|奖励|补助|补贴|资金|扶持|支持|贴息|本(?:办法|政策|措施|细则)|项目|享受")
_BRACKETED = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、]")
_CONDITION_HEADING = re.compile(r"条件$|支持对象|申报对象|适用对象|企业条件")
_UNLESS = re.compile(r"[，,]但(?P<what>[^，,。；]{3,40}?)(?:的(?:企业|单位|项目))?除外")
_APPLICANT = re.compile(
    r"(?:第[一二三四五六七八九十百]+条\s*)?(?P<class>[^，,。；;：:申请]{2,12}?)(?:应当?|须|需|必须)?$"
)
_ALSO = re.compile(r"(?:应当|必须|须)(?P<what>[^，,。；：]{4,30})[，,]并?$")
_OF_COMPANIES = re.compile(r"\s*(?:第[一二三四五六七八九十百]+条\s*)?(?:申[请报])?(?:的)?企业")
_LABEL = re.compile(
    r"\s*(?:第[一二三四五六七八九十百]+条|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、])\s*"
)

_RULES = (
    (RuleKind.STACKABLE, re.compile(r"叠加享受|可以?同时享受|可以?叠加|不冲突")),
    (RuleKind.HIGHEST_ONLY, re.compile(r"不重复|不得重复|重复享受|就高|从高|最高(?:标准|额)执行|择高|择优")),
    (RuleKind.REPAY, re.compile(r"迁出[^。；]{0,24}(?:退回|退还|返还)")),
)


@dataclass(frozen=True, slots=True)
class General:
    """Conditions said once, and of whom."""

    conditions: tuple[Condition, ...]
    about: str = ""  # words that a measure's heading must share; '' is every measure
    who: str = ""  # the class of applicants that they are asked of; '' is everybody


def general_conditions(document: Document) -> list[General]:
    """The conditions that hold beyond their own sentence; those for being recognised are left out."""
    found: list[General] = []
    for section in document.sections:
        own = own_span(document, section)
        found += _scopes(document.text, own)
        found += _excluded(document, section, own)
        found += _plain(document, section, own)
        for pattern in (_LIST, _WHOM):
            for match in pattern.finditer(document.text, *own):
                found += _listed(document, section, match, pattern is _WHOM)
    return found


def _plain(document: Document, section: Section, own: Span) -> list[General]:
    """企业上年度营业收入不超过4亿元，但成立不满2年的企业除外, under a heading for conditions."""
    if not _CONDITION_HEADING.search(section_headings(document, section.ordinal)):
        return []
    found: list[General] = []
    for start, end in split_sentences(document.text, *own):
        words = document.text[start:end]
        if not _OF_COMPANIES.match(words) or _REFERRED.search(words):
            continue
        unless = _UNLESS.search(document.text, start, end)
        begin, stop = _unlabelled(document.text, start, unless.start() if unless else end)
        conditions = [
            one
            for one in read_conditions(document.text, begin, stop, general=True)
            if one.kind in (ConditionKind.FIGURE, ConditionKind.STATEMENT, ConditionKind.QUALIFICATION)
        ]
        if unless is not None:
            conditions = _unless(document.text, conditions, unless)
        found.append(General(tuple(conditions)))
    return found


def _unless(text: str, conditions: Sequence[Condition], unless: re.Match[str]) -> list[Condition]:
    """Each condition, or the exception."""
    found: list[Condition] = []
    for number, condition in enumerate(conditions):
        group = -unless.start() * 10 - number - 1
        spared = read_conditions(text, *unless.span("what"), general=True)
        if len(spared) != 1:
            spared = [_other(text, *unless.span("what"), wanted=True)]
        found += [replace(one, alternative=group) for one in (condition, *spared)]
    return found


def following_conditions(text: str, sentence: Span) -> tuple[str, list[Condition]] | None:
    """瞪羚企业须同时满足…两项条件。: whom a sentence speaks of and what it asks of them."""
    match = _FOLLOWING.match(text[slice(*sentence)])
    if match is None or _REFERRED.search(match[0]):
        return None
    start, end = match.span("what")
    return match["who"], read_conditions(text, sentence[0] + start, sentence[0] + end)


def find_rules(document: Document) -> tuple[Rule, ...]:
    """The sentences that say how measures go together."""
    found: list[Rule] = []
    for start, end in split_sentences(document.text):
        words = document.text[start:end]
        kind = next((kind for kind, pattern in _RULES if pattern.search(words)), None)
        if kind is not None:
            found.append(Rule(kind, start, end))
    return tuple(found)


def own_span(document: Document, section: Section) -> Span:
    """Where a section's own words stand, before those of its subsections."""
    child = next((one.start for one in document.sections if one.parent == section.ordinal), section.end)
    return section.start, child


def _scopes(text: str, own: Span) -> list[General]:
    return [
        General(tuple(read_conditions(text, *match.span("what"), general=True)))
        for match in _SCOPE.finditer(text, *own)
        if not _REFERRED.search(match["what"])
    ]


def _excluded(document: Document, section: Section, own: Span) -> list[General]:
    found: list[General] = []
    for match in _EXCLUDED_LIST.finditer(document.text, *own):
        conditions = [
            condition
            for item in _items(document, section, match.end())
            for condition in _whole(document.text, item, wanted=False)
        ]
        found.append(General(tuple(conditions)))
    for start, end in split_sentences(document.text, *own):
        if _EXCLUDED_LIST.search(document.text, start, end):
            continue
        single = _EXCLUDED.search(document.text, start, end)
        if single is not None:
            span = _unlabelled(document.text, *single.span("what"))
            found.append(General(tuple(_whole(document.text, span, wanted=False))))
    return found


def _whole(text: str, span: Span, *, wanted: bool) -> list[Condition]:
    """One condition for a whole item: what rules a company out is not cut into parts that each would."""
    start, end = span
    while end > start and text[end - 1] in "；;。，, 的":
        end -= 1
    read = read_conditions(text, start, end, wanted=wanted, general=True)
    if len(read) == 1:
        return read
    return (
        [replace(read[0], start=start, end=end, words=text[start:end])]
        if read and all(one.field == read[0].field and one.field for one in read)
        else [_other(text, start, end, wanted=wanted)]
    )


def _other(text: str, start: int, end: int, *, wanted: bool) -> Condition:
    return Condition(ConditionKind.OTHER, start, end, text[start:end], wanted=wanted, general=True)


def _listed(document: Document, section: Section, match: re.Match[str], whom: bool) -> list[General]:
    who = "" if whom else match["who"].strip()
    about = _about(document, who)
    if about is None:
        return []
    one = whom or match["one"] is not None
    found: list[Condition] = []
    for item in _items(document, section, match.end()):
        conditions = read_conditions(document.text, *item, general=True)
        if one and len(conditions) > 1:  # 获得…奖项、成立不满5年: both together are one way in
            conditions = [_other(document.text, *item, wanted=True)]
        if one:
            conditions = [replace(condition, alternative=-match.start() - 1) for condition in conditions]
        found += conditions
    class_of = "" if one else _class_named(who)
    return [General((*_also_asked(document.text, match), *found), about, class_of)]


def _class_named(who: str) -> str:
    """小微企业, 个人借款人: the class that a list of conditions names, '' where it means every applicant."""
    named = _APPLICANT.fullmatch(who)
    if named is None or is_generic(named["class"]) or _OF_THE_AID.search(named["class"]):
        return ""
    return named["class"]


def _also_asked(text: str, match: re.Match[str]) -> list[Condition]:
    """申请科技贷的企业应当列入企业名录库，并符合下列条件之一: what stands before the list."""
    lead = _ALSO.search(text, match.start(), match.start() + len(match.groupdict().get("who") or ""))
    return read_conditions(text, *lead.span("what"), general=True) if lead is not None else []


def _about(document: Document, who: str) -> str | None:
    """Whom a list of conditions is for: '' everybody, None nobody who gets money by it."""
    named = _RECOGNISED.search(who.removesuffix("的"))
    if named is None:
        return ""
    name = re.sub(r"的?(?:企业|单位|项目)$", "", named["name"]) or named["name"]
    if _OF_THE_AID.search(named["name"]):
        return "" if len(name) <= 4 else name
    if name in document.title:
        return ""
    whole = read_qualification(named["name"])
    recognised = whole.listed or re.search(r"(?:孵化器|中心|平台|基地|空间|机构)$", named["name"])
    return None if recognised else name


def _items(document: Document, section: Section, at: int) -> list[Span]:
    """The items of a list that begins at ``at``: subsections, else the sections that follow it."""
    children = [one for one in document.sections if one.parent == section.ordinal and one.start >= at]
    if not children:
        children = [
            one
            for one in document.sections[section.ordinal + 1 :]
            if one.parent == section.parent and _BRACKETED.match(one.label)
        ]
    if children:
        return [_unlabelled(document.text, one.start, one.end, one.label) for one in children]
    line_end = document.text.find("\n", at, section.end)
    inline = line_end > at and document.text[at:line_end].strip() != ""
    rest = document.text[at : line_end if inline else section.end]
    return [_unlabelled(document.text, at + s, at + e) for s, e in split_sentences(rest)]


def _unlabelled(text: str, start: int, end: int, label: str = "") -> Span:
    if label and text.startswith(label, start):
        start += len(label)
    else:
        match = _LABEL.match(text[start:end])
        start += match.end() if match else 0
    while end > start and (text[end - 1].isspace() or text[end - 1] in "；;。"):
        end -= 1
    return start, end


def section_headings(document: Document, section: int) -> str:
    """All headings above and of a section, joined."""
    names: list[str] = []
    at: int | None = section
    while at is not None and document.sections:
        names.append(document.sections[at].heading)
        at = document.sections[at].parent
    return " ".join(names)


def shares_words(about: str, headings: str, least: int = 4) -> bool:
    """Whether ``least`` characters of ``about`` in a row stand in the headings."""
    if not about:
        return True
    return any(about[at : at + least] in headings for at in range(max(1, len(about) - least + 1)))


def conditions_of(
    general: Sequence[General], headings: str, recipient: str = "", kind: RecipientKind | None = None
) -> list[Condition]:
    """The general conditions of a measure under these headings; where none fits by name, all hold.

    Of lists for several classes of applicants (个人借款人, 小微企业), those of the recipient's own class.
    """
    fitting = [one for one in general if shares_words(one.about, headings)]
    own = [one for one in fitting if one.who and recipient and (one.who in recipient or recipient in one.who)]
    person = kind is RecipientKind.PERSON
    return [
        condition
        for one in fitting
        if not one.who
        or one in own
        or (not own and (read_recipient(one.who) is RecipientKind.PERSON) == person)
        for condition in one.conditions
    ]

"""Follow-up questions, completed from the questions before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.asking import DOCUMENT_ASKED, has_asking_words
from assistant.demands import same_set, spliced, swapped
from assistant.glossary import match_form
from assistant.near_misses import named_like_a_place
from assistant.places import Gazetteer, short_name
from assistant.question import Question, understand
from assistant.question_terms import Term
from assistant.types import Language
from assistant.weighing import is_measure_word
from assistant.words import word_list
from ingest import find_region, fold

# Openings and words that point back at what was said before.
_POINTS_BACK = re.compile(
    r"^(?:那|如果|还有|另外|同样|其中|换成|要是|它|其|这|该|上述|以上|此|对应|相应)"
    r"|(?<!重)又(?:是|有|给|该|能|要)|它|这[个项份笔些]|该(?:文件|办法|政策|方案|项|笔)|上述"
    r"|^(?:and|what about|how about|then|also|in that case|what if)\b"
    r"|\b(?:it|its|this|that|these|those|they|them|the same)\b"
)
_ENDS_AS_FOLLOW_UP = re.compile(r"呢[?？]?$")
_LEADING = re.compile(
    r"^(?:那么?|还有|另外|如果是?|换成|要是"
    r"|(?:(?:and|but|so|then|also)\b[,\s]*)?(?:what|how) about\b|(?:and|then|also)\b)[,，\s]*"
    r"(?:(?:for|in|of|with|the)\b\s*)*",
    re.IGNORECASE,
)
# Words of a question about a document itself; they name no subject of their own.
_DOCUMENT_WORDS = frozenset(word_list("document_words"))
# Words of the earlier question that say which figure it wanted, not what it was about.
_FIGURE_WORDS = frozenset(
    {
        "比例",
        "金额",
        "额度",
        "数量",
        "上限",
        "单户",
        "单个",
        "单家",
        "每户",
        "最高",
        "最低",
        "最多",
        "最少",
        "至少",
        "每月",
        "每年",
        "每人",
        "每家",
    }
)
# 那省级的呢 after 国家级…奖多少: the other level, not the province's own rule.
_LEVELS = re.compile(r"国家级|省级|市级|县级|区级|校级")
_GRADE = re.compile(r"[一二三四五]级")  # 那四级的呢 after 五级…补多少
# 200人以上呢 after 推荐50人能拿多少: the figure of the new question stands for the earlier one.
_MEASURED = re.compile(
    r"(?:超过|不足|低于|高于|不满|满)?\d+(?:\.\d+)?[十百千万亿]*"
    r"(?P<unit>人|家|户|元|岁|平方米|亩|天|个月|张|台|辆|吨|公里|项|件|倍|%)(?:及)?(?:以上|以下|以内)?"
)
MAX_BESIDE_FIGURE = 6  # characters of a follow-up beside its figure, where it names nothing else
# 大型企业呢 after 机关事业单位应当多少天内付款: who is to do something stands before 应当.
_PARTY = (
    r"[\u4e00-\u9fff]{0,10}?"
    r"(?:企业|单位|机构|机关|个人|部门|人员|政府|公司|学校|医院|银行|居民|职工|平台|组织|法人|个体工商户)"
)
_HEAD_PARTY = re.compile(
    r"(?:大中?型|中小微?|小微|小型|微型)?企业|个人|单位|个体工商户|职工|居民|机关事业单位|机关"
)
_AGENT = re.compile(
    rf"(?P<agent>{_PARTY}(?:[、和及与或]?{_PARTY})*)(?=应当?|必须|需要?|可以?|要|能|最[多高迟晚长少]|多[少久]|几)"
)
_ENDS_AS_PARTY = re.compile(rf"^{_PARTY}$")
# 遛狗不牵绳呢 after 遗弃犬只怎么处罚: what was done, and what is asked of it.
_ASKS_PENALTY = re.compile(r"(?:会|要|应)?(?:被|受)?(?:怎么|如何|什么)?(?:处以?)?(?:罚|处罚|处理).*$")
_DONE = re.compile(r"[不未没]|擅自|违[法规反]|私自|超|乱|[\u4e00-\u9fff]{4}")
# 科技小巨人又是多少: the asking words are those of the question before.
_ASKED_AGAIN = re.compile(r"的?(?:又|也|就)?(?:是|给|有|能|奖|补)?(?:多少|几)(?:钱|万元?|家|个)?$")
_TRAILING = re.compile(r"(?:呢|的话)?[?？。.!！\s]*$")
MAX_EARLIER = 8  # further back a dialogue is about something else


@dataclass(frozen=True, slots=True)
class Completed:
    """A question that can be answered on its own."""

    question: Question
    understood: str | None = None  # shown to the user; None if the question stood alone
    about: Question | None = None  # the earlier question whose document is meant


def complete_question(text: str, after: Sequence[str], places: Gazetteer, today: date) -> Completed:
    """``text`` with what it leaves out taken from ``after``, oldest first; alone if it stands alone."""
    completed: Completed | None = None
    for said in (*after[-MAX_EARLIER:], text):
        if said.strip():
            spoken = understand(said, places, today)
            # 有效期到什么时候 has no topic of its own: what follows it is about what it was asked of.
            topic = (completed.about or completed.question) if completed else None
            completed = _joined(spoken, topic, places, today) if topic else Completed(spoken)
    return completed or Completed(understand(text, places, today))


def _joined(question: Question, earlier: Question, places: Gazetteer, today: date) -> Completed:
    if not is_follow_up(question):
        return Completed(question)
    if (question.asked in DOCUMENT_ASKED or question.section is not None) and not _subject(question):
        text = _document_question(question, earlier)
        return Completed(replace(question, asked_text=question.asked_text), text, about=earlier)
    text = _merge(question, earlier, places)
    merged = understand(text, places, today)
    return Completed(replace(merged, language=question.language), text)


def is_follow_up(question: Question) -> bool:
    """Whether a question leaves out what only the dialogue can tell.

    It does if it points back (那…呢, 它的…, what about …), or if it names no subject of its own. A question
    with its own subject and its own asking words stands alone, whatever was said before.
    """
    if question.document_number or question.title or question.quoted:
        return False
    form = question.form
    asks = _asks(question)
    subject = _subject(question)
    if _ENDS_AS_FOLLOW_UP.search(form) and not asks:
        return True
    if not subject:
        return bool(question.places or question.moments.years or asks or _POINTS_BACK.search(form))
    return bool(_POINTS_BACK.search(form)) and (not asks or len(subject) <= 2)


def _asks(question: Question) -> bool:
    """Whether a question asks for anything by itself: 'what about Linlan' and 那科技小巨人呢 do not."""
    form = _LEADING.sub("", question.form.removesuffix("呢"))
    return has_asking_words(form, english=question.language is Language.ENGLISH)


def _subject(question: Question) -> list[Term]:
    """The terms that name what a question is about, without words of asking and of benefit."""
    of_document = question.asked in DOCUMENT_ASKED
    return [
        term
        for term in question.terms
        if not is_measure_word(term) and term.known and not (of_document and term.text in _DOCUMENT_WORDS)
    ]


def _document_question(question: Question, earlier: Question) -> str:
    asked = _bare(question.asked_text)
    if question.language is Language.ENGLISH:
        return f"{asked} (the document that answers: {earlier.asked_text.strip()})"
    return f"“{_TRAILING.sub('', earlier.asked_text)}”所依据的文件，{asked}"


def _bare(text: str) -> str:
    return _TRAILING.sub("", _LEADING.sub("", text.strip()))


_LEVEL_SUBJECT = re.compile(
    r"^(?:省里|全省|省|省级|省上)(?:的|呢)?$|^(?P<nation>国家|全国|中央|国家层面)(?:的|呢)?$"
)


def _higher_place(subject: str, earlier: Question, places: Gazetteer) -> str | None:
    """省里的呢 after a question about a city: its province."""
    match = _LEVEL_SUBJECT.match(subject)
    if match is None:
        return None
    if match["nation"]:
        return "国家"
    family = places.family(earlier.regions[0]) if earlier.regions else ()
    return next((name for name in family if name.endswith(("省", "自治区"))), "省里")


def _merge(question: Question, earlier: Question, places: Gazetteer) -> str:
    """The earlier question with the places, years, subject or asking words of the new one put in."""
    text = earlier.asked_text.strip()
    english = question.language is Language.ENGLISH
    if question.places and earlier.places:
        text = _replace_place(text, question, earlier)
    elif question.places:
        name = _place_text(question)
        text = f"{text} ({name})" if english else f"{name}{text}"
    if question.moments.years and earlier.moments.years:
        text = re.sub(rf"{earlier.moments.years[0]}", str(question.moments.years[0]), text, count=1)
    elif question.moments.years:
        text = f"{text} ({question.moments.years[0]})" if english else f"{question.moments.years[0]}年{text}"
    asks = _asks(question)
    if asks and _subject(question) and earlier.places and not question.places:
        return _in_the_same_place(question, earlier)
    subject = _subject_text(question)
    if subject and (put := _put_in_place(text, subject, earlier)) is not None:
        return put
    if subject and earlier.places and not question.places:
        place = _as_place(subject) or _higher_place(subject, earlier, places)
        if place is not None:
            old = earlier.places[0]
            written = earlier.form[old.start : old.end]
            return text.replace(written, place, 1) if written in text else f"{place}{text}"
    if (asks and question.asked is not earlier.asked) or (
        asks and not _subject(question) and not question.places and not question.moments.years
    ):
        return _topic_with_new_ask(question, earlier, text)
    return _with_subject(text, subject, question, earlier) if subject else text


def _put_in_place(text: str, subject: str, earlier: Question) -> str | None:
    """The earlier question with a level, figure, party or conduct in the place of its own, if it has one."""
    old, new = _LEVELS.search(text), _LEVELS.fullmatch(subject)
    if old is not None and new is not None:
        return text[: old.start()] + new[0] + text[old.end() :]
    if _GRADE.fullmatch(subject) and (other := swapped(text, subject)) is not None:
        return other
    given = _MEASURED.search(subject)
    if given is not None and len(subject) - len(given[0]) <= MAX_BESIDE_FIGURE:
        same = [m for m in _MEASURED.finditer(text) if m["unit"] == given["unit"]]
        return text[: same[0].start()] + given[0] + text[same[0].end() :] if same else None
    begin = _after_place(text, earlier)
    agent = _AGENT.match(text, begin) or _HEAD_PARTY.match(text, begin)
    if agent is not None and _ENDS_AS_PARTY.match(subject):
        return text[:begin] + subject + text[agent.end() :]
    asked = _ASKS_PENALTY.search(text, begin)
    if asked is not None and _DONE.search(subject):
        return text[:begin] + subject + asked[0]
    return None


def _after_place(text: str, earlier: Question) -> int:
    """Where the words after the place begin that a question opens with; 0 if it opens with none."""
    for place in earlier.places:
        written = earlier.form[place.start : place.end]
        if text.startswith(written):
            return len(written)
    return 0


def _with_subject(text: str, subject: str, question: Question, earlier: Question) -> str:
    """The earlier question about another subject, another side of it, or another member of its set."""
    if question.places:
        return _replace_subject(text, subject, earlier)
    if not _subject(question) and not _asks(question):
        return _with_facet(text, subject, earlier)
    other = swapped(text, fold(subject))
    return other or _replace_subject(text, _ASKED_AGAIN.sub("", subject) or subject, earlier)


def _in_the_same_place(question: Question, earlier: Question) -> str:
    """A question that says all but where: 那科技型中小企业有几家."""
    asked, place = _bare(question.asked_text), short_name(earlier.regions[0])
    return f"{asked} ({place})?" if question.language is Language.ENGLISH else f"{place}{asked}？"


def _as_place(subject: str) -> str | None:
    """A county's short name, which is an ordinary word elsewhere, as a region: 义马 → 义马市.

    A place that no gazetteer holds takes the place of the earlier one too: its answer is not the other's.
    """
    for ending in ("", "市", "县", "区"):
        region = find_region(subject + ending)
        if region is not None and region.name == subject + ending:
            return region.name
    return subject if named_like_a_place(subject) else None


def _place_text(question: Question) -> str:
    place = question.places[0]
    return question.form[place.start : place.end]


def _replace_place(text: str, question: Question, earlier: Question) -> str:
    old, new = earlier.places[0], _place_text(question)
    if earlier.language is Language.CHINESE and question.language is Language.ENGLISH:
        new = short_name(question.places[0].name)
    written = earlier.form[old.start : old.end]
    at = text.lower().find(written.lower())
    if at >= 0:
        return text[:at] + new + text[at + len(written) :]
    return f"{new} {text}"


def _subject_text(question: Question) -> str:
    """The new subject as typed, without the words around it."""
    text = _bare(question.asked_text)
    for place in question.places:
        text = text.replace(question.form[place.start : place.end], "")
    text = re.sub(r"(?:19|20)\d\d年?", "", text).strip(" ,，的对")
    known = question.terms or _ENDS_AS_PARTY.match(text) or _GRADE.fullmatch(text)
    return text if known else ""


def _replace_subject(text: str, subject: str, earlier: Question) -> str:
    """Put the new subject in the place of the earlier question's own."""
    old = [term for term in earlier.terms if not is_measure_word(term)]
    if not old:
        return f"{text.rstrip('?？')} {subject}?"
    folded = text.lower()
    spans = [(at, at + len(term.text)) for term in old if (at := folded.find(term.text)) >= 0]
    if not spans:
        return f"{subject}：{text}"
    # The new name stands against a word of the same set (硕士, 博士), else one that ends alike (…企业), else
    # the longest.
    start, end = max(spans, key=lambda span: (_likeness(subject, folded[slice(*span)]), span[1] - span[0]))
    return spliced(text, (start, end), subject)


def _with_facet(text: str, facet: str, earlier: Question) -> str:
    """The earlier question about one side of its subject: 科技贷最高多少, 贴息呢: 科技贷贴息最高多少."""
    old = next((term.text for term in earlier.terms if is_measure_word(term) and term.text in text), None)
    if old is not None:
        return text.replace(old, facet, 1)
    named = [term.text for term in _subject(earlier) if term.text in text.lower()]
    if not named:
        return f"{facet}：{text}"
    at = text.lower().find(named[0]) + len(named[0])
    return text[:at] + facet + text[at:]


def _likeness(new: str, old: str) -> int:
    if same_set(fold(new), old):
        return 2
    return int(new[-1:] == old[-1:])


def _topic_with_new_ask(question: Question, earlier: Question, text: str) -> str:
    """The earlier question's places and subject with the new question's asking words."""
    asked = _bare(question.asked_text)
    if question.language is Language.ENGLISH:
        return f"{asked} ({text.rstrip('?')})?"
    places = "".join(short_name(name) for name in earlier.regions) if not question.places else ""
    topic = _topic(earlier)
    return f"{places}{topic}{'' if not topic else '，'}{asked}？"


def _topic(earlier: Question) -> str:
    """The words of the earlier question that name its subject, in their order."""
    named = [term for term in earlier.terms if term.text not in _FIGURE_WORDS]
    terms = [term for term in named if match_form(term.text) in earlier.form]
    terms.sort(key=lambda term: earlier.form.find(term.text))
    return "".join(term.text for term in terms)

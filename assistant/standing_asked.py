"""Whether a question asks which documents stand so: expire by a day, were repealed, are new, still hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from assistant.periods import ALWAYS, Period, read_period
from assistant.question import Question
from assistant.question_terms import Term, chinese_terms, english_terms
from assistant.types import Language


class Standing(StrEnum):
    """How the documents asked for stand."""

    ENDS = "ends"  # their validity runs out within a period
    EXPIRED = "expired"
    REPEALED = "repealed"
    HOLDS = "holds"
    NOT_YET = "not_yet"
    DRAFT = "draft"
    STARTS = "starts"  # takes effect within a period
    NEW = "new"  # issued within a period


@dataclass(frozen=True, slots=True)
class StandingAsked:
    """Which documents are asked for."""

    standing: Standing
    period: Period
    named: tuple[str, ...]  # what their titles call them: 条例, 办法
    terms: tuple[Term, ...]  # of the subject that their titles must name


SOON_DAYS = 365  # 即将到期, 最近出台: what is soon or new is not said; a year shows what matters
MAX_SUBJECT_TERMS = 2  # more words ask about the contents of documents

_PAPERS = (
    r"(?:规范性文件|政策(?:文件|措施)?|文件|办法|规定|措施|法规|条例|法律|细则|规章|通知|公告|意见|方案|规划)"
)
_WHICH = (
    r"(?:哪些|哪几[个份部件项]|哪[个份部]|有些?什么|什么(?!时候|时间)|列出|列举|有啥|多少[个份部件]|几[个份部件]"
    r"|所有|全部|各[项个份]|每[个份])"
)
# Papers that bear their sort in their title; 政策 and 文件 are of any sort.
_NAMED_SO = re.compile(r"条例|办法|细则|意见|方案|规划")
_AFTER = rf"(?:了|的|过)*(?=[,，。?？!吗呢啊嘛]|{_PAPERS}|{_WHICH}|有|是|$)"
# The first that is found decides: 还没有废止 holds, though 废止 stands in it.
_CHINESE = (
    (
        Standing.NOT_YET,
        r"(?:尚未|还没有?|还未|未)(?:正式)?(?:施行|实施|生效|执行)|(?:即将|将要?)(?:施行|实施|生效|执行)",
    ),
    (
        Standing.HOLDS,
        r"(?:没有?|未|尚未|还没有?)(?:被)?(?:废止|失效|过期|到期|作废)"
        r"|(?:还|仍|目前|现在|现行|当前|依然|继续|现)(?:然|旧|都|还|在|是|处于)*(?:有效|执行|适用|管用|生效)",
    ),
    (Standing.REPEALED, r"废止|作废|(?:被|已)[^,。]{0,6}(?:取代|替代|代替)|停止执行"),
    (Standing.EXPIRED, r"(?:已经?|早已|都)(?:过期|失效|到期|期满|届满)|(?:过期|失效)(?:了|的)|不再有效"),
    (Standing.ENDS, r"到期|过期|失效|届满|期满|有效期[^,。]{0,4}?(?:什么时候|何时|哪[天年]|多久|多长)?"),
    (Standing.STARTS, r"(?:开始|起|正式|将|会)*(?:施行|生效|实施)"),
    (Standing.DRAFT, r"(?:正在|公开)?征求意见(?:稿)?|草案"),
    (
        Standing.NEW,
        rf"(?:新|刚)?(?:出台|发布|印发|制定|颁布|公布|下发|推出)|新(?:的)?(?={_PAPERS}|增)|新政",
    ),
)
_ENGLISH_PAPERS = re.compile(
    r"\b(?:policies|documents|measures|rules|regulations|laws|notices|plans|papers)\b"
)
_ENGLISH_WHICH = re.compile(r"^(?:which|what|list|show|name|tell me|give me|are there|find)\b")
_BEEN = r"\b(?:been|are|were|was|is|being|get|got|documents|policies|rules|laws) (?:already |since )?"
_ENGLISH = (
    (
        Standing.NOT_YET,
        r"\bnot yet (?:in force|effective|in effect|valid)|\byet to (?:take effect|come into)",
    ),
    (
        Standing.HOLDS,
        r"\b(?:still|currently|now|remain) (?:in force|valid|in effect|effective|apply|applicable)\b"
        r"|\b(?:have|has) not (?:yet )?(?:expired|been repealed)\b|(?<!no longer )\bin force\b(?! in\b)",
    ),
    (Standing.REPEALED, rf"{_BEEN}(?:repealed|abolished|superseded|replaced|annulled|revoked)\b"),
    (
        Standing.EXPIRED,
        r"\bno longer (?:valid|in force|in effect|apply)\b"
        r"|\b(?:have|has|are|is) (?:already )?(?:expired|lapsed)\b",
    ),
    (
        Standing.ENDS,
        r"\bexpir(?:e|es|ing|y)\b|\brun(?:s|ning)? out\b|\blapses?\b"
        r"|\bceases? to (?:be valid|apply|have effect)"
        r"|\b(?:end|ends|ending|valid) (?=before|by|in|within|this|next|on|until|till)",
    ),
    (
        Standing.STARTS,
        r"\b(?:take|takes|took|come|comes|came|go|goes|went) (?:in)?(?:to )?(?:effect|force)\b",
    ),
    (Standing.DRAFT, r"\bdrafts?\b|\b(?:public comment|consultation)\b"),
    (
        Standing.NEW,
        r"\bnew(?:ly|est)?\b|\blatest\b|\b(?:issued|published|adopted|released|introduced|came out)\b",
    ),
)
_COMPILED = {
    Language.CHINESE: tuple((s, re.compile(f"(?:{pattern}){_AFTER}")) for s, pattern in _CHINESE),
    Language.ENGLISH: tuple((s, re.compile(pattern)) for s, pattern in _ENGLISH),
}
_CHINESE_WHICH, _CHINESE_PAPERS = re.compile(_WHICH), re.compile(_PAPERS)
# What is left of a question once all this is taken out names the subject, but for these.
_FILLER = re.compile(
    r"请问|想知道|文档库|库里?|目前|现在|现行|已经?|都|正式|即将|快要?|马上|分别|一共|最近|近期|其中|里面?|当中|时候|何时|什么时候|哪[天年]"
    r"|\b(?:on the shelf|shelf|already|so far|end|city|province|validity|period"
    r"|force|effect|still|have|all|any)\b"
)
_SOON = re.compile(r"即将|快要?|马上|临近|近期|\bsoon\b|\babout to\b|\bshortly\b")
_RECENT = re.compile(r"最近|近期|新近|近一年|最新|\brecent(?:ly)?\b|\blatest\b|\bnewest\b")


def standing_asked(question: Question, today: date) -> StandingAsked | None:
    """What documents a question asks for by their standing; None if it asks for anything else."""
    if question.document_number or question.title or question.quoted or question.section:
        return None
    form = question.own_form
    if question.language is Language.ENGLISH:
        named = _ENGLISH_WHICH.search(form) and _ENGLISH_PAPERS.search(form)
    else:
        named = _CHINESE_WHICH.search(form) and _CHINESE_PAPERS.search(form)
    if not named:
        return None
    for standing, pattern in _COMPILED[question.language]:
        match = pattern.search(form.rstrip("?？!。. "))
        if match is not None:
            return _asked(question, standing, match.span(), today)
    return None


def _asked(
    question: Question, standing: Standing, span: tuple[int, int], today: date
) -> StandingAsked | None:
    period, times = read_period(question.own_form, today)
    terms = _subject(question, [span, *times])
    if len(terms) > MAX_SUBJECT_TERMS or (terms and standing is Standing.NEW):
        return None  # 今年出台了哪些支持企业的政策: what they give is asked
    if period is None and standing in (Standing.ENDS, Standing.NEW, Standing.STARTS):
        period = _without_a_day(question.own_form, standing, today)
        if period is None:
            return None
    if period is not None and standing is Standing.EXPIRED:
        standing = Standing.ENDS
    if standing is Standing.ENDS and period is not None and period.first is None:
        # 2028年前到期: of what holds today, unless the day has passed.
        later = period.last is not None and period.last >= today
        period = Period(today if later else None, period.last)
    named = tuple(dict.fromkeys(_NAMED_SO.findall(question.own_form)))
    return StandingAsked(standing, period or ALWAYS, named, terms)


def _without_a_day(form: str, standing: Standing, today: date) -> Period | None:
    """即将到期, 最近出台, 各份文件的有效期; None for a question that names no time at all."""
    if standing is not Standing.ENDS:
        return Period(today - timedelta(days=SOON_DAYS), today) if _RECENT.search(form) else None
    return Period(today, today + timedelta(days=SOON_DAYS)) if _SOON.search(form) else ALWAYS


def _subject(question: Question, spans: list[tuple[int, int]]) -> tuple[Term, ...]:
    """The words that say what the documents are about."""
    form = question.own_form
    for start, end in [*spans, *((place.start, place.end) for place in question.places)]:
        form = form[:start] + " " * (end - start) + form[end:]
    if question.language is Language.ENGLISH:
        bare = _ENGLISH_PAPERS.sub(" ", _ENGLISH_WHICH.sub(" ", _FILLER.sub(" ", form)))
        return tuple(english_terms(bare))
    bare = _CHINESE_PAPERS.sub(" ", _CHINESE_WHICH.sub(" ", _FILLER.sub(" ", form)))
    return tuple(chinese_terms(bare))

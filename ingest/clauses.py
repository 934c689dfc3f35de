"""Sentences that settle when a document is in force, and which others it ends or changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ingest.dates import find_dates, find_period_end
from ingest.normalise import chinese_number, fold
from ingest.references import find_references
from ingest.sentences import split_sentences
from ingest.types import ClauseKind, Reference, StatusClause

# A clause speaks of the document itself where it says so; 证书有效期三年 does not.
_SELF = (
    r"本(?:办法|意见|通知|措施|若干措施|方案|行动方案|工作方案|实施方案|政策|若干政策|政策措施|规定|若干规定|细则|实施细则|条例|"
    r"实施意见|指导意见|若干意见|决定|规则|计划|行动计划|规划|公告|通告|文件|指南|法|制度|规范|标准|章程|准则|规程|解释|"
    r"目录|清单|预案|暂行办法|暂行规定|实施办法|管理办法|奖励办法|批复|纲要|令|修正案)"
)
_PROMULGATED = r"(?:公布|发布|印发|颁布|下发|发文|发出)"
_FROM_DATE = re.compile(
    r"(?:自|从|于|定于)[\s　]*(?=[\d〇零一二○])(?P<date>[^，,。；;]{6,14}?[日号])[\s　]*(?:起)?[\s　]*(?:正式)?(?P<verb>施行|实施|执行|生效|试行|实行)"
)
_FROM_ISSUE = re.compile(
    rf"(?:自|从)?{_PROMULGATED}之?日(?:起)?[\s　]*(?:(?P<count>[\d]{{1,3}}|[一二三四五六七八九十]{{1,4}})[\s　]*"
    r"(?P<unit>日|天|个月)后)?[\s　]*(?:开始|正式)?(?:起)?(?P<verb>施行|实施|执行|生效|试行|实行|有效期)"
)
_COUNT = r"(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})"
_VALID_FOR = re.compile(
    rf"(?:有效期限?|有效时间|试行期限?|暂行期限?|施行期限?|实施期限?|执行期限?|执行期)(?:为|暂定|暂定为|是|[:：])?[\s　]*{_COUNT}[\s　]*(?P<unit>个月|年)"
)
_TRIAL_FOR = re.compile(rf"试行{_COUNT}(?P<unit>个月|年)")
_VALID_UNTIL = re.compile(
    r"(?:有效期限?|有效时间|试行期限?|执行期限?|实施期限?|施行期限?|执行时间|执行期)(?:限)?(?:为|是|[:：])?[^，,。；;]{0,24}?(?:至|到|截至|截止到?|延长至|延续至)[\s　]*(?=[\d二２])"
)
_UNTIL_PLAIN = re.compile(r"(?:施行|实施|执行|有效|生效|试行)至[\s　]*(?=[\d二２])")
_ABOUT_ITSELF = re.compile(
    rf"{_SELF}|{_PROMULGATED}之?日|现予公布|起(?:正式)?(?:施行|实施|执行|生效)|^(?:第[〇零一二三四五六七八九十百\d]+条[\s　]*)?有效期"
)
_OTHER_VALIDITY = re.compile(
    r"(?:证书?|执照|许可证?|资质|认定|称号|合同|批件|证明|登记|身份证|报告)[^，,。；;]{0,6}有效期"
)

_ENDING = re.compile(
    r"(?:同时|即行|予以|一并|相应|自行|现予|决定|宣布|，|,)?(?:废止|停止执行|停止实施|不再执行|失效|停止施行)"
)
# Ending in general, or in the future, or of something else than a document that is named.
_NOT_ENDING = re.compile(
    r"应当.{0,8}废止|及时.{0,10}废止|修改(?:、|或者|和|或)废止|[、或](?:者)?废止|废止(?:、|或|和)|未.{0,6}废止|尚未.{0,8}失效"
)
_AMENDING = re.compile(
    r"(?:作出?|做出?|进行)(?:如下|以下|相应)?(?:修改|修订|修正)|修改为|修改如下|予以修[改订]|决定(?:对|修改)"
)
_GOAL = re.compile(r"修改《")


def find_clauses(text: str, issued: date | None, title: tuple[int, int] | None) -> tuple[StatusClause, ...]:
    """Status clauses in text order; a day counted from 印发之日 is ``issued``, None if that is unknown."""
    clauses: list[StatusClause] = list(_title_clauses(text, title))
    start = title[1] if title else 0
    for low, high in split_sentences(text, start):
        clauses += _own_validity(text, low, high, issued)
        clauses += _other_documents(text, low, high)
    return tuple(sorted(clauses, key=lambda clause: (clause.start, clause.end)))


def _title_clauses(text: str, title: tuple[int, int] | None) -> Iterator[StatusClause]:
    if title is None:
        return
    for kind, pattern in (
        (ClauseKind.DRAFT, r"(?:公开)?征求意见稿|草案|送审稿|讨论稿"),
        (ClauseKind.TRIAL, r"试行|暂行"),
    ):
        match = re.compile(pattern).search(text, *title)
        if match:
            yield StatusClause(kind, match.start(), match.end())
    amended = re.compile(r"关于(?:修改|修订|修正)(?:《|\S)").search(text, *title)
    if amended:
        for reference in find_references(text, *title):
            yield StatusClause(ClauseKind.AMENDS, *title, target=reference)


def _own_validity(text: str, low: int, high: int, issued: date | None) -> Iterator[StatusClause]:
    sentence = text[low:high]
    if not _ABOUT_ITSELF.search(sentence):
        return
    effective = _effective(text, low, high, issued)
    if effective is not None:
        yield effective
    until = _VALID_UNTIL.search(text, low, high) or (
        _UNTIL_PLAIN.search(text, low, high) if effective else None
    )
    if until is not None and not _OTHER_VALIDITY.search(sentence):
        found = find_period_end(text, until.end(), min(high, until.end() + 16))
        if found is not None:
            yield StatusClause(ClauseKind.VALID_UNTIL, low, high, day=found.day)
            return
    length = _VALID_FOR.search(text, low, high) or _TRIAL_FOR.search(text, low, high)
    if length is not None and not _OTHER_VALIDITY.search(sentence):
        count = _count(length["count"])
        if count:
            months = count * (12 if length["unit"] == "年" else 1)
            yield StatusClause(ClauseKind.VALID_FOR, low, high, months=months)


def _effective(text: str, low: int, high: int, issued: date | None) -> StatusClause | None:
    match = _FROM_DATE.search(text, low, high)
    if match is not None and _is_own(text, low, match.start()):
        found = next(find_dates(text, *match.span("date")), None)
        if found is not None:
            return StatusClause(ClauseKind.EFFECTIVE_FROM, low, high, day=found.day)
    match = _FROM_ISSUE.search(text, low, high)
    if match is not None and _is_own(text, low, match.start()):
        day = issued
        if issued is not None and match["count"]:
            count = _count(match["count"]) or 0
            day = issued + timedelta(days=count * (30 if match["unit"] == "个月" else 1))
        return StatusClause(ClauseKind.EFFECTIVE_FROM, low, high, day=day)
    return None


def _is_own(text: str, low: int, at: int) -> bool:
    """Whether 自…起施行 at ``at`` is said of this document: 本办法自…, 现予公布，自…, or a sentence that begins so."""
    before = text[low:at]
    if re.search(rf"{_SELF}[^，,。]{{0,12}}$", before) or re.search(
        r"(?:现予|予以|现)(?:公布|发布|印发|颁布)[^。]{0,30}$", before
    ):
        return True
    bare = re.sub(
        r"^(?:第[〇零一二三四五六七八九十百\d]+条|[（(]?[一二三四五六七八九十\d]+[）)、.．])?[\s　]*",
        "",
        before,
    )
    return not bare or bool(re.search(rf"^{_SELF}[^。]{{0,60}}[，,]$", bare))


def _other_documents(text: str, low: int, high: int) -> Iterator[StatusClause]:
    sentence = text[low:high]
    ending = _ENDING.search(text, low, high)
    if ending is not None and not _NOT_ENDING.search(sentence):
        for reference in _targets(find_references(text, low, high), ending.start(), text):
            yield StatusClause(ClauseKind.REPEALS, low, high, target=reference)
    amending = _AMENDING.search(text, low, high)
    if amending is not None and ending is None:
        for reference in find_references(text, low, amending.start()):
            yield StatusClause(ClauseKind.AMENDS, low, high, target=reference)


def _targets(references: Sequence[Reference], ending: int, text: str) -> Sequence[Reference]:
    """What 废止 applies to: the documents named before it, else those after it (现废止《…》)."""
    before = [reference for reference in references if reference.start < ending]
    basis = [r for r in before if re.search(r"(?:根据|按照|依据|依照)$", text[max(0, r.start - 2) : r.start])]
    before = [reference for reference in before if reference not in basis]
    return before or [reference for reference in references if reference.start > ending]


def _count(numeral: str) -> int | None:
    return int(numeral) if numeral.isdigit() else chinese_number(fold(numeral))

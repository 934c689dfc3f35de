"""Sentences that settle when a document is in force, and which others it ends or changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ingest.dates import find_dates, find_period_end
from ingest.head import TITLE_ENDINGS, split_lines
from ingest.normalise import chinese_number, fold
from ingest.references import find_references
from ingest.sentences import split_sentences
from ingest.types import ClauseKind, Reference, StatusClause

# A clause speaks of the document itself where it says so; 证书有效期三年 does not.
_CLASS_WORDS = (
    "办法|意见|通知|措施|方案|政策|规定|细则|条例|决定|规则|计划|规划|公告|通告|文件|指南|法|制度|规范|标准|章程|准则|规程|"
    "解释|目录|清单|预案|批复|纲要|令|修正案|守则"
)
_QUALIFIERS = "若干|行动|工作|实施|指导|政策|暂行|管理|奖励|试行"
_SELF = (
    rf"(?:本(?:{_QUALIFIERS}){{0,2}}(?:{_CLASS_WORDS})"
    r"|(?:以上|上述)(?:各项|相关|有关)?(?:政策|扶持)?(?:措施|政策|规定|条款|意见))"
)
_PUBLISHING = r"(?:公布|通过|批准|发布|印发|颁布|下发|发文|发出)"
_GAP = r"[ \t　]*"
_VERB = r"(?:施行|实施|执行|生效|试行|实行)"
_COUNT = r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,4})"

# 自2024年1月1日起施行.
_FROM_DATE = re.compile(
    rf"(?:自|从|于|定于){_GAP}(?=[\d〇零一二○])(?P<date>[^，,。；;]{{6,14}}?[日号])(?:零时)?{_GAP}起?{_GAP}(?:正式)?{_VERB}"
)
# 自印发之日起施行, 自公布之日起30日后施行, 自发布之日起有效期五年.
_FROM_ISSUE = re.compile(
    rf"(?:自|从)?{_PUBLISHING}之?日起?{_GAP}(?:{_COUNT}{_GAP}(?P<unit>日|天|个月)后)?{_GAP}"
    rf"(?:开始|正式)?起?(?:{_VERB}|有效期)"
)
_TERM = r"(?:(?:有效|试行|暂行|施行|实施|执行|适用)期限?|(?:有效|执行|适用)时间|(?:执行|政策)时限)"
_SINCE = rf"(?:(?:自|从)[^，,。；;]{{2,20}}?日起(?:的|计算|算起?)?{_GAP})?"  # 有效期自发布之日起三年
# 有效期五年, 试行期为一年, 试行两年.
_VALID_FOR = re.compile(
    rf"(?:{_TERM}(?:暂定)?[为是:：]?{_GAP}{_SINCE}|有效|试行){_GAP}{_COUNT}{_GAP}(?P<unit>个月|年)(?!度|\d)"
)
# 有效期至2025年12月31日, 执行期限为2024年1月1日至2026年12月31日.
_VALID_UNTIL = re.compile(
    rf"(?:{_TERM}[为是:：]?[^，,。；;]{{0,24}}?|有效|{_VERB})(?:延长|延续|截止)?[至到]{_GAP}(?=[\d二２])"
)
# 自2024年7月1日起执行，至2026年12月31日止: a day with 止 behind it needs no word before.
_STOPS = re.compile(
    rf"起[^。；;]{{0,12}}?[，,]{_GAP}[至到]{_GAP}(?=[\d二２][^，,。；;]{{6,14}}?[日号]{_GAP}[止前])"
)
_EXTENDED = re.compile(r"有效期限?(?:再)?(?:延长|延续|顺延|延期)[至到]")
# 本通知适用截止时间为2020年6月30日.
_ENDS_ON = re.compile(
    rf"(?:{_TERM}|有效|执行|适用|实施|施行)(?:的)?截止(?:时间|日期|日|期限?)?[为是:：至到]{{0,2}}{_GAP}(?=[\d二２])"
)
# 有效期至应急响应解除, 有效期为疫情防控期间, 截止日期视情况另行公告.
_VALID_WHILE = re.compile(
    rf"(?:{_TERM}|有效)(?:暂定)?(?:延长|延续|截止)?[为是:：至到]{{1,2}}(?![\d二２])[^，,。；;]{{2,40}}?(?:解除|结束|终止|期间|为止|时止|之日止|出台|停止)"
    r"|(?:截止|失效|终止)(?:日期|时间|日)[^，,。；;]{0,20}另行(?:公告|通知|公布|明确|规定)"
    r"|在[^，,。；;]{2,30}期间有效|适用于[^，,。；;]{0,12}(?:疫情|防控|应急|响应|试点)[^，,。；;]{0,12}期间"
)
UNTIL_CHARS = 16  # 二〇二五年十二月三十一日 has 12, spaces included up to 16
_ABOUT_ITSELF = re.compile(
    rf"{_SELF}|{_PUBLISHING}之?日|现予公布|起(?:正式)?{_VERB}|^(?:第[〇零一二三四五六七八九十百\d]+条{_GAP})?有效期"
)
# What stands before the clause where line breaks were lost: who is responsible for the item above it.
_ENTRY = re.compile(
    r"^(?:[（(](?:责任|牵头|配合|主办)[^（()）]{2,200}[）)][ \t　]*)?"
    r"(?:第[〇零一二三四五六七八九十百\d]+条|[（(]?[一二三四五六七八九十\d]+[）)、.．])?[ \t　]*"
)
_ANNOUNCED = re.compile(
    r"(?:现予|予以|现)(?:公布|发布|印发|颁布)[^。]{0,30}$|^现将[^。]{2,60}(?:公布|发布|印发|通知)(?:如下|给你们)[，,]$"
)
_SUBJECT = re.compile(rf"{_SELF}[^，,。]{{0,12}}$|^{_SELF}[^。]{{0,120}}[，,]$")

# Decisions that sort documents into lists: kept, to be changed, repealed, lapsed.
_CLEARING = re.compile(r"废止|失效|清理|停止执行")
_LIST_HEADING = re.compile(r"目录|清单|名单|(?:文件|法规|规章)(?:[（(]共?\d+件[）)])?[:：]?$|[:：]$")
_REPEAL_LIST = re.compile(r"废止|失效|停止执行")
_KEPT_LIST = re.compile(r"继续有效|保留|修改|拟修订|现行有效")
_OTHER_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|附[\s　]*件|第[一二三四五六七八九十]+部分)")
MAX_LIST_HEADING_CHARS = 60

# A sentence without any of these settles nothing.
_TELLING = re.compile(r"截止|施行|实施|执行|生效|实行|试行|有效|废止|失效|停止|修改|修订|修正|修订")
_ENDING = re.compile(
    r"(?:同时|即行|予以|一并|相应|自行|现予|决定|宣布|，|,)?(?:废止|停止执行|停止实施|不再执行|失效|停止施行)"
)
# Ending in general, or in the future, or of something else than a document that is named.
_NOT_ENDING = re.compile(
    r"应当.{0,8}废止|及时.{0,10}废止|修改(?:、|或者|和|或)废止|[、或](?:者)?废止|废止(?:、|或|和)|未.{0,6}废止|尚未.{0,8}失效"
)
_AMENDING = re.compile(
    r"[作做]出?(?:如下|以下|相应)?(?:修改|修订|修正)|进行(?:如下|以下)(?:修改|修订)|修改为|修改如下|予以修[改订]|决定(?:对|修改)"
)
_CITED = re.compile(r"《[^》]{0,200}》?|[（(][^（()）]{0,200}[）)]")
# Documents named in the history of the one that is repealed: 根据《关于修改…的决定》修正的, 第17号令发布的.
_HISTORY = re.compile(
    r"^(?:文件|通知)?(?:第[一二三四五六七八九十]+次)?(?:发布|公布|颁布|印发|修改|修订|修正)"
)
MAX_WORDS_TO_ENDING = 40  # 自本办法施行之日起同时废止 and the like, between the last title and 废止
# A title that is more than the class word alone.
_DOCUMENT_TITLE = re.compile(
    rf"(?<=[\u4e00-\u9fff〉》）)])(?:{TITLE_ENDINGS})(?:[（(〔][^（()）]{{1,40}}[）)〕])?$"
)
_SHORT_NAME = re.compile(
    r"^(?:若干|实施|管理|暂行|行动|工作|奖励|原|本)?(?:若干)?(?:办法|意见|通知|措施|方案|政策|规定|细则|条例|决定|规则|计划|规划|解释|规范)$"
)


def find_clauses(text: str, issued: date | None, title: tuple[int, int] | None) -> tuple[StatusClause, ...]:
    """Status clauses in text order; a day counted from 印发之日 is ``issued``, None if that is unknown."""
    clauses: list[StatusClause] = list(_title_clauses(text, title))
    for low, high in split_sentences(text):
        if title is not None and low < title[1] and title[0] < high:
            continue
        if not _TELLING.search(text, low, high):
            continue
        clauses += _own_validity(text, low, high, issued)
        clauses += _other_documents(text, low, high)
    clauses += _listed_repeals(text, title)
    return tuple(sorted(clauses, key=lambda clause: (clause.start, clause.end)))


def _listed_repeals(text: str, title: tuple[int, int] | None) -> Iterator[StatusClause]:
    """The rows under 废止的规范性文件目录 and the like, in a decision about which documents stay in force."""
    if title is None or not _CLEARING.search(text, *title):
        return
    listing = False
    for line in split_lines(text[title[1] :]):
        shift = title[1]
        if _LIST_HEADING.search(line.text) and len(line.text) <= MAX_LIST_HEADING_CHARS:
            listing = bool(_REPEAL_LIST.search(line.text)) and not _KEPT_LIST.search(line.text)
        elif _OTHER_HEADING.match(line.text):
            listing = False
        elif listing:
            reference = _row_reference(text, shift + line.start, shift + line.end)
            if reference is not None:
                yield StatusClause(ClauseKind.REPEALS, shift + line.start, shift + line.end, target=reference)


def _row_reference(text: str, start: int, end: int) -> Reference | None:
    """A document named in a table row (序号 | 名称 | 文号 | …) or list item, in 《》 or bare."""
    cited = find_references(text, start, end)
    titled = next((reference for reference in cited if reference.title), None)
    if titled is not None and titled.document_number:
        return titled
    number = next((reference.document_number for reference in cited if reference.title is None), None)
    if titled is not None:
        return Reference(start, end, titled.title, number)
    cells = [cell.strip() for cell in re.split(r"[|\t]", text[start:end])]
    title = next((cell for cell in cells if _names_document(cell)), None)
    return Reference(start, end, title, number) if title or number else None


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
    until = next(
        (found for one in (_VALID_UNTIL, _STOPS, _ENDS_ON) if (found := one.search(text, low, high))), None
    )
    if until is not None and (effective is not None or _is_own(text, low, until.start())):
        last = find_period_end(text, until.end(), min(high, until.end() + UNTIL_CHARS))
        if last is not None:
            yield StatusClause(ClauseKind.VALID_UNTIL, low, high, day=last.day)
            return
    length = _VALID_FOR.search(text, low, high)
    if length is not None and (effective is not None or _is_own(text, low, length.start())):
        count = _count(length["count"])
        if count:
            months = count * (12 if length["unit"] == "年" else 1)
            yield StatusClause(ClauseKind.VALID_FOR, low, high, months=months)
            return
    event = _VALID_WHILE.search(text, low, high)
    if event is not None and (effective is not None or _is_own(text, low, event.start())):
        yield StatusClause(ClauseKind.VALID_WHILE, low, high)


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
    """Whether what stands at ``at`` is said of this document.

    本办法自…, 现予公布，自…, or a sentence that begins with it.
    """
    before = _ENTRY.sub("", text[low:at])
    return not before or bool(_SUBJECT.search(before) or _ANNOUNCED.search(before))


def _other_documents(text: str, low: int, high: int) -> Iterator[StatusClause]:
    yield from _extended(text, low, high)
    bare = _CITED.sub(lambda cited: " " * len(cited[0]), text[low:high])
    ending = _ENDING.search(bare)
    if ending is not None and not _NOT_ENDING.search(bare):
        for reference in _targets(_documents(text, low, high), low + ending.start(), text):
            yield StatusClause(ClauseKind.REPEALS, low, high, target=reference)
    amending = _AMENDING.search(bare)
    if amending is not None and ending is None:
        for reference in _documents(text, low, low + amending.start()):
            yield StatusClause(ClauseKind.AMENDS, low, high, target=reference)


def _extended(text: str, low: int, high: int) -> Iterator[StatusClause]:
    """《…》有效期延长至2026年12月31日: a later end for another document."""
    match = _EXTENDED.search(text, low, high)
    last = find_period_end(text, match.end(), min(high, match.end() + UNTIL_CHARS)) if match else None
    if match is None or last is None:
        return
    for reference in _documents(text, low, match.start()):
        yield StatusClause(ClauseKind.VALID_UNTIL, low, high, day=last.day, target=reference)


def _documents(text: str, low: int, high: int) -> list[Reference]:
    """Citations that name a document: 《采矿许可证》 and the short name 《解释》 do not."""
    return [
        reference
        for reference in find_references(text, low, high)
        if reference.document_number or (reference.title and _names_document(reference.title))
    ]


def _names_document(title: str) -> bool:
    return bool(_DOCUMENT_TITLE.search(title)) and not _SHORT_NAME.match(title)


def _targets(references: Sequence[Reference], ending: int, text: str) -> Sequence[Reference]:
    """What 废止 applies to: the documents named before it, else those after it (现废止《…》)."""
    named = [
        reference
        for reference in references
        if not re.search(r"(?:根据|按照|依据|依照)$", text[max(0, reference.start - 2) : reference.start])
        and not _HISTORY.match(text[reference.end : reference.end + 12])
    ]
    before = [reference for reference in named if reference.start < ending]
    if not before:
        return [reference for reference in named if reference.start > ending]
    return before if ending - before[-1].end <= MAX_WORDS_TO_ENDING else ()


def _count(numeral: str) -> int | None:
    return int(numeral) if numeral.isdigit() else chinese_number(fold(numeral))

"""The parts of an official paper: title block, salutation, body, closing block, annexes.

A notice that carries a plan has two bodies: its own few lines, closed by signature and date, and the
plan under its title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.cleaning import Line
from ingest.numbering import LEGAL, read_marker
from ingest.types import BlockKind, SectionKind

# Longer than any title line seen in 1,700 laws and 30 State Council pages.
MAX_TITLE_CHARS = 80
# Notes under a title (who passed it, when, in which version) are longer.
MAX_NOTE_CHARS = 400
# A title block with its joint issuers and notes; a document that has no salutation and no numbering
# must not become a title block as a whole.
MAX_FRONT_LINES = 40
MAX_SALUTATION_CHARS = 200
# A covering notice is short; a date further down ends the whole document.
MAX_COVER_LINES = 20
MAX_SIGNATURE_CHARS = 40
# Signatures of joint issuers, contacts, copies.
MAX_CLOSING_LINES = 60

_END = "。；;！!？?"
_DATE = r"(?:\d{4}|[一二][〇○零OＯ0一二三四五六七八九]{3}) ?年 ?[\d一二三四五六七八九十]{1,3} ?月 ?[\d一二三四五六七八九十]{1,3} ?日"
DATE_LINE = re.compile(rf"[(（]?{_DATE}[)）]?(?:印发)?")
NOTE = re.compile(
    rf"[(（].*[)）]|{_DATE}.*(?:通过|批准|公布|发布|施行|修订|修正|修改|令|号).*|根据.{{0,20}}{_DATE}.*(?:修正|修订|修改|公告|决定).*|自{_DATE}起施行.?"
)
NUMBER_LINE = re.compile(
    r".{1,30}[〔\[（(【［]\d{4}[〕\]）)】］].{0,6}\d+ ?号|第 ?\d+ ?号(?:令)?|.{2,20}令第? ?\d+ ?号"
)
INDEX_FIELD = re.compile(
    r"(?:索 ?引 ?号|主题分类|主 ?题 ?词|发文机关|发文字号|成文日期|发布日期|发布机构|标 ?题|文 ?号|有效性|体裁分类|服务对象|信息分类|公开方式|公开范围|生成日期|实施日期|施行日期|生效日期|废止日期|信息名称|信息来源|名 ?称)[:：].*"
)

# The party a letter is addressed to, before its colon.
_ADDRESSEE = re.compile(
    r"(?:代表|委员|同志|先生|女士|政府|委员会|部门|机构|单位|[局厅部委办院校所会社团处科室队区县市]|公司|企业|中心|银行|开发区|管委会|党组|等|组织|居民|市民|朋友|群众|申请人)(?:[（(][^（()）]{1,40}[)）])?[:：]$"
)
_NOT_ADDRESSEE = re.compile(
    r"如下|以下|下列|收悉|通知|意见|现将|现就|规定|按照|根据|一是|包括|条件|单位[:：]|其中|负责|电话|地址|联系"
)

_CLOSING_OPENERS: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"(?:最后|再次|衷心|诚挚|非常|由衷)?[,，]?(?:再次|衷心|诚挚|非常|由衷|十分|真诚)?(?:地)?(?:感谢|谢谢)(?:您|你|各位|对|大家|贵).{0,150}"
    ),
    re.compile(
        r"(?:特此|专此|此)(?:通知|公告|通告|函复|函达|函告|答复|回复|复函|批复|报告|说明|复|致)[。.！!]?"
    ),
    re.compile(r"[（(](?:此件|此页无正文|此文|本文|信息公开).{0,40}[)）]"),
    re.compile(
        r"(?:主办|承办|协办|会办|联系|责任|答复|办理)(?:单位|部门|科室|处室)(?:及电话|及联系电话)?[:：].{0,80}"
    ),
    re.compile(
        r"(?:联 ?系 ?人|联系(?:电话|方式|地址)|经办人|责任人|电 ?话|咨询电话|监督电话|传 ?真|邮 ?编|邮政编码|通讯地址|地 ?址|(?:电子)?邮箱|电子信箱|签发人|承办人)(?:及[^:：]{1,10})?[:：].{0,120}"
    ),
    re.compile(r"抄 ?[送报告][:：].{0,300}"),
    re.compile(r"主 ?送[:：].{0,300}"),
    re.compile(
        r"(?:公开|主动公开|依申请公开|公开属性|公开方式|办理结果|答复类别|(?:信息)?公开类别)[:：].{0,30}|(?:主动公开|依申请公开|不予公开)"
    ),
    re.compile(rf".{{2,30}}{_DATE}印发.{{0,10}}|.{{0,20}}校对[:：].{{0,30}}|共印\d+份.{{0,20}}"),
)
_SIGNATURE = re.compile(
    r"[^。；;，,:：!！?？《》]{0,34}(?:政府|委员会|[局厅部委办院署会社处区团庭]|办公室|公司|中心|银行|领导小组|指挥部|专班|法院|检察院|大学|学院)(?:[ 　]{1,8}[^。；;，,:：]{2,34})?(?:[(（](?:章|盖章|代章|印章|公章)[)）])?"
)
ATTACHMENT_LIST = re.compile(
    r"附 ?[件表录图](?:[:：]|[ 　]{0,2}\d{1,2}[:：.．、])[ 　]*.{1,}|附 ?[件表录图][:：]"
)
LIST_ITEM = re.compile(r"(?:附 ?[件表录图] ?)?[(（]?[\d一二三四五六七八九十]{1,3}[)）]?[.．、:：].{2,100}")
ANNEX_START = re.compile(
    r"附 ?[件表录图][ 　]{0,4}(?:[\d一二三四五六七八九十]{1,3}|[A-Z])?(?:[-—]\d{1,2})?[:：]?(?:[ 　]{0,4}[^。；;:：]{2,60})?"
)
ANNEX_LABEL = re.compile(r"附 ?[件表录图][ 　]{0,4}(?:[\d一二三四五六七八九十]{1,3}|[A-Z])?(?:[-—]\d{1,2})?")
_LIST_OPENING = re.compile(r"附 ?[件表录图][:：][ \u3000]*\S")
CONTENTS = re.compile(r"目[ 　]*[录次]")


@dataclass(frozen=True, slots=True)
class Zone:
    """Lines first..last-1 and the part they play."""

    kind: SectionKind
    first: int
    last: int
    label: str = ""
    heading: str = ""
    body: int = 0  # first line after the heading lines; equals ``first`` where there is no heading


def lay_out(lines: Sequence[Line]) -> list[Zone]:
    """The zones of a document, in order, every line in exactly one."""
    annexes = _annex_starts(lines)
    main_end = annexes[0] if annexes else len(lines)
    zones = _main_zones(lines, 0, main_end)
    for first, last in zip(annexes, [*annexes[1:], len(lines)], strict=False):
        zones.append(_annex_zone(lines, first, last))
    return [zone for zone in zones if zone.first < zone.last]


def flat(text: str) -> str:
    """A line for comparison: the spaces that set 通      知 apart taken out."""
    return re.sub(r"(?<=[^\x00-\x7f])[ \u3000]+(?=[^\x00-\x7f])", "", text.strip())


def _main_zones(lines: Sequence[Line], first: int, last: int) -> list[Zone]:
    front = _front_end(lines, first, last)
    salutation = front
    if front < last and _is_salutation(lines[front]):
        salutation = front + 1
    zones = [
        Zone(SectionKind.FRONT, first, front, body=first),
        Zone(SectionKind.SALUTATION, front, salutation, body=front),
    ]
    cover = _cover_closing(lines, salutation, last)
    if cover is not None:
        closing, title, body = cover
        zones += [
            Zone(SectionKind.BODY, salutation, closing, body=salutation),
            Zone(SectionKind.CLOSING, closing, title, body=closing),
        ]
        end = _closing_start(lines, body, last)
        heading = _joined(lines[title:body])
        zones.append(Zone(SectionKind.BODY, title, end, heading=heading, body=body))
    else:
        end = _closing_start(lines, salutation, last)
        zones.append(Zone(SectionKind.BODY, salutation, end, body=salutation))
    zones += _closing_zones(lines, end, last)
    return zones


def _front_end(lines: Sequence[Line], first: int, last: int) -> int:
    """The first line that is neither title, number, date, note nor table of contents."""
    at = first
    while at < min(last, first + MAX_FRONT_LINES):
        line = lines[at]
        if CONTENTS.fullmatch(line.text):
            return _contents_end(lines, at, last)
        if not _is_front(line, at == first):
            break
        at += 1
    return at


def _is_front(line: Line, is_first: bool) -> bool:
    text = flat(line.text)
    if line.kind is BlockKind.TABLE or _is_salutation(line):
        return False
    if NOTE.fullmatch(text):
        return len(text) <= MAX_NOTE_CHARS
    if line.kind is BlockKind.HEADING and is_first:
        return True
    if read_marker(line.text) is not None or text[-1:] in _END + ":：，,":
        return bool(INDEX_FIELD.fullmatch(text))
    if len(text) <= MAX_TITLE_CHARS and "。" not in text:
        return line.kind is not BlockKind.HEADING
    return bool(NUMBER_LINE.fullmatch(text) or INDEX_FIELD.fullmatch(text))


def _contents_end(lines: Sequence[Line], at: int, last: int) -> int:
    """After a table of contents: where its first entry comes again."""
    if at + 1 >= last:
        return last
    entry = _entry(lines[at + 1].text)
    for i in range(at + 2, last):
        if _entry(lines[i].text) == entry:
            return i
    return at + 1


def _entry(text: str) -> str:
    return re.sub(r"[ \u3000.…·\d]+$", "", flat(text)).replace(" ", "").replace("\u3000", "")


def _is_salutation(line: Line) -> bool:
    text = flat(line.text)
    if len(text) > MAX_SALUTATION_CHARS or line.kind is BlockKind.TABLE or "。" in text:
        return False
    return (
        bool(_ADDRESSEE.search(text)) and not _NOT_ADDRESSEE.search(text) and read_marker(line.text) is None
    )


def _cover_closing(lines: Sequence[Line], first: int, last: int) -> tuple[int, int, int] | None:
    """Of a covering notice: its closing's first line, the title's first line, the line after the title."""
    for at in range(first, min(last - 2, first + MAX_COVER_LINES)):
        if not DATE_LINE.fullmatch(flat(lines[at].text)):
            continue
        closing = at
        while closing > first and _is_signature(lines[closing - 1]):
            closing -= 1
        title = at + 1
        while title < last and _closes(lines[title]):
            title += 1
        body = title
        while body < last and body < title + 8 and _is_front(lines[body], body == title):
            body += 1
        if title < body < last:
            return closing, title, body
        return None
    return None


def _is_signature(line: Line) -> bool:
    text = flat(line.text)
    return (
        len(text) <= MAX_SIGNATURE_CHARS
        and bool(_SIGNATURE.fullmatch(line.text))
        and read_marker(text) is None
    )


def _closes(line: Line) -> bool:
    text = flat(line.text)
    return any(pattern.fullmatch(text) for pattern in _CLOSING_OPENERS)


def _closing_start(lines: Sequence[Line], first: int, last: int) -> int:
    """Where thanks, signature, date, contacts and copies begin, looking back from the end."""
    at = last
    while at > max(first, last - MAX_CLOSING_LINES):
        line = lines[at - 1]
        text = flat(line.text)
        listed = _list_start(lines, first, at)
        if listed is not None:
            at = listed
        elif line.kind is not BlockKind.TABLE and (
            _closes(line) or DATE_LINE.fullmatch(text) or _is_signature(line)
        ):
            at -= 1
        else:
            break
    return at


def _list_start(lines: Sequence[Line], first: int, end: int) -> int | None:
    """The line 附件：1.… of the list of attachments that ends just before ``end``, if one does."""
    at = end - 1
    while (
        at > first and LIST_ITEM.fullmatch(lines[at].text) and not ATTACHMENT_LIST.fullmatch(lines[at].text)
    ):
        at -= 1
    return at if at >= first and ATTACHMENT_LIST.fullmatch(lines[at].text) else None


def _closing_zones(lines: Sequence[Line], first: int, last: int) -> list[Zone]:
    """One zone, or three where a list of attachments stands in it."""
    for at in range(first, last):
        if ATTACHMENT_LIST.fullmatch(lines[at].text):
            end = at + 1
            while end < last and LIST_ITEM.fullmatch(lines[end].text) and not _closes(lines[end]):
                end += 1
            listed = Zone(SectionKind.CLOSING, at, end, label="附件", heading="附件", body=at)
            rest = Zone(SectionKind.CLOSING, end, last, body=end)
            return [Zone(SectionKind.CLOSING, first, at, body=first), listed, rest]
    return [Zone(SectionKind.CLOSING, first, last, body=first)]


def _annex_starts(lines: Sequence[Line]) -> list[int]:
    """Lines that open an annex, as against lines that list one."""
    starts = []
    for at, line in enumerate(lines):
        if at == 0 or line.kind is BlockKind.TABLE or not ANNEX_START.fullmatch(flat(line.text)):
            continue
        if at + 1 >= len(lines) or _listed(lines, at):
            continue
        # 附件：某某办法 before the signature lists it; after the signature it opens it.
        if _LIST_OPENING.match(line.text) and not _follows_closing(lines, at):
            continue
        starts.append(at)
    return starts


def _follows_closing(lines: Sequence[Line], at: int) -> bool:
    before = lines[at - 1]
    return bool(DATE_LINE.fullmatch(flat(before.text))) or _closes(before)


def _listed(lines: Sequence[Line], at: int) -> bool:
    """Whether the line stands in a list of attachments: others or the signature come right after it."""
    bare = ANNEX_LABEL.fullmatch(flat(lines[at].text).rstrip(":："))
    following = lines[at + 1]
    if ANNEX_START.fullmatch(flat(following.text)) or DATE_LINE.fullmatch(flat(following.text)):
        return True
    if bare:
        return False
    return (
        _is_signature(following)
        and at + 2 < len(lines)
        and bool(DATE_LINE.fullmatch(flat(lines[at + 2].text)))
    )


def _annex_zone(lines: Sequence[Line], first: int, last: int) -> Zone:
    match = ANNEX_LABEL.match(lines[first].text)
    label = "".join(match[0].split()) if match else ""
    body = first + 1
    bare = match is not None and not lines[first].text[match.end() :].strip(":： \u3000")
    while bare and body < min(last, first + 4) and _is_front(lines[body], is_first=False):
        body += 1
    return Zone(SectionKind.ANNEX, first, last, label, _joined(lines[first:body]), body)


def _joined(lines: Sequence[Line]) -> str:
    """A heading over several lines as one; a label keeps a space after it."""
    parts = [flat(line.text) for line in lines]
    if len(parts) > 1 and ANNEX_LABEL.fullmatch(parts[0].rstrip(":：")):
        return parts[0].rstrip(":：") + " " + "".join(parts[1:])
    return "".join(parts)


__all__ = ["LEGAL", "Zone", "flat", "lay_out"]

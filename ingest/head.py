"""The head of a document: which line is the title, the number, a labelled field, the addressee."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.dates import whole_date
from ingest.labels import LABEL
from ingest.references import find_numbers, normalise_number
from ingest.types import CELL_MARK

# The head of the longest real documents (page table, red head, decree, title, note) is about 40 lines.
MAX_HEAD_LINES = 60
MAX_TITLE_LINES = 8
MAX_TITLE_LINE_CHARS = 90
MAX_TITLE_CHARS = 160
MAX_COMMA_LINE_CHARS = 25  # a longer line with a comma that ends like no title is text
_JOINTS = " \u3000-—–－_|:："  # between a number and the title that a site's list puts after it
MAX_RUN_ON_LINES = 2  # a document has title, text and signature; with fewer lines, breaks were lost
MAX_ROLE_CHARS = 300  # a longer line is text, whatever it looks like


class Role(StrEnum):
    """What a line of the head is."""

    TITLE = "title"  # could be a line of a title
    ORGAN = "organ"  # the name of an issuing body and nothing else
    LETTERHEAD = "letterhead"  # XX人民政府文件
    DECREE = "decree"  # XX人民政府令
    NUMBER = "number"
    DATE = "date"
    NOTE = "note"  # who passed it and when; 此件公开发布
    FIELD = "field"  # 发布日期：2024-10-04, breadcrumbs, buttons
    ADDRESSEE = "addressee"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its surrounding white space, and its span."""

    text: str
    start: int
    end: int


# What an official title ends with; the bracketed edition after it is cut off before the test.
TITLE_ENDINGS = (
    "通知|意见|办法|规定|条例|细则|方案|规划|计划|措施|决定|公告|通告|批复|复函|函|答复|报告|法|规则|指南|政策|"
    "纲要|要点|解读|名单|目录|标准|制度|章程|预案|公报|命令|议案|决议|解释|准则|清单|说明|通报|指引|规范|安排|"
    "办理情况|工作总结|倡议书|建议|提案|情况|令|守则|程序|须知|问答|规程|批准书|对策|举措|行动|政策汇编|法典|宪法"
)
_ENDED = re.compile(rf"(?:{TITLE_ENDINGS})$")
_EDITION = re.compile(r"[（(〔\[][^（()）]{1,40}[）)〕\]]$")
_EDITION_LINE = re.compile(
    r"^[（(〔\[]?(?:(?:公开)?征求意见稿|草案|修订|修正|试行|暂行|送审稿|讨论稿|\d{4}\s*[—－\-~～至—]+\s*\d{4}\s*年?|"
    r"\d{4}\s*年?(?:版|修订版?|修正版?|本)?)[^（()）]{0,12}[）)〕\]]?$"
)
ORGAN_ENDINGS = (
    "人民政府|政府|办公厅|办公室|国务院|委员会|常委会|局|厅|部|院|会|署|室|指挥部|领导小组|市委|省委|县委|区委|工委|党委|"
    "总队|支队|银行|中心|公司|大学|学校|小组|军委|署|委|分行|处|站|社|科|团"
)
ORGAN = re.compile(rf"^(?![^\n]*(?:关于|印发|转发))[\u4e00-\u9fff（）()·]{{1,40}}(?:{ORGAN_ENDINGS})$")
_LETTERHEAD = re.compile(r"^[\u4e00-\u9fff（）()\s　、]{3,60}(?:文件|办公室文件|公文|公报)$")
_DECREE = re.compile(r"^[\u4e00-\u9fff\s　、]{2,40}令$")
_BODY_START = re.compile(
    r"^(?:第[〇零一二三四五六七八九十百千\d]+[编章节条部]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|\d{1,2}[.．、]|目\s*录$|.{0,20}[电讯][（(]|\d{1,2}月\d{1,2}日|为|根据|依据|按照|您|你们|现将|经|近年来|目前|一是|前\s*言|序\s*言)"
)
_NOTE = re.compile(r"通过|公布|施行|修订|修正|批准|发布|删减|公开|印发|依申请|起草")
# 2020年11月27日 上海市第十五届…会议通过; 2010年10月1日 施行.
_PASSED = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日.*(?:通过|公布|批准|发布|修[订正]|施行)[^。]{0,12}$")
_CRUMB = re.compile(r"首页|当前位置|您的位置|^位置|[>＞»]")
_BUTTON = re.compile(
    r"打印|字体|分享|收藏|浏览(?:次数|量)|阅读(?:次数|量)|点击(?:数|量)|来源|扫一扫|责任编辑|^【|下载|www\.|http|无障碍|^签发人"
)
# 附件 on a line of its own, above the title of what is annexed.
_ANNEX_MARK = re.compile(r"附[件表录]?\d{0,2}[:：]?")
_NUMBER_LABEL = re.compile(r"^(?:发文字号|文号)[:：]?")
_LABEL_ONLY = re.compile(r"^[\u4e00-\u9fff\s　]{2,14}[:：]$")
# What starts the second half of a title whose first half is the issuer.
_CONTINUES = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,30}[局厅部委院会室府])?(?:关于|印发|转发|批转|公布|发布|对|办公[厅室]|《)"
)
# 关于印发…办法 / 的通知: the first line reads as a whole title, but the act is named in the next.
_ACT = re.compile(
    r"的(?:通知|(?:指导|实施|若干)?意见|公告|通告|批复|决定|通报|复?函|答复|报告|规定|办法)(?:[（(].{1,20}[）)])?$"
)
_ABOUT = re.compile(r"关于|印发|转发|批转")


def split_lines(text: str) -> list[Line]:
    """The lines that hold anything, with a Markdown heading mark cut off."""
    lines: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        body = re.sub(r"^[\s　]*(?:#{1,6} )?[\s　]*", "", raw)
        start = at + len(raw) - len(body)
        body = body.rstrip()
        if body:
            lines.append(Line(body, start, start + len(body)))
        at += len(raw) + 1
    if len(lines) <= MAX_RUN_ON_LINES:
        longest = MAX_TITLE_LINE_CHARS if len(lines) > 1 else 0  # a shorter first line was not run together
        return [piece for line in lines for piece in (_pieces(line) if len(line.text) > longest else [line])]
    head = [piece for line in lines[:MAX_HEAD_LINES] for piece in _field_pieces(line)]
    return head + lines[MAX_HEAD_LINES:]


def _pieces(line: Line) -> list[Line]:
    """The parts of a line between white space: text whose line breaks were lost shows them as spaces."""
    return [
        Line(match[0], line.start + match.start(), line.start + match.end())
        for match in re.finditer(r"\S+", line.text)
    ]


def _field_pieces(line: Line) -> list[Line]:
    """云政发〔2024〕11号　2024年6月5日　云川市人民政府: a number, a day and a body on one line are three."""
    if len(line.text) > MAX_TITLE_LINE_CHARS or "号" not in line.text:
        return [line]
    pieces = _pieces(line)
    numbers = sum(normalise_number(piece.text) is not None for piece in pieces)
    others = sum(whole_date(piece.text) is not None or bool(ORGAN.match(piece.text)) for piece in pieces)
    return pieces if numbers == 1 and others and numbers + others == len(pieces) else [line]


def squeeze(text: str) -> str:
    """Without white space, save one space between Latin words and between two joint issuers."""
    pieces = text.split()
    joined = pieces[0] if pieces else ""
    for piece in pieces[1:]:
        latin = (
            joined[-1:].isascii() and joined[-1:].isalnum() and piece[:1].isascii() and piece[:1].isalnum()
        )
        joint = ORGAN.match(joined.rsplit(" ", 1)[-1]) and ORGAN.match(re.split("关于|印发|转发", piece)[0])
        joined += (" " if latin or joint else "") + piece
    return joined


def is_complete(title: str) -> bool:
    """Whether the text reads as a whole title: ends like one, and leaves no bracket open."""
    bare = _EDITION.sub("", "".join(title.split()))
    return (
        bool(_ENDED.search(bare))
        and bare.count("《") == bare.count("》")
        and bare.count("（") == bare.count("）")
    )


def role_of(line: Line) -> Role:
    """What one line of the head is, judged alone: the first test that it passes."""
    bare = "".join(line.text.split())
    if len(bare) > MAX_ROLE_CHARS:
        return Role.BODY
    return next((role for role, holds in _TESTS if holds(line.text, bare)), Role.TITLE)


def _is_number(text: str, bare: str) -> bool:
    return not _DECREE.match(text) and normalise_number(_NUMBER_LABEL.sub("", bare)) is not None


def _is_field(text: str, bare: str) -> bool:
    labelled = LABEL.match(text) or (_LABEL_ONLY.match(text) and not is_addressee(text))
    row = CELL_MARK in text  # a form's or a table's: no title
    return bool(row or labelled or _CRUMB.search(text) or _BUTTON.search(text) or _ANNEX_MARK.fullmatch(bare))


def _is_note(text: str, bare: str) -> bool:
    bracketed = bare[0] in "（(" and _NOTE.search(bare) and not _EDITION_LINE.match(bare)
    return bool(bracketed or _PASSED.match(bare))


def _is_organ(text: str, bare: str) -> bool:
    return bool(ORGAN.match(bare) and len(bare) > 3) or _all_organs(text)


def is_addressee(text: str) -> bool:
    """各县、区人民政府： / 叶元朋代表: – ends with a colon and names someone."""
    bare = text.strip()
    if bare[-1:] not in ("：", ":") or len(bare) < 4:
        return False
    return bool(
        re.match(r"^(?:各|省|市|县|区|驻|有关|市直)", bare)
        or re.search(
            r"(?:委员|代表|同志|先生|女士|政府|单位|部门|委员会|局|厅|部|公司|企业|院|办公[室厅]|机构|会|校|委|国务院)[们等]?[）)]?[:：]$",
            bare,
        )
    )


def _all_organs(text: str) -> bool:
    parts = [part for part in re.split(r"[\s　、]+", text) if part]
    return len(parts) > 1 and all(ORGAN.match(part) and len(part) > 2 for part in parts)


def _is_body(text: str, bare: str) -> bool:
    if len(bare) > MAX_TITLE_LINE_CHARS or bare[-1] in "。；;！!？?，,：:" or "。" in bare:
        return True
    prose = _BODY_START.match(bare) or ("，" in bare and len(bare) > MAX_COMMA_LINE_CHARS)
    return bool(prose) and not is_complete(bare)


# In order: a decree's head line reads like an organ's, a date in brackets like a note.
_TESTS: tuple[tuple[Role, Callable[[str, str], bool]], ...] = (
    (Role.NUMBER, _is_number),
    (Role.DATE, lambda text, bare: whole_date(text) is not None),
    (Role.NOTE, _is_note),
    (Role.FIELD, _is_field),
    (Role.ADDRESSEE, lambda text, bare: is_addressee(text)),
    (Role.DECREE, lambda text, bare: bool(_DECREE.match(text))),
    (Role.LETTERHEAD, lambda text, bare: bool(_LETTERHEAD.match(text))),
    (Role.ORGAN, _is_organ),
    (Role.BODY, _is_body),
)


@dataclass(frozen=True, slots=True)
class Head:
    """The lines of a document with the title found among them."""

    lines: tuple[Line, ...]
    roles: tuple[Role, ...]  # of the first MAX_HEAD_LINES lines
    title: tuple[int, int] | None  # span; the title as written may run over several lines
    title_lines: tuple[int, int]  # half-open range of lines it takes; (0, 0) if there is none


def read_head(text: str) -> Head:
    """Split the head into lines and find the title.

    1. A run of title lines that together read as a title, the first such run.
    2. After a decree (XX令 … 现予公布), the title of what it publishes.
    3. A single short first line, where nothing reads as an official title (news).
    """
    lines = split_lines(text)
    run_on = "\n" not in text.strip()
    roles = [role_of(line) for line in lines[:MAX_HEAD_LINES]]
    found = (
        _title_run(lines, roles) or _headline(text, lines, roles) or _plain_first_line(lines, roles, run_on)
    )
    if found is None:
        return Head(tuple(lines), tuple(roles), None, (0, 0))
    first, last, end = found
    start = lines[first].start
    number = next(iter(find_numbers(text, start, lines[first].end)), None)
    if number is not None and number.start == start and number.end < end:
        # 云政〔2020〕5号市人民政府关于…, 云政〔2020〕5号-市人民政府关于…
        start = end - len(text[number.end : end].lstrip(_JOINTS))
    return Head(tuple(lines), tuple(roles), (start, end), (first, last))


def _title_run(lines: Sequence[Line], roles: Sequence[Role]) -> tuple[int, int, int] | None:
    at = 0
    decree = Role.DECREE in roles[:12]
    while at < len(roles):
        if roles[at] in (Role.BODY, Role.ADDRESSEE) and not decree:
            return None
        if roles[at] in (Role.TITLE, Role.ORGAN):
            last = _run_from(at, lines, roles)
            if last is not None:
                return at, last, lines[last - 1].end
        at += 1
    return None


def _run_from(first: int, lines: Sequence[Line], roles: Sequence[Role]) -> int | None:
    """The line after the title that begins at ``first``, or None if no title begins there."""
    joined = ""
    for at in range(first, min(len(roles), first + MAX_TITLE_LINES)):
        text = lines[at].text
        if roles[at] is Role.ORGAN and joined and not ORGAN.match("".join(joined.split())):
            if not joined.endswith(("的", "关于", "、", "和", "发", "对")):
                return None
        elif roles[at] not in (Role.TITLE, Role.ORGAN):
            return None
        if (
            roles[at] is Role.TITLE
            and joined
            and ORGAN.match(joined.rsplit(maxsplit=1)[-1])
            and not _CONTINUES.match(text)
        ):
            return None
        joined += " " + text
        if len(joined) > MAX_TITLE_CHARS:
            return None
        if roles[at] is Role.TITLE and is_complete(joined):
            if at + 1 < len(roles) and roles[at + 1] is Role.TITLE and _goes_on(joined, lines[at + 1].text):
                continue
            return _with_edition(at + 1, lines, roles)
    return None


def _goes_on(joined: str, following: str) -> bool:
    """Whether the next line names the act that what reads like a whole title is about."""
    if following.startswith("的"):
        return True
    return bool(_ABOUT.search(joined) and not _ACT.search(joined) and _ACT.search(following))


def _with_edition(at: int, lines: Sequence[Line], roles: Sequence[Role]) -> int:
    """A following （征求意见稿） line belongs to the title."""
    if (
        at < len(roles)
        and roles[at] is not Role.DATE
        and _EDITION_LINE.match(lines[at].text)
        and lines[at].text[0] in "（(〔["
    ):
        return at + 1
    return at


def _headline(text: str, lines: Sequence[Line], roles: Sequence[Role]) -> tuple[int, int, int] | None:
    """A first line that is marked as a heading, or said again where the text begins."""
    if len(lines) < 2 or roles[0] not in (Role.TITLE, Role.BODY):
        return None
    first = lines[0].text
    marked = text.lstrip().startswith("# ")
    again = first[:SAID_AGAIN_CHARS]
    repeated = any(line.text.startswith(again) for line in lines[1:4])
    fits = MIN_PLAIN_TITLE_CHARS <= len(first) <= MAX_TITLE_LINE_CHARS and first[-1] not in "。；;：:"
    return (0, 1, lines[0].end) if fits and (marked or repeated) else None


SAID_AGAIN_CHARS = 12  # a headline and its text differ in spaces and invisible marks further on
MIN_PLAIN_TITLE_CHARS = 6
MAX_PLAIN_TITLE_CHARS = 60


MAX_PLAIN_PIECES = 3  # a headline of two or three clauses


def _plain_first_line(lines: Sequence[Line], roles: list[Role], run_on: bool) -> tuple[int, int, int] | None:
    for at, role in enumerate(roles):
        if role in (Role.FIELD, Role.LETTERHEAD):
            continue
        length = len(lines[at].text)
        followed = at + 1 < len(lines)
        if role is Role.TITLE and followed and MIN_PLAIN_TITLE_CHARS <= length <= MAX_PLAIN_TITLE_CHARS:
            last = at
            while run_on and roles[last + 1 : last + 2] == [Role.TITLE]:
                last += 1
            return (at, last + 1, lines[last].end) if last - at < MAX_PLAIN_PIECES else None
        return None
    return None

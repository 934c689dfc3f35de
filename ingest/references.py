"""Document numbers and citations of other documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.normalise import chinese_number, fold
from ingest.types import Reference

_GAP = r"[ \t　]*"
_OPEN, _CLOSE = r"[〔\[【（(﹝［〖]", r"[〕\]】）)﹞］〗]"
_NUMERAL = r"(?:\d{1,5}|[〇零一二三四五六七八九十百]{1,6})"

# Each form is found by its rare part; the agency's name or code is then read backwards from there.
# 驻政〔2018〕25号: year in any bracket, running number.
_CODED = re.compile(
    rf"{_OPEN}{_GAP}(?P<year>(?:19|20|１９|２０)\d{{2}}){_GAP}年?{_GAP}{_CLOSE}"
    rf"{_GAP}第?{_GAP}(?P<serial>\d{{1,5}}){_GAP}[号號]"
)
# 国务院令第706号, 河南省人民政府令（第45号）, 主席令第六号.
_DECREE = re.compile(rf"令{_GAP}(?P<open>[（(]?){_GAP}第{_GAP}(?P<serial>{_NUMERAL}){_GAP}号(?!令)")
# 云川市人民政府第45号令.
_DECREE_AFTER = re.compile(rf"第{_GAP}(?P<serial>{_NUMERAL}){_GAP}号令")
# 财政部 税务总局公告2023年第5号.
_ANNOUNCEMENT = re.compile(
    rf"(?P<word>公告|通告){_GAP}{_OPEN}?{_GAP}(?P<year>(?:19|20)\d{{2}}){_GAP}年?{_GAP}{_CLOSE}?"
    rf"{_GAP}第{_GAP}(?P<serial>\d{{1,5}}){_GAP}[号號]"
)
_CODE_BEFORE = re.compile(rf"[\u4e00-\u9fff]{{1,16}}(?:{_GAP}[\u4e00-\u9fff]{{1,8}})?{_GAP}$")
_NAMES_BEFORE = re.compile(r"[\u4e00-\u9fff 　、]*$")
MAX_CODE_CHARS = 24  # 国家发展改革委办公厅 and the like, in running text
MAX_NAMES_CHARS = 80  # five joint issuers before 公告

# Running text before a number is no part of the agency's code: 根据国发〔2018〕3号.
_LEAD_IN = re.compile(
    r"^.*(?:根据|按照|依据|依照|遵照|贯彻|落实|执行|参照|印发|下发|发布|公布|转发|简称|废止|停止|文件|通知|意见|办法|规定|"
    r"决定|答复|的公告|的通告|有关|以及|文号|字号|编号|我[院部局委办厅省市]|本[院部局委])"
    r"(?=[ 　]*[\u4e00-\u9fff])"
)
# Single words before a number; some begin the names of counties too (和政, 将乐), so not at a line's start.
_LEAD_IN_WORD = re.compile(r"^[和及与原将对以由为的是见经](?=[\u4e00-\u9fff])")
# Names of national decrees, as they are filed: 国令第706号.
_DECREE_NAMES = {
    "中华人民共和国国务院令": "国令",
    "国务院令": "国令",
    "国务院": "国令",
    "中华人民共和国主席令": "主席令",
}
MAX_TITLE_CHARS = 200  # longest official titles are about 120 characters


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A document number, normalised, and where it is written."""

    value: str  # 驻政〔2018〕25号, 国令第706号, 财政部公告2023年第5号
    start: int
    end: int


def find_numbers(text: str, start: int = 0, end: int | None = None) -> list[FoundNumber]:
    """Document numbers in ``text[start:end]``, left to right, without overlaps."""
    stop = len(text) if end is None else end
    found: list[FoundNumber] = []
    for pattern, read in (
        (_CODED, _coded),
        (_ANNOUNCEMENT, _announcement),
        (_DECREE, _decree),
        (_DECREE_AFTER, _decree_after),
    ):
        for match in pattern.finditer(text, start, stop):
            number = read(match, start)
            if number is not None:
                found.append(number)
    found.sort(key=lambda number: (number.start, -number.end))
    kept: list[FoundNumber] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def normalise_number(written: str) -> str | None:
    """The normal form of a string that is a document number and nothing else, or None."""
    stripped = written.strip()
    for opening, closing in ("（）", "()", "【】"):
        if stripped.startswith(opening) and stripped.endswith(closing):
            stripped = stripped[1:-1].strip()
    for number in find_numbers(stripped):
        if number.start == 0 and number.end == len(stripped):
            return number.value
    return None


def find_references(text: str, start: int = 0, end: int | None = None) -> list[Reference]:
    """Citations in ``text[start:end]``: 《title》 with the number in brackets after it, or a number alone."""
    stop = len(text) if end is None else end
    numbers = find_numbers(text, start, stop)
    references: list[Reference] = []
    upcoming = 0
    for opened, closed in _title_spans(text, start, stop):
        title = "".join(text[opened + 1 : closed - 1].split())
        if not title:
            continue
        while upcoming < len(numbers) and numbers[upcoming].start < closed:
            upcoming += 1
        number = numbers[upcoming] if upcoming < len(numbers) else None
        if number is not None and text[closed : number.start].strip() not in ("（", "(", "〔"):
            number = None
        after = number.end if number else closed
        if number and text[after : after + 1] in ("）", ")", "〕"):
            after += 1
        references.append(Reference(opened, after, title, number.value if number else None))
    return sorted([*references, *_bare_numbers(numbers, references)], key=lambda reference: reference.start)


def _bare_numbers(numbers: list[FoundNumber], references: list[Reference]) -> list[Reference]:
    """Numbers that stand in no citation by title."""
    bare: list[Reference] = []
    at = 0
    for number in numbers:
        while at < len(references) and references[at].end <= number.start:
            at += 1
        if at == len(references) or references[at].start >= number.end:
            bare.append(Reference(number.start, number.end, None, number.value))
    return bare


def _title_spans(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Outermost 《…》 spans; a title may hold another one."""
    depth, opened = 0, start
    for mark in re.compile(r"[《》]").finditer(text, start, stop):
        at = mark.start()
        if mark[0] == "《":
            if depth == 0 or at - opened > MAX_TITLE_CHARS:
                depth, opened = 0, at
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and at - opened <= MAX_TITLE_CHARS:
                yield opened, at + 1


def _coded(match: re.Match[str], low: int) -> FoundNumber | None:
    code, start = _before(match, low, _CODE_BEFORE, MAX_CODE_CHARS)
    if not code:
        return None
    return FoundNumber(f"{code}〔{int(match['year'])}〕{int(match['serial'])}号", start, match.end())


def _announcement(match: re.Match[str], low: int) -> FoundNumber | None:
    code, start = _before(match, low, _NAMES_BEFORE, MAX_NAMES_CHARS)
    value = f"{code}{match['word']}{int(match['year'])}年第{int(match['serial'])}号"
    return FoundNumber(value, start, match.end())


def _decree(match: re.Match[str], low: int) -> FoundNumber | None:
    serial = _serial(match)
    if serial is None:
        return None
    code, start = _before(match, low, _CODE_BEFORE, MAX_CODE_CHARS)
    name = _DECREE_NAMES.get(f"{code}令", f"{code.removeprefix('中华人民共和国')}令")
    if (
        match.string[max(low, start - 4) : start] == "国务院、"
    ):  # a joint decree is filed as the State Council's
        name = "国令"
    end = match.end()
    if match["open"] and match.string[end : end + 1] in ("）", ")"):
        end += 1
    return FoundNumber(f"{name}第{serial}号", start, end)


def _decree_after(match: re.Match[str], low: int) -> FoundNumber | None:
    serial = _serial(match)
    if serial is None:
        return None
    code, start = _before(match, low, _CODE_BEFORE, MAX_CODE_CHARS)
    return FoundNumber(f"{_DECREE_NAMES.get(code, f'{code}令')}第{serial}号", start, match.end())


def _serial(match: re.Match[str]) -> int | None:
    written = match["serial"]
    return int(written) if written.isdigit() else chinese_number(fold(written))


def _before(match: re.Match[str], low: int, pattern: re.Pattern[str], max_chars: int) -> tuple[str, int]:
    """The agency's code or name right before a match, running text cut off, and where it starts."""
    begin = max(low, match.start() - max_chars)
    window = match.string[begin : match.start()]
    line = window.rfind("\n") + 1
    found = pattern.search(window, line)
    written = found[0] if found else ""
    lead = _LEAD_IN.match(written)
    kept = (written[lead.end() :] if lead else written).lstrip()
    first = match.start() - len(written)
    if match.string[first - 1 : first].isdigit():  # 6日 卫生部令
        kept = re.sub(r"^[年月日][ 　]*", "", kept)
    if lead or match.string[first - 1 : first] not in ("", "\n", "（", "("):
        kept = _LEAD_IN_WORD.sub("", kept)
    return "".join(kept.split()), match.start() - len(kept)

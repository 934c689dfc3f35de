"""Document numbers and citations of other documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.normalise import chinese_number, fold
from ingest.types import Reference

_OPEN, _CLOSE = r"[〔\[【（(﹝［〖]", r"[〕\]】）)﹞］〗]"
_NUMERAL = r"(?P<{0}>\d{{1,5}}|[〇零一二三四五六七八九十百]{{1,6}})"

# 驻政〔2018〕25号: agency code, year in any bracket, running number.
_CODED = re.compile(
    rf"(?P<code>[\u4e00-\u9fff]{{1,14}}(?:[\s　]?[\u4e00-\u9fff]{{1,8}})?)[\s　]*{_OPEN}[\s　]*(?P<year>(?:19|20|１９|２０)\d{{2}})"
    rf"[\s　]*年?[\s　]*{_CLOSE}[\s　]*第?[\s　]*(?P<serial>\d{{1,5}})[\s　]*号"
)
# 国务院令第706号, 河南省人民政府令（第45号）, 主席令第六号.
_DECREE = re.compile(
    rf"(?P<code>[\u4e00-\u9fff]{{0,30}}令)[\s　]*[（(]?[\s　]*第[\s　]*{_NUMERAL.format('serial')}[\s　]*号(?!令)"
)
# 第45号令.
_DECREE_AFTER = re.compile(
    rf"(?P<code>[\u4e00-\u9fff]{{0,24}}?)第[\s　]*{_NUMERAL.format('serial')}[\s　]*号令"
)
# 财政部 税务总局公告2023年第5号.
_ANNOUNCEMENT = re.compile(
    r"(?P<code>(?:[\u4e00-\u9fff]{2,30}[\s　、]{0,3}){0,5}(?:公告|通告))[\s　]*"
    rf"{_OPEN}?[\s　]*(?P<year>(?:19|20)\d{{2}})[\s　]*年?[\s　]*{_CLOSE}?[\s　]*第[\s　]*(?P<serial>\d{{1,5}})[\s　]*号"
)

# Running text before a number is no part of the agency's code: 根据国发〔2018〕3号.
_LEAD_IN = re.compile(
    r"^.*(?:根据|按照|依据|依照|遵照|贯彻|落实|执行|参照|印发|下发|发布|公布|转发|经|以下简称|见|即|原|将|对|(?<!共)和|及|与|以|"
    r"废止|停止|文件|通知|意见|办法|规定|号|为|由|的|是|有关|文号|字号|编号)(?=[\u4e00-\u9fff])"
)
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
        (_DECREE_AFTER, _decree),
    ):
        for match in pattern.finditer(text, start, stop):
            number = read(match)
            if number and not any(n.start < number.end and number.start < n.end for n in found):
                found.append(number)
    return sorted(found, key=lambda number: number.start)


def normalise_number(written: str) -> str | None:
    """The normal form of a string that is a document number and nothing else, or None."""
    stripped = written.strip().strip("（()）[]【】 　")
    if stripped.count("(") + stripped.count("（") > stripped.count(")") + stripped.count("）"):
        stripped += "）"
    for number in find_numbers(stripped):
        if number.start == 0 and number.end >= len(stripped.rstrip("）)")):
            return number.value
    return None


def find_references(text: str, start: int = 0, end: int | None = None) -> list[Reference]:
    """Citations in ``text[start:end]``: 《title》, with the number in brackets after it, or a number alone."""
    stop = len(text) if end is None else end
    numbers = find_numbers(text, start, stop)
    references: list[Reference] = []
    for opened, closed in _title_spans(text, start, stop):
        title = "".join(text[opened + 1 : closed - 1].split())
        if not title:
            continue
        number = next(
            (n for n in numbers if n.start >= closed and _only_bracket(text[closed : n.start])), None
        )
        after = number.end if number else closed
        if number and text[after : after + 1] in tuple("）)"):
            after += 1
        references.append(Reference(opened, after, title, number.value if number else None))
    covered = [(reference.start, reference.end) for reference in references]
    for number in numbers:
        if not any(low <= number.start < high for low, high in covered):
            references.append(Reference(number.start, number.end, None, number.value))
    return sorted(references, key=lambda reference: reference.start)


def _only_bracket(between: str) -> bool:
    return between.strip() in ("（", "(", "〔")


def _title_spans(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Outermost 《…》 spans; a title may hold another one."""
    depth, opened = 0, start
    for at in range(start, stop):
        character = text[at]
        if character == "《":
            if depth == 0 or at - opened > MAX_TITLE_CHARS:
                depth, opened = 0, at
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0 and at - opened <= MAX_TITLE_CHARS:
                yield opened, at + 1


def _coded(match: re.Match[str]) -> FoundNumber | None:
    code, start = _trimmed(match)
    if not code:
        return None
    return FoundNumber(f"{code}〔{int(match['year'])}〕{int(match['serial'])}号", start, match.end())


def _announcement(match: re.Match[str]) -> FoundNumber | None:
    code, start = _trimmed(match)
    return FoundNumber(f"{code}{int(match['year'])}年第{int(match['serial'])}号", start, match.end())


def _decree(match: re.Match[str]) -> FoundNumber | None:
    written = match["serial"]
    serial = int(written) if written.isdigit() else chinese_number(fold(written))
    code, start = _trimmed(match)
    name = _DECREE_NAMES.get(code, code)
    if serial is None or (match[0].endswith("号令") and not name):
        return FoundNumber(f"令第{serial}号", match.start(), match.end()) if serial is not None else None
    if not name.endswith("令"):
        name += "令"
    end = match.end()
    if match[0].count("(") + match[0].count("（") and match.string[end : end + 1] in tuple("）)"):
        end += 1
    return FoundNumber(f"{name}第{serial}号", start, end)


def _trimmed(match: re.Match[str]) -> tuple[str, int]:
    """The agency code without the running text before it, and where it starts."""
    written = match["code"]
    lead = _LEAD_IN.match(written)
    kept = written[lead.end() :] if lead else written
    kept = kept.lstrip()
    return "".join(kept.split()), match.start("code") + len(written) - len(kept)

"""Provisions that questions name (第五条第二款, Article 5 paragraph 2) and where documents have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest import Document, Section, find_sections, label_path

_NUMERAL = r"(?:[一二三四五六七八九十百零〇两]{1,7}|\d{1,4})"
_UNIT = r"(?:部分|分编|[编章节条款项])"
_LABEL = rf"第[(]?{_NUMERAL}[)]?{_UNIT}(?:之[一二三四五六七八九十])?"
_ANNEX = r"附[件表]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,3})(?![\d号])"
# 二、（七） or 三（一）5: the numbers as they stand.
_CHINESE = r"[一二三四五六七八九十]{1,3}"
_BARE_PATH = rf"{_CHINESE}[、.]?[(]{_CHINESE}[)](?:第?\d{{1,2}}(?!\d))?"
_PATH = re.compile(rf"(?:{_LABEL}[的,]?)+|{_ANNEX}|{_BARE_PATH}")
_ONE = re.compile(rf"{_LABEL}|{_ANNEX}|[(]{_CHINESE}[)]|{_CHINESE}|\d{{1,2}}")

# English names of the units, widest first, and how documents number them.
_ENGLISH_UNITS = (
    ("part", "第{}部分"),
    ("chapter", "第{}章"),
    ("section", "第{}节"),
    ("article|art", "第{}条"),
    ("paragraph|para", "第{}款"),
    ("subparagraph|item|point", "第{}项"),
    ("annex|appendix|attachment", "附件{}"),
)
_ORDINALS = {
    word: place
    for place, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
        start=1,
    )
}
_ENGLISH_NUMBER = re.compile(
    r"\b(?P<unit>{units})\.?\s*(?:no\.?\s*)?(?P<number>\d{{1,4}})\b(?:\s*[(](?P<below>\d{{1,3}})[)])?"
    r"|\b(?P<ordinal>{ordinals})\s+(?P<unit2>{units})\b".format(
        units="|".join(words for words, _ in _ENGLISH_UNITS), ordinals="|".join(_ORDINALS)
    )
)
_BELOW = re.compile(rf"^第[(（]?{_NUMERAL}[)）]?[款项]$")
_OF_UNIT = re.compile(rf"^第[(（]?({_NUMERAL})[)）]?({_UNIT})")
MAX_COUNTED = 60  # paragraphs or items of one article


def read_provision(form: str, *, english: bool) -> str | None:
    """The label path that a folded question names, outermost first: 第三章/第五条/第二款; None if none."""
    match = _PATH.search(form)
    if match is not None:
        return "/".join(label.replace(" ", "") for label in _ONE.findall(match[0]))
    return _read_english(form) if english else None


def without_provision(form: str, *, english: bool) -> str:
    """``form`` with the words that name a provision blanked out: they name no subject."""
    form = _PATH.sub(" ", form)
    return _ENGLISH_NUMBER.sub(" ", form) if english else form


def _read_english(form: str) -> str | None:
    named: dict[int, str] = {}
    for match in _ENGLISH_NUMBER.finditer(form):
        number = int(match["number"]) if match["number"] else _ORDINALS[match["ordinal"]]
        unit = match["unit"] or match["unit2"]
        rank = next(i for i, (words, _) in enumerate(_ENGLISH_UNITS) if unit in words.split("|"))
        named.setdefault(rank, _ENGLISH_UNITS[rank][1].format(number))
        if match["below"]:
            named.setdefault(rank + 1, _ENGLISH_UNITS[rank + 1][1].format(match["below"]))
    return "/".join(named[rank] for rank in sorted(named)) or None


@dataclass(frozen=True, slots=True)
class Provision:
    """What a document has of a provision asked for."""

    found: Section | None = None
    nearest: Section | None = None  # what it would lie in, or the same label in another chapter
    missing: str = ""  # the label that the document does not have there, as asked for
    last: str = ""  # the last label of the same unit that the document has, '' if none
    parts: int | None = None  # how many 款 or 项 ``nearest`` has, where one of them is missing


def find_provision(document: Document, wanted: str) -> Provision | None:
    """The provision that ``wanted``, a label path, names, or what is nearest; None for 款 or 项 of nothing.

    Labels are found however the document writes them: 第10条 as 第十条, 第三部分第17条 as 三/17. What the
    path says is held to: an article of another chapter, or a paragraph that its article lacks, is missing.
    """
    steps = wanted.split("/")
    above = [step for step in steps if not _BELOW.match(step)]
    below = steps[len(above) :]
    if not above:
        return None
    article = _find(document, above)
    if article is None:
        return _elsewhere(document, above)
    path, here = article
    for depth, step in enumerate(below, start=1):
        part = _part(document, path, below[:depth])
        if part is None:
            return Provision(
                nearest=here, missing=step, parts=_count(document, path, below[: depth - 1], step)
            )
        here = part
    return Provision(found=here)


def _find(document: Document, steps: Sequence[str]) -> tuple[str, Section] | None:
    """The section of a path and the spelling of the path by which it is found."""
    for path in _spellings(steps):
        found = find_sections(document.sections, path)
        if found:
            return path, found[0]
    if any(_has_unit(document, step) for step in steps):
        return None  # 第一章 is not （一） of a document that has chapters
    for path in _bare_spellings(steps, articles_in_digits=_runs_through(document)):
        found = find_sections(document.sections, path)
        plain = [one for one in found if one.label[0] not in "（("]
        if plain:
            return path, min(plain, key=lambda one: (len(label_path(document.sections, one)), one.start))
        if len(found) == 1 and _unit(steps[-1]) == "条":  # （七） numbered through the whole document
            return path, found[0]
    return None


def _elsewhere(document: Document, steps: Sequence[str]) -> Provision:
    """Where the last label of a path stands, if not where the path says."""
    other = _find(document, steps[-1:]) if len(steps) > 1 else None
    if other is not None:
        return Provision(nearest=other[1], missing="".join(steps))
    return Provision(missing=steps[-1], last=_last_of_unit(document, steps[-1]))


def _part(document: Document, path: str, below: Sequence[str]) -> Section | None:
    found = find_sections(document.sections, f"{path}/{''.join(below)}", document.text)
    return found[0] if found else None


def _count(document: Document, path: str, above: Sequence[str], missing: str) -> int:
    """How many parts of the kind of ``missing`` there are."""
    unit = missing[-1]
    numbers = range(1, MAX_COUNTED + 1)
    return sum(_part(document, path, [*above, f"第{n}{unit}"]) is not None for n in numbers)


def _unit(label: str) -> str:
    named = _OF_UNIT.match(label)
    return named[2] if named else label[:2]


def _has_unit(document: Document, label: str) -> bool:
    return bool(_last_of_unit(document, label))


def _last_of_unit(document: Document, label: str) -> str:
    unit = _unit(label)
    labels = (section.label for section in document.sections if section.label)
    return next((own for own in reversed(list(labels)) if _unit(own) == unit), "")


def _spellings(steps: Sequence[str]) -> Iterator[str]:
    """The path as asked for, in words and in digits."""
    yield "/".join(steps)
    yield "/".join(_respelled(step, words=True) for step in steps)
    yield "/".join(_respelled(step, words=False) for step in steps)


def _runs_through(document: Document) -> bool:
    """Whether 1. 2. 3. are numbered through a document divided by 一、二、: then 第三条 is 3."""
    labels = [section.label for section in document.sections if section.label]
    digits = [label for label in labels if label[0].isdigit()]
    chapters = [label for label in labels if label[0] in "一二三四五六七八九十"]
    return len(digits) > len(chapters) and len(set(digits)) == len(digits)


def _bare_spellings(steps: Sequence[str], *, articles_in_digits: bool) -> Iterator[str]:
    """The numbers alone: 第三部分第17条 of a document numbered 三、 and 17. is 三/17."""
    if not all(_OF_UNIT.match(step) for step in steps):
        return
    orders = ((True, True), (False, False), (False, True))
    in_digits = articles_in_digits and _unit(steps[-1]) == "条"
    for inner, outer in orders[::-1] if in_digits else orders:
        spelled = [_respelled(step, words=outer) for step in steps[:-1]]
        spelled.append(_respelled(steps[-1], words=inner))
        yield "/".join(re.sub(rf"^第|{_UNIT}$", "", step) for step in spelled)


def _respelled(label: str, *, words: bool) -> str:
    def spelled(match: re.Match[str]) -> str:
        number = _number(match[0])
        return match[0] if number is None else (_in_words(number) if words else str(number))

    return re.sub(_NUMERAL, spelled, label, count=1)


def _number(numeral: str) -> int | None:
    return int(numeral) if numeral.isdigit() else _words().get(numeral)


@lru_cache(maxsize=1)
def _words() -> dict[str, int]:
    return {_in_words(number): number for number in range(1, 1000)}


def _in_words(number: int) -> str:
    """``23`` → 二十三, as articles are numbered; digits from 1,000 on."""
    if number >= 1000:
        return str(number)
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        words += f"{digits[tens] if hundreds or tens > 1 else ''}十"
    elif hundreds and ones:
        words += "零"
    return words + (digits[ones] if ones else "")

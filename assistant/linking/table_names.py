"""Which rows and columns of a table a question names, in full or by a shorter name."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.asking import Asked
from assistant.demands import contrasts
from assistant.glossary import match_form
from assistant.places import short_name
from assistant.question import Question
from ingest import Table, TableRow

MIN_LABEL_LIKENESS = 0.8
MIN_LIKENED_CHARS = 4  # a shorter label is named whole or not at all
UPPER_WEIGHT = 0.2  # of the likeness of the upper head of two, beside the own one
MIN_SHORT_CHARS = 3  # of a head that may be short for words of the question
MAX_LEFT_OUT = 4  # characters that it leaves out between two of its own
_BRACKETED = re.compile(r"[(（][^)）]*[)）]")
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{2,})[”」』\"]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|$)")
_TAIL = re.compile(r"(?:目标|任务|指标|标准|数量|名额|情况|计划)+$")
LEVEL_WORD = re.compile(r"国家级|省级|市级|县级|区级")
OF_WAYS = re.compile("方式|流程|程序|办法$|渠道")


@lru_cache(maxsize=4_096)
def core_of(name: str) -> str:
    """The match form of a label or head without what stands in brackets: its unit, a remark."""
    return _BRACKETED.sub("", match_form(name)).replace(" ", "") or match_form(name)


def rows_named(question: Question, table: Table) -> list[TableRow]:
    """The rows that the question names: by their narrowest name, else all of a group (栖河市 | …).

    Without those whose name is part of another one named.
    """
    own = [row for row in table.rows if _names(question, row.label)]
    named = own or [row for row in table.rows if any(_names(question, label) for label in row.labels)]
    cores = [core_of(row.label) for row in named]
    return [
        row
        for row, core in zip(named, cores, strict=True)
        if not any(core != other and core in other and other in question.form for other in cores)
    ]


def _names(question: Question, label: str) -> bool:
    form, core = question.form, core_of(label)
    if core in form and len(core) > 1:
        return True
    if qualified_otherwise(question, core):
        return False
    short = match_form(short_name(core))
    quoted = [match_form(name) for name in _QUOTED.findall(label)]
    if any(name in form for name in (short, *quoted) if len(name) > 1):
        return True
    return len(core) >= MIN_LIKENED_CHARS and _likeness(form, core) >= MIN_LABEL_LIKENESS


def qualified_otherwise(question: Question, core: str) -> bool:
    """Whether a name is of another level, year or member of a set than the question names."""
    levels, years = set(LEVEL_WORD.findall(core)), {int(year) for year in _YEAR.findall(core)}
    if levels and question.qualifiers and not levels & set(question.qualifiers):
        return True
    if years and question.moments.years and not years & set(question.moments.years):
        return True
    return bool(contrasts(question.form, core, ""))


@lru_cache(maxsize=4_096)
def _likeness(form: str, name: str) -> float:
    """The share of a name's characters that stand in the question in order, in runs of two or more."""
    core = core_of(name)
    blocks = SequenceMatcher(None, form, core, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 1) / len(core) if core else 0.0


def column_fit(question: Question, column: tuple[str, str]) -> float:
    """How well a question names a column; what it shares with others (高标准农田 | 新建) helps."""
    upper, name = column
    shared = UPPER_WEIGHT * _likeness(question.form, upper) if upper else 0.0
    own = _own_fit(question, name)
    return own + shared if own else 0.0


def _own_fit(question: Question, name: str) -> float:
    core = core_of(name)
    if qualified_otherwise(question, core):
        return 0.0
    if question.asked is Asked.PROCEDURE and OF_WAYS.search(core):
        return 1.0
    quoted = [match_form(inner) for inner in _QUOTED.findall(name)]
    if any(inner in question.form for inner in quoted) or shortened(core, question.form):
        return 1.0
    return max(_likeness(question.form, core), _held_by_names(question, core))


def _held_by_names(question: Question, core: str) -> float:
    """The share of a head that the question's words hold under any of their names."""
    held: set[int] = set()
    words = [*question.qualifiers, *(name for term in question.terms for name in term.names)]
    for word in words:
        at = core.find(word)
        held.update(range(at, at + len(word)) if at >= 0 else ())
    return len(held) / len(core)


def shortened(core: str, form: str) -> tuple[int, int] | None:
    """Where the question spells out what a head has short: 社会消费品零售总额, 社零总额目标."""
    short = _TAIL.sub("", _YEAR.sub("", core).removeprefix("年"))
    if len(short) < MIN_SHORT_CHARS or not _CHINESE.fullmatch(short):
        return None
    found = _spelled_out(short).search(form)
    return found.span() if found else None


@lru_cache(maxsize=1_024)
def _spelled_out(short: str) -> re.Pattern[str]:
    return re.compile(rf"[\u4e00-\u9fff]{{0,{MAX_LEFT_OUT}}}".join(map(re.escape, short)))

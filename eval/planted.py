"""Small documents made for the check: each case plants a disagreement, or what only looks like one.

The phrasings are those of ``eval/data/consistency_phrasings.jsonl``, half of them ``held``. With the lines of
``eval/data/consistency.jsonl``, which hold whole documents, they are the set ``consistency``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant import FindingKind
from eval.tasks import FindingGold, Task, TaskCase

PHRASINGS = Path(__file__).resolve().parent / "data" / "consistency_phrasings.jsonl"
AS_OF = date(2026, 6, 1)

CITIES = ("青原市", "岚江市", "泽阳市", "朔河市", "宁溪市", "苍梧山市", "云台市", "漓水市")
_PAPER = """{city}人民政府关于印发{city}{title}的通知

{code}〔{year}〕{number}号

各县、区人民政府，市政府各部门：

《{city}{title}》已经市政府同意，现印发给你们，请认真贯彻执行。

{city}人民政府
{year}年{month}月12日

{city}{title}

为推动高质量发展，结合我市实际，制定本文件。

一、总体要求

坚持问题导向，统筹推进各项工作，持续优化营商环境。

二、主要内容

（一）加强培育。{first}（责任单位：市科学技术局）

（二）优化服务。建立重点企业联系制度，及时协调解决困难。

三、工作任务

（一）完善机制。{second}（责任单位：市财政局）

（二）强化宣传。各部门要做好政策解读。

四、附则

{closing}
"""
_CLOSING = "本文件由市科学技术局负责解释，自{year}年{next_month}月1日起施行。"
_QUIET = "健全协调联动机制，定期会商研判。"


@dataclass(frozen=True, slots=True)
class Paper:
    """What a made document is filled with."""

    city: str
    title: str
    code: str
    number: int
    year: int
    first: str
    second: str = _QUIET
    closing: str = _CLOSING
    month: int = 3

    def text(self) -> str:
        """The document."""
        closing = self.closing.format(year=self.year, next_month=self.month + 1)
        return _PAPER.format(
            city=self.city,
            title=self.title,
            code=self.code,
            number=self.number,
            year=self.year,
            month=self.month,
            first=self.first,
            second=self.second,
            closing=closing,
        )


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The JSON lines of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def planted_cases() -> list[TaskCase]:
    """All cases, in the order of the phrasings; a case's category says what was planted."""
    cases: list[TaskCase] = []
    for at, pattern in enumerate(read_lines(PHRASINGS)):
        cases += _MAKERS[pattern["family"]](pattern, at)
    return cases


def _pair(at: int, first: str, second: str) -> tuple[Paper, Paper]:
    city = CITIES[at % len(CITIES)]
    code = f"{city[0]}政"
    return (
        Paper(city, "支持科技创新发展若干措施", code, 10 + at, 2024, first),
        Paper(city, "促进民营经济高质量发展若干政策", code, 40 + at, 2025, second),
    )


def _case(pattern: dict[str, Any], planted: str, expected: tuple[str, ...], *papers: Paper) -> TaskCase:
    return TaskCase(
        line=0,
        id=f"{pattern['id']}-{planted}",
        task=Task.CHECK,
        gold=tuple(FindingGold(FindingKind(kind)) for kind in expected),
        category=planted,
        half=pattern["half"],
        as_of=AS_OF,
        texts=tuple((f"{number}.txt", paper.text()) for number, paper in enumerate(papers, start=1)),
    )


def _benefit(pattern: dict[str, Any], at: int) -> Iterator[TaskCase]:
    """The conflict, the same in other words, another city, and three ways in which one no longer holds."""
    first = pattern["first"].format(v=pattern["value"])
    second = pattern["second"].format(v=pattern["other"])
    same = pattern["second"].format(v=pattern["same"])
    one, other = _pair(at, first, second)
    yield _case(pattern, "conflict", ("conflict",), one, other)
    yield _case(pattern, "same_words", (), *_pair(at, first, same))
    elsewhere = CITIES[(at + 3) % len(CITIES)]
    yield _case(pattern, "other_city", (), one, _changed(other, city=elsewhere, code=f"{elsewhere[0]}政"))
    ended = (
        f"本文件自2025年4月1日起施行。《{one.city}{one.title}》（{one.code}〔2024〕{one.number}号）同时废止。"
    )
    ways: tuple[tuple[str, tuple[str, ...], Paper], ...] = (
        ("superseded", ("repealed",), _changed(other, closing=ended)),
        ("draft", (), _changed(other, title=f"{other.title}（征求意见稿）")),
        ("not_yet", (), _changed(other, closing="本文件自2027年1月1日起施行。")),
    )
    planted, expected, paper = ways[at % len(ways)]
    yield _case(pattern, planted, expected, one, paper)


def _target(pattern: dict[str, Any], at: int) -> Iterator[TaskCase]:
    year = pattern["year"]
    first = pattern["first"].format(v=pattern["value"], y=year)
    second = pattern["second"].format(v=pattern["other"], y=year)
    one, other = _pair(at, first, second)
    plan = _changed(other, title="产业发展行动方案")
    yield _case(pattern, "conflict", ("conflict",), _changed(one, title="创新驱动发展实施方案"), plan)
    same = _changed(plan, first=pattern["second"].format(v=pattern["same"], y=year))
    yield _case(pattern, "same_words", (), _changed(one, title="创新驱动发展实施方案"), same)
    later = _changed(plan, first=pattern["second"].format(v=pattern["other"], y=int(year) + 3))
    yield _case(pattern, "other_year", (), _changed(one, title="创新驱动发展实施方案"), later)
    elsewhere = CITIES[(at + 3) % len(CITIES)]
    foreign = _changed(plan, city=elsewhere, code=f"{elsewhere[0]}政")
    yield _case(pattern, "other_city", (), _changed(one, title="创新驱动发展实施方案"), foreign)


def _internal(pattern: dict[str, Any], at: int) -> Iterator[TaskCase]:
    first = pattern["first"].format(v=pattern["value"])
    paper, _ = _pair(at, first, "")
    plan = _changed(paper, title="产业高质量发展行动方案")
    wrong = _changed(plan, second=pattern["second"].format(v=pattern["other"]))
    yield _case(pattern, "internal", ("internal",), wrong)
    yield _case(pattern, "same_words", (), _changed(plan, second=pattern["second"].format(v=pattern["same"])))


def _apart(pattern: dict[str, Any], at: int) -> Iterator[TaskCase]:
    yield _case(pattern, "apart_in_two", (), *_pair(at, pattern["first"], pattern["second"]))
    one, _ = _pair(at, pattern["first"], "")
    yield _case(pattern, "apart_in_one", (), _changed(one, second=pattern["second"]))


def _arithmetic(pattern: dict[str, Any], at: int) -> Iterator[TaskCase]:
    for planted, value, expected in (
        ("slip", pattern["wrong"], ("arithmetic",)),
        ("right_sum", pattern["right"], ()),
    ):
        paper, _ = _pair(at, pattern["text"].format(v=value), "")
        yield _case(pattern, planted, expected, paper)


def _changed(paper: Paper, **fields: Any) -> Paper:
    return replace(paper, **fields)


_MAKERS = {
    "benefit": _benefit,
    "target": _target,
    "internal": _internal,
    "apart": _apart,
    "arithmetic": _arithmetic,
}

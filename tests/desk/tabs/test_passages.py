"""Tables of a document as HTML: what is their head."""

from __future__ import annotations

import re

from desk.tabs.passages import text_html

TWO_LEVELS = "类别 | 级别 | 级别\n类别 | 省级 | 市级\n实验室 | 100 | 20\n实验室 | 80 | 15"
ONE_LEVEL = "奖项 | 等级 | 金额\n进步奖 | 一等 | 20万元\n进步奖 | 二等 | 10万元"
WITHOUT_HEAD = "澜州市 | 一等奖 | 二十万元\n澜州市 | 二等奖 | 十万元"


def heads(text: str) -> list[str]:
    return re.findall(r"<th>(.*?)</th>", text_html(text, (0, len(text)), ()))


def test_a_head_of_two_rows_is_told_by_its_cells_that_span() -> None:
    assert heads(TWO_LEVELS) == ["类别", "级别", "级别", "类别", "省级", "市级"]


def test_rows_that_only_share_a_name_are_no_head() -> None:
    assert heads(ONE_LEVEL) == ["奖项", "等级", "金额"]
    assert heads(WITHOUT_HEAD) == ["澜州市", "一等奖", "二十万元"]

"""What the page offers to begin with is answered by the shelf, and changes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Verdict
from desk import Desk
from desk.tabs.examples import Examples
from desk.tabs.texts import Say

DOGS = """云川市养犬管理办法
2024年3月1日
第一条 养犬应当登记，登记证有效期为三年。
第二条 本办法自2024年5月1日起施行。
"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_example_is_answered(desk: Desk, language: str) -> None:
    offered = Examples(desk, Say(language)).offered()
    assert len(offered) == 5
    assert {desk.ask(question).verdict for question in offered} == {Verdict.ANSWERED}


def test_what_the_shelf_does_not_answer_is_not_offered(tmp_path: Path) -> None:
    paper = tmp_path / "dogs.txt"
    paper.write_text(DOGS, encoding="utf-8")
    with Desk(tmp_path / "shelf") as dogs:
        examples = Examples(dogs, Say("zh"))
        assert examples.offered() == ()
        dogs.add([paper])
        assert examples.offered() == ("《云川市养犬管理办法》现在还有效吗？",)

"""Every rule explains itself, in both languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import assistant.consistency as room
from assistant.consistency.lexicon import bag, specific, telling
from assistant.consistency.wording import templates

SOURCES = [path.read_text(encoding="utf-8") for path in Path(room.__file__).parent.glob("*.py")]


def slots(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_each_sentence_says_the_same_in_chinese_and_english() -> None:
    for rule, texts in templates().items():
        assert texts.keys() == {"zh", "en"}, rule
        assert slots(texts["zh"]) - {"region", "subject"} == slots(texts["en"]) - {"region", "subject"}, rule


def test_each_rule_of_the_data_is_used() -> None:
    code = "\n".join(SOURCES)
    composed = {f"{kind}_{what}" for kind in ("conflict", "internal") for what in ("benefit", "target")}
    composed.add("conflict_requirement")
    unused = [rule for rule in templates() if rule not in composed and not re.search(f'"{rule}"', code)]
    assert unused == []


def test_words_that_tell_nothing_apart_are_left_out() -> None:
    assert telling("对新认定的省级企业技术中心，给予一次性奖励") == telling("获批省级企业技术中心的")
    assert telling("国家级专精特新“小巨人”企业") == telling("专精特新小巨人企业")
    assert bag("购置设备的企业") == bag("设备购置企业")


def test_words_that_tell_apart_stay() -> None:
    for one, other in [
        ("首次认定", "重新认定"),
        ("国家级企业技术中心", "省级企业技术中心"),
        ("租房补贴", "生活补贴"),
        ("中小企业", "科技型中小企业"),
        ("新能源汽车", "汽车"),
    ]:
        assert bag(one + "高新技术企业") != bag(other + "高新技术企业")


def test_an_enterprise_alone_is_nobody_in_particular() -> None:
    assert specific("企业") == specific("对项目") == ""
    assert specific("瞪羚企业") == "瞪羚"

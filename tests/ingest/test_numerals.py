from decimal import Decimal
from itertools import product

import cn2an
import pytest

from ingest.numerals import parse_chinese

TENS = [f"{tens}十{ones}" for tens, ones in product(["", *"一二三四五六七八九"], repeat=2)]
SHORT = [f"{digit}{unit}" for digit, unit in product("一二三四五六七八九两", ["", "百", "千"])]
SCALED = [numeral + myriad for numeral in TENS + SHORT for myriad in "万亿"]
DIGITS = ["零", "二零二四", "一零", "零五", *"壹贰叁肆伍陆柒捌玖拾"]


@pytest.mark.parametrize("numerals", [TENS, SHORT, SCALED, DIGITS], ids=["tens", "short", "scaled", "digits"])
def test_usual_numerals_are_read_as_cn2an_reads_them(numerals: list[str]) -> None:
    read = {numeral: parse_chinese(numeral) for numeral in numerals}
    assert read == {numeral: Decimal(cn2an.cn2an(numeral, "normal")) for numeral in numerals}


@pytest.mark.parametrize("numeral", [*"百千万佰仟", "十百千", "百千万", "三五", "百亿一", "一千二三"])
def test_what_is_no_number_by_itself_is_none(numeral: str) -> None:
    assert parse_chinese(numeral) is None


def test_longer_numerals_have_their_value() -> None:
    assert parse_chinese("一千二百三十四万") == 12_340_000
    assert parse_chinese("二十万零五百") == 200_500

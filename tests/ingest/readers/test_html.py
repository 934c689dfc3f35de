"""Pages are decoded by what their bytes are, whatever they say."""

from __future__ import annotations

import pytest

from ingest.readers.html import decode_page

CHINESE = "<p>为支持企业创新，对首次认定的高新技术企业给予奖励。</p>"
FRENCH = "<p>L'état a créé là où l'été dernier, à côté de la préfecture.</p>"


@pytest.mark.parametrize("said", ["iso-8859-1", "windows-1252", "latin1"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_chinese_page_that_calls_itself_western_is_read_as_chinese(said: str, encoding: str) -> None:
    page = f'<html><head><meta charset="{said}"></head><body>{CHINESE}</body></html>'
    assert decode_page(page.encode(encoding), "a.html") == (page, encoding)


def test_a_western_page_is_read_as_it_says() -> None:
    page = f'<html><head><meta charset="iso-8859-1"></head><body>{FRENCH}</body></html>'
    assert decode_page(page.encode("cp1252"), "a.html") == (page, "cp1252")


def test_gbk_pages_may_hold_any_character_of_gb18030() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body>{CHINESE}㙍</body></html>'
    assert decode_page(page.encode("gb18030"), "a.html") == (page, "gb18030")

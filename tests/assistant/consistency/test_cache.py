from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.consistency.cache import FILE_NAME, ReadingCache, reading_key
from assistant.consistency.check import read_document
from ingest import Ingested

Maker = Callable[..., Ingested]


def kept(folder: Path, paper: Ingested) -> str:
    key = reading_key(paper.document)
    with ReadingCache(folder) as cache:
        cache.keep(key, read_document(paper.document, paper.facts))
    return key


def test_what_is_kept_comes_back_the_same(tmp_path: Path, make_paper: Maker) -> None:
    paper = make_paper("对新认定的省级实验室，奖励50万元。", "企业500家，其中有研发活动的320家，占比60%。")
    key = kept(tmp_path, paper)
    reading = read_document(paper.document, paper.facts)
    assert reading.claims
    assert reading.findings
    with ReadingCache(tmp_path) as cache:
        assert cache.get(key) == reading


def test_other_words_have_another_key(make_paper: Maker) -> None:
    one, other = make_paper("奖励50万元。"), make_paper("奖励60万元。")
    assert reading_key(one.document) != reading_key(other.document)


def test_what_no_check_uses_is_dropped(tmp_path: Path, make_paper: Maker) -> None:
    gone, stays = kept(tmp_path, make_paper("奖励50万元。")), kept(tmp_path, make_paper("奖励60万元。"))
    with ReadingCache(tmp_path) as cache:
        cache.get(stays)
        cache.forget_others()
    with ReadingCache(tmp_path) as cache:
        assert cache.get(gone) is None
        assert cache.get(stays) is not None


def test_a_damaged_cache_costs_time_only(tmp_path: Path, make_paper: Maker) -> None:
    key = kept(tmp_path, make_paper("奖励50万元。"))
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 100)
    with ReadingCache(tmp_path) as cache:
        assert cache.get(key) is None
        cache.forget_others()


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path, make_paper: Maker) -> None:
    paper = make_paper("奖励50万元。")
    with ReadingCache(tmp_path / "missing") as cache:
        cache.keep(reading_key(paper.document), read_document(paper.document, paper.facts))
        assert cache.get(reading_key(paper.document)) is None

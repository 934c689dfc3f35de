"""Drafts are lines of a question set that hold for the shelf they were made from."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from assistant import Verdict
from eval import append_gold, load_set, suggest_questions
from eval.judging import find_place, holds_any
from index import Shelf

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_draft_names_a_place_that_holds_its_words(sample_shelf: Shelf, tmp_path: Path) -> None:
    drafts = suggest_questions(sample_shelf, 60)
    assert len(drafts) == 60
    assert len({draft.question for draft in drafts}) == 60
    by_name = {Path(summary.path).name: summary.doc_id for summary in sample_shelf.documents()}
    for draft in drafts:
        assert (draft.expect is Verdict.PARTIAL) == (draft.gold == ())
        for gold in draft.gold:
            document = sample_shelf.load_document(by_name[gold.document])
            place = find_place(gold, document, "")
            assert place is not None, gold
            words = "".join(document.text[start:end] for start, end in place.spans)
            if gold.section:
                assert holds_any(words, gold.must), gold
    path = tmp_path / "gold.jsonl"
    for draft in drafts:
        append_gold(path, draft.line())
    assert len(load_set(path).cases) == 60


def test_drafts_cover_documents_kinds_and_what_is_not_there(sample_shelf: Shelf) -> None:
    drafts = suggest_questions(sample_shelf, 40)
    assert sum(draft.expect is Verdict.PARTIAL for draft in drafts) == 10
    assert len({gold.document for draft in drafts for gold in draft.gold}) > 15
    assert suggest_questions(sample_shelf, 40) == drafts
    assert suggest_questions(sample_shelf, 40, seed=1) != drafts


def test_drafts_read_as_people_ask(sample_shelf: Shelf) -> None:
    questions = [draft.question for draft in suggest_questions(sample_shelf, 400)]
    assert "云川市对新认定的省级智能工厂奖励多少？" in questions
    assert "临澜市给省级新型研发机构按什么比例补助？" in questions
    assert "《云川市人才安居办法》的发文字号是什么？" in questions
    # No cell of a table, no deed, nobody in particular, no title within a title, no issuer given away.
    for wrong in ("元/月", "奖励标准的", "对依托", "给企业补助", "《云川市人民政府关于", "》的通知》"):
        assert not any(wrong in question for question in questions), wrong


def test_a_person_accepts_rewords_and_stops(sample_shelf_dir: Path, tmp_path: Path) -> None:
    out = tmp_path / "gold.jsonl"
    command = [sys.executable, str(ROOT / "cli.py"), "eval", "suggest", "--shelf", str(sample_shelf_dir)]
    done = subprocess.run(
        [*command, "--out", str(out), "-n", "5"],
        input="y\nn\ne\n换个说法的问题？\nq\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "2 question(s) added" in done.stderr
    cases = load_set(out).cases
    assert [case.question for case in cases][1] == "换个说法的问题？"
    printed = subprocess.run([*command, "-n", "5"], capture_output=True, text=True, check=True).stdout
    assert json.loads(printed.splitlines()[0])["question"] == cases[0].question

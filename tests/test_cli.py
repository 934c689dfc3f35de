"""The command line keeps its contracts: JSON on standard output alone, one-line errors, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "云川市对首次认定的高新技术企业奖励多少?"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT)


def run_json(*arguments: str | Path) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    value = json.loads(done.stdout)
    assert isinstance(value, dict)
    return value


def write_policy(folder: Path, name: str, amount: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(
        f"望溪市科学技术局关于支持创新的通知\n望科〔2024〕7号\n各有关单位:\n一、奖励标准\n"
        f"对首次认定的高新技术企业,一次性奖励{amount}。\n二、附则\n本通知自印发之日起施行,有效期三年。\n"
        "望溪市科学技术局\n2024年3月5日\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def small_shelf(tmp_path: Path) -> tuple[Path, Path]:
    policy = write_policy(tmp_path / "in", "a.txt", "12万元")
    shelf = tmp_path / "shelf"
    report = run_json("add", policy.parent, "--shelf", shelf)
    assert (report["added"], report["skipped"]) == (1, [])
    return shelf, policy


def test_add_reports_the_header_fields(small_shelf: tuple[Path, Path]) -> None:
    shelf, policy = small_shelf
    (document,) = run_json("list", "--shelf", shelf)["documents"]
    assert document["path"] == str(policy.resolve())
    assert document["title"] == "望溪市科学技术局关于支持创新的通知"
    assert document["document_number"] == "望科〔2024〕7号"
    assert document["issuer"] == "望溪市科学技术局"
    assert (document["region"], document["issued"], document["kind"]) == ("望溪市", "2024-03-05", "notice")


def test_adding_again_does_nothing_and_a_changed_file_is_replaced(small_shelf: tuple[Path, Path]) -> None:
    shelf, policy = small_shelf
    again = run_json("add", policy.parent, "--shelf", shelf)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 1)
    forced = run_json("add", policy.parent, "--again", "--shelf", shelf)
    assert (forced["added"], forced["updated"], forced["unchanged"]) == (0, 1, 0)
    write_policy(policy.parent, policy.name, "18万元")
    changed = run_json("add", policy.parent, "--shelf", shelf)
    assert (changed["added"], changed["updated"], changed["unchanged"]) == (0, 1, 0)
    texts = [hit["text"] for hit in run_json("find", "高新技术企业奖励", "--shelf", shelf)["hits"]]
    assert any("18万元" in text for text in texts)
    assert not any("12万元" in text for text in texts)


@pytest.mark.parametrize("by", ["doc_id", "path", "document_number"])
def test_a_document_is_removed_by_id_path_or_number(small_shelf: tuple[Path, Path], by: str) -> None:
    shelf, _ = small_shelf
    (document,) = run_json("list", "--shelf", shelf)["documents"]
    (removed,) = run_json("remove", document[by], "--shelf", shelf)["removed"]
    assert removed["doc_id"] == document["doc_id"]
    assert run_json("list", "--shelf", shelf)["documents"] == []
    assert run_json("find", "高新技术企业奖励", "--shelf", shelf)["hits"] == []


def test_hits_and_citations_are_slices_of_what_show_prints(sample_shelf_dir: Path) -> None:
    answer = run_json("ask", QUESTION, "--shelf", sample_shelf_dir)
    assert answer["verdict"] == "answered"
    for citation in answer["citations"]:
        text = run_json("show", citation["doc_id"], "--shelf", sample_shelf_dir)["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    for hit in answer["hits"]:
        text = run_json("show", hit["doc_id"], "--shelf", sample_shelf_dir)["text"]
        assert text[hit["start"] : hit["end"]] == hit["text"]


def test_show_prints_one_section_by_its_labels(small_shelf: tuple[Path, Path]) -> None:
    shelf, _ = small_shelf
    done = run("show", "望科[2024]7号", "--section", "二", "--shelf", shelf)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "二、附则\n本通知自印发之日起施行,有效期三年。"


def test_batch_answers_in_order_and_reports_a_bad_line(
    small_shelf: tuple[Path, Path], tmp_path: Path
) -> None:
    shelf, _ = small_shelf
    batch = tmp_path / "questions.jsonl"
    lines = ['{"id": "x", "question": "高新技术企业奖励多少?"}', '{"id": "y", "question": ""}', "not json"]
    batch.write_text("\n".join(lines), encoding="utf-8")
    done = run("ask", "--batch", batch, "--shelf", shelf)
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply["id"] for reply in replies] == ["x", "y", 3]
    assert "12万元" in replies[0]["text"]
    assert "empty" in replies[1]["error"]
    assert "line 3" in replies[2]["error"]
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("list", "--shelf", "{tmp}/none"), 1, "none"),
        (("add", "{tmp}/missing.txt", "--shelf", "{tmp}/s"), 1, "missing.txt"),
        (("add", "{tmp}/empty.txt", "--shelf", "{tmp}/s"), 1, "empty"),
        (("add", "{tmp}/binary.txt", "--shelf", "{tmp}/s"), 1, "binary"),
        (("add", "{tmp}/program.exe", "--shelf", "{tmp}/s"), 1, ".exe"),
        (("add", "{tmp}/bare", "--shelf", "{tmp}/s"), 1, "nothing"),
        (("list", "--shelf", "{tmp}/notashelf"), 1, "notashelf"),
        (("ask", "", "--shelf", "{shelf}"), 2, "empty"),
        (("ask", "问" * 20_000, "--shelf", "{shelf}"), 2, "20,000"),
        (("ask", "奖励多少", "--as-of", "last week", "--shelf", "{shelf}"), 2, "last week"),
        (("show", "no-such-document", "--shelf", "{shelf}"), 2, "no-such-document"),
        (("ask", "--batch", "{tmp}/missing.jsonl", "--shelf", "{shelf}"), 2, "missing.jsonl"),
        (("frobnicate",), 2, "frobnicate"),
    ],
    ids=lambda value: "-".join(value)[:40] if isinstance(value, tuple) else None,
)
def test_bad_input_is_one_clear_line(
    arguments: tuple[str, ...], code: int, says: str, sample_shelf_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "program.exe").write_bytes(b"MZ")
    (tmp_path / "bare").mkdir()
    (tmp_path / "notashelf").mkdir()
    (tmp_path / "notashelf" / "catalog.txt").write_text("not a shelf", encoding="utf-8")
    done = run(*(argument.format(tmp=tmp_path, shelf=sample_shelf_dir) for argument in arguments))
    assert done.returncode == code, done.stderr
    assert done.stdout.strip().count("\n") == 0
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_file_does_not_keep_the_rest_of_the_folder_out(tmp_path: Path) -> None:
    write_policy(tmp_path / "in", "good.txt", "12万元")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    report = run_json("add", tmp_path / "in", "--shelf", tmp_path / "shelf")
    assert report["added"] == 1
    assert [Path(skipped["path"]).name for skipped in report["skipped"]] == ["empty.txt"]

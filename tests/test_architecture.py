"""Imports point one way, heavy libraries have one door, and a question needs none of the slow ones."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each may import itself and what stands before it.
ORDER = ("ingest", "index", "assistant", "eval", "desk", "ui", "commands", "cli")
ROOMS = tuple(name for name in ORDER if name not in ("ui", "cli"))
ALLOWED = {room: set(ORDER[: at + 1]) for at, room in enumerate(ORDER)}
SIDE_DOORS = {("ui", "desk.tabs")}  # gradio stays off the way of a server without pages
# The only files that may import these.
DOORS = {
    "gradio": ("ui.py", "desk/tabs/"),
    "fastapi": ("desk/",),
    "starlette": ("desk/",),
    "mcp": ("desk/",),
    "faiss": ("index/dense.py",),
    "sentence_transformers": ("index/embedding",),
    "langchain_text_splitters": ("ingest/chunking.py",),
}
SLOW = {"torch", "transformers", "sentence_transformers", "gradio", "langchain_text_splitters", "sklearn"}


def sources() -> list[Path]:
    modules = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return [*modules, ROOT / "ui.py", ROOT / "cli.py"]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_towards_ingest(path: Path) -> None:
    room = room_of(path)
    for name in imports(path):
        top = name.split(".")[0]
        if top in ALLOWED:
            assert top in ALLOWED[room], f"{room} must not import {name}"
            assert (
                top == room
                or name == top
                or any((room, door) in SIDE_DOORS for door in (name, name.rpartition(".")[0]))
            ), f"{room} imports past the door of {top}: {name}"


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_libraries_have_one_door(path: Path) -> None:
    relative = path.relative_to(ROOT).as_posix()
    if relative.startswith("eval/benchmarks/"):
        return  # a benchmark calls the library itself, as the baseline
    for name in imports(path):
        doors = DOORS.get(name.split(".")[0], (relative,))
        assert any(relative.startswith(door) for door in doors), f"{relative} must not import {name}"


def test_no_pickle_anywhere() -> None:
    for path in sources():
        assert {"pickle", "joblib", "dill", "shelve", "marshal"}.isdisjoint(imports(path)), path


def test_the_way_to_an_answer_imports_nothing_slow() -> None:
    code = "import sys, cli, assistant, index, ingest; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert SLOW.isdisjoint(done.stdout.split())

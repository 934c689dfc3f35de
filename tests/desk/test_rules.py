"""What the pages and the server must never use, held over their sources."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [ROOT / "ui.py", *sorted((ROOT / "desk").rglob("*.py"))]
# Tunnels, remote apps, browsing the disk, folders served whole, fetching a given address, a shell.
FORBIDDEN_CALLS = {"load", "FileExplorer", "fetch_url", "urlopen", "system", "eval", "exec"}
FORBIDDEN_KEYWORDS = {"share", "allowed_paths", "shell"}
OWN_LOADS = {"json", "yaml", "tomllib"}  # readers of text, not of programs


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node


def name_of(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        owner = call.func.value
        return "" if isinstance(owner, ast.Name) and owner.id in OWN_LOADS else call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_dangerous_door_is_used(path: Path) -> None:
    for call in calls(path):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        is_page_event = (
            isinstance(owner, ast.Name) and owner.id in ("blocks", "page") and name_of(call) == "load"
        )
        assert is_page_event or name_of(call) not in FORBIDDEN_CALLS, f"{path.name}:{call.lineno}"
        assert FORBIDDEN_KEYWORDS.isdisjoint(keyword.arg for keyword in call.keywords), (
            f"{path.name}:{call.lineno}"
        )

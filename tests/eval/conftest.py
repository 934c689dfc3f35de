"""A tiny shelf's documents and questions, and a cache of its own for the shelves of runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

MEASURES = """东岭市支持科技创新若干措施
东政〔2023〕5号
为支持企业创新，制定以下措施。
一、企业培育
（一）高新技术企业。对新认定的高新技术企业，一次性奖励15万元。
（二）科技小巨人。对新认定的科技小巨人企业，一次性奖励30万元。
二、平台建设
（一）重点实验室。对新建的省级重点实验室，给予200万元资助。
本措施由市科技局负责解释。
"""
HOUSING = """东岭市人才安居办法
东政〔2022〕8号
第一条 为吸引人才，制定本办法。
第二条 博士研究生每人每月领取租房补贴1500元，最长三年。
第三条 硕士研究生每人每月领取租房补贴800元。
"""
QUESTIONS = (
    {
        "id": "fact",
        "category": "fact",
        "half": "dev",
        "question": "东岭市对新认定的高新技术企业奖励多少？",
        "gold": [{"document": "措施.txt", "section": "一/（一）", "must": ["15万元"]}],
    },
    {
        "id": "list",
        "category": "list",
        "half": "held",
        "question": "东岭市博士和硕士研究生的租房补贴各是多少？",
        "gold": [
            {"document": "安居.txt", "section": "第二条", "must": ["1500元"]},
            {"document": "安居.txt", "section": "第三条", "must": ["800元"]},
        ],
    },
    {"id": "refuse", "category": "refusal", "half": "dev", "question": "如何办理护照换发？"},
)


@pytest.fixture(scope="session")
def eval_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shelves of these tests' runs are kept."""
    return tmp_path_factory.mktemp("eval-cache")


@pytest.fixture(autouse=True)
def own_eval_cache(eval_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No run of a test touches the user's cache."""
    monkeypatch.setenv("WENZHENG_EVAL_CACHE", str(eval_cache))


@pytest.fixture(scope="session")
def documents_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents of an invented city."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "措施.txt").write_text(MEASURES, encoding="utf-8")
    (folder / "安居.txt").write_text(HOUSING, encoding="utf-8")
    return folder


@pytest.fixture
def write_questions(tmp_path: Path) -> Callable[..., Path]:
    """Write a question set; without arguments the one that fits ``documents_dir``."""

    def write(*lines: object, name: str = "own.jsonl") -> Path:
        path = tmp_path / name
        rows = [json.dumps(line, ensure_ascii=False) for line in lines or QUESTIONS]
        path.write_text("\n".join(rows), encoding="utf-8")
        return path

    return write

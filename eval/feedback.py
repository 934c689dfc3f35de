"""A person's judgement of an answer as a line of their own question set (docs/evaluation.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from assistant import Answer, Verdict
from eval.datasets import Gold, load_set
from eval.judging import find_place
from index import DocumentSummary, Hit, Shelf
from ingest import Document, Section, SectionKind, UsageError, find_quantities, label_path

GOLD_FILE = "gold.jsonl"  # in the shelf's folder
CATEGORY = "feedback"
MAX_MUST = 3  # figures of a quote that an answer must repeat; a quote of more is a table
ID_CHARS = 12  # 48 bits of the question's digest: no two questions of one person's set meet


@dataclass(frozen=True, slots=True)
class Asked:
    """What a judged answer was given for, besides the question itself."""

    after: tuple[str, ...] = ()
    region: str | None = None
    as_of: date | None = None


def gold_file(shelf: Path) -> Path:
    """Where the judgements of the people who use the shelf in folder ``shelf`` are kept."""
    return shelf / GOLD_FILE


def approved_line(shelf: Shelf, answer: Answer, asked: Asked) -> dict[str, Any]:
    """The answer is right: its verdict is expected and, unless it refuses, its quotes are gold."""
    spans = [(citation.document, citation.start, citation.end) for citation in answer.citations]
    gold = [] if answer.verdict is Verdict.NOT_FOUND else _golds(shelf, spans)
    if answer.verdict is Verdict.ANSWERED and not gold:
        raise UsageError(
            "No place of this answer can be named by its section: nothing was recorded. "
            "无法标出答案所在的节,未记录"
        )
    return _line(answer.question, answer.verdict, gold, asked)


def refusal_line(answer: Answer, asked: Asked) -> dict[str, Any]:
    """The documents do not say it: a refusal is expected."""
    return _line(answer.question, Verdict.NOT_FOUND, [], asked)


def passage_line(shelf: Shelf, answer: Answer, hit: Hit, asked: Asked) -> dict[str, Any]:
    """The passage ``hit`` answers the question."""
    span = (hit.document, hit.passage.start, hit.passage.end)
    return _line(answer.question, Verdict.ANSWERED, _golds(shelf, [span], with_words=False), asked)


def append_gold(path: Path, line: dict[str, Any]) -> None:
    """Add ``line`` to the set in ``path``; a later judgement of the same question replaces the earlier one.

    ``UsageError`` if the file is faulty or cannot be written.
    """
    try:
        kept = [
            text
            for text in (path.read_text(encoding="utf-8").splitlines() if path.exists() else [])
            if text.strip() and json.loads(text).get("id") != line["id"]
        ]
        temporary = path.with_name(f"{path.name}.part")
        temporary.write_text(
            "\n".join([*kept, json.dumps(line, ensure_ascii=False)]) + "\n", encoding="utf-8"
        )
        load_set(temporary)
        temporary.replace(path)
    except (OSError, ValueError, AttributeError) as error:
        raise UsageError(f"The question set '{path}' cannot be extended: {error}. 题集无法写入") from error


def _line(question: str, expect: Verdict, gold: Sequence[Gold], asked: Asked) -> dict[str, Any]:
    context = (question.strip(), *asked.after, asked.region or "", str(asked.as_of or ""))
    line: dict[str, Any] = {
        "id": f"user-{hashlib.sha256(chr(0).join(context).encode()).hexdigest()[:ID_CHARS]}",
        "category": CATEGORY,
        "question": question.strip(),
        "after": list(asked.after),
        "region": asked.region,
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
        "expect": expect.value,
        "gold": [
            {"document": item.document, "section": item.section, "must": list(item.must)} for item in gold
        ],
    }
    return {key: value for key, value in line.items() if value not in (None, [])}


def _golds(
    shelf: Shelf, spans: Iterable[tuple[DocumentSummary, int, int]], *, with_words: bool = True
) -> list[Gold]:
    """The sections that hold ``spans``, each once, with the figures that stand there."""
    found: dict[tuple[str, str], Gold] = {}
    for summary, start, end in spans:
        document = shelf.load_document(summary.doc_id)
        name = PurePosixPath(summary.path.replace("\\", "/")).name
        section = section_named(document, start)
        must = _figures(document.text[start:end]) if with_words else ()
        gold = Gold(name, section, must)
        known = found.get((name, section))
        if known is not None:
            gold = Gold(name, section, tuple(dict.fromkeys((*known.must, *must)))[:MAX_MUST])
        place = find_place(gold, document, "")
        if place is not None and any(low <= start < high for low, high in place.spans):
            found[name, section] = gold
    return list(found.values())


def section_named(document: Document, at: int) -> str:
    """The label path of the innermost section at ``at`` that has one; '' for the whole document."""
    holding = [section for section in document.sections if section.start <= at < section.end]
    for section in reversed(holding):
        if section.label:
            return "/".join(label_path(document.sections, section))
        if section.kind is not SectionKind.BODY and section.parent is None:
            return _kind_named(section)
    return ""


def _kind_named(section: Section) -> str:
    return f"@{section.kind.value}"


def _figures(quote: str) -> tuple[str, ...]:
    """The first figures of a quote, as written."""
    figures = [quote[quantity.start : quantity.end] for quantity in find_quantities(quote)]
    return tuple(dict.fromkeys(figures))[:MAX_MUST]

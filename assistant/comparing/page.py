"""A comparison as one HTML page to print and hand on: both sides, differences marked, nothing loaded."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from assistant.comparing.figures import changed_figures
from assistant.comparing.types import Change, ChangeKind, Comparison, Figure, How, Span
from assistant.printable import marked, printable_page
from assistant.types import Citation
from assistant.wording import standing_name
from index import DocumentSummary
from ingest import Quantity, write_atomically

KIND_NAMES = {
    ChangeKind.ADDED: "新增 added",
    ChangeKind.REMOVED: "删除 removed",
    ChangeKind.CHANGED: "修改 changed",
    ChangeKind.MOVED: "移动 moved",
}
HOW_NAMES = {
    How.REWORDED: "",
    How.RENUMBERED: "仅编号变化 renumbered only",
    How.RELOCATED: "位置变化 relocated",
    How.SPLIT: "由原条款拆分 split off",
    How.MERGED: "并入 merged",
    How.NEW: "",
    How.GONE: "",
}


def write_comparison_html(comparison: Comparison, path: Path) -> None:
    """Write the page to ``path``; ``WenzhengError`` leaves what was there."""
    write_atomically(path, comparison_page(comparison).encode())


def comparison_page(comparison: Comparison) -> str:
    """The page; all words of documents are escaped."""
    title = "版本对照 Comparison of editions"
    parts = [
        f"<h1>{title}</h1>",
        '<table class="editions"><tr><th></th><th>标题 Title</th><th>文号 Number</th><th>日期 Date</th>'
        "<th>状态 Status</th></tr>",
        _edition("A", comparison.a),
        _edition("B", comparison.b),
        "</table>",
        _summary(comparison),
        *_changed_figures(comparison),
        '<table class="changes"><thead><tr><th>#</th><th>变化 Change</th><th>A</th><th>B</th></tr></thead>',
        "<tbody>",
        *(_row(number, change) for number, change in enumerate(comparison.changes, start=1)),
        "</tbody></table>",
        "<p>无变化。 Nothing differs.</p>" if not comparison.changes else "",
    ]
    return printable_page(title, parts)


def _edition(name: str, document: DocumentSummary) -> str:
    dated = document.dated.isoformat() if document.dated else "—"
    cells = (name, document.title, document.document_number or "—", dated, standing_name(document.status))
    return "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>"


def _summary(comparison: Comparison) -> str:
    counts = " · ".join(f"{KIND_NAMES[kind]} {comparison.count(kind)}" for kind in ChangeKind)
    formal = f" · 标题、文号、章节名 title, number, headings {comparison.formal}" if comparison.formal else ""
    return f"<p>{counts} · 未变 unchanged {comparison.unchanged}{formal}</p>"


def _changed_figures(comparison: Comparison) -> list[str]:
    """A list of the figures that changed, above the clauses; [] if none did."""
    lines = []
    for told in changed_figures(comparison):
        before, after = ("、".join(side) or "—" for side in (told.before, told.after))
        values = f"<strong>{escape(before)} → {escape(after)}</strong>"
        lines.append(f"<li>{values} {escape(told.place)} 「{escape(told.of)}」</li>")
    return ["<h2>数字变化 Changed figures</h2>", "<ul>", *lines, "</ul>"] if lines else []


def _row(number: int, change: Change) -> str:
    told = [f"<strong>{KIND_NAMES[change.kind]}</strong>", HOW_NAMES[change.how]]
    if change.renumbered:
        told.append(f"编号 number {escape(change.label_a or '—')} → {escape(change.label_b or '—')}")
    told += [_figure(change, figure) for figure in change.figures]
    told += _departments(change)
    cells = "<br>".join(line for line in told if line)
    sides = _side(change.a, change.marks_a, "del") + _side(change.b, change.marks_b, "ins")
    return f'<tr class="{change.kind.value}"><td>{number}</td><td>{cells}</td>{sides}</tr>'


def _side(citation: Citation | None, marks: Sequence[Span], tag: str) -> str:
    if citation is None:
        return '<td class="none">—</td>'
    headings = " › ".join(citation.headings)
    quote = marked(citation.quote, [(a - citation.start, b - citation.start) for a, b in marks], tag)
    where = f"{escape(headings)} [{citation.start}–{citation.end}]"
    return f'<td><div class="where">{where}</div><div class="quote">{quote}</div></td>'


def _figure(change: Change, figure: Figure) -> str:
    a, b = _words(change.a, figure.a), _words(change.b, figure.b)
    equal = " （等值 same value）" if figure.same_value else ""
    return f'<span class="figure">{escape(a)} → {escape(b)}{equal}</span>'


def _words(citation: Citation | None, quantity: Quantity | None) -> str:
    if citation is None or quantity is None:
        return "—"
    return citation.quote[quantity.start - citation.start : quantity.end - citation.start]


def _departments(change: Change) -> list[str]:
    told = []
    if change.a is not None:
        gone = [change.a.quote[s - change.a.start : e - change.a.start] for s, e in change.departments_gone]
        told += [f"部门 department − {escape(name)}" for name in gone]
    if change.b is not None:
        new = [change.b.quote[s - change.b.start : e - change.b.start] for s, e in change.departments_new]
        told += [f"部门 department + {escape(name)}" for name in new]
    return told

"""A report as one printable HTML page that loads nothing; all text from documents is escaped."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path

from assistant.consistency.types import ConsistencyReport, FindingKind, Quoted, Reported
from assistant.printable import marked, printable_page
from assistant.wording import in_title_marks, standing_name
from ingest import write_atomically

KIND_NAMES = {
    FindingKind.CONFLICT: ("文件间冲突", "conflict"),
    FindingKind.INTERNAL: ("前后不一", "internal"),
    FindingKind.ARITHMETIC: ("数字有误", "arithmetic"),
    FindingKind.CITES_REPEALED: ("引用已废止文件", "cites repealed"),
    FindingKind.REPEALED: ("已废止", "repealed"),
    FindingKind.EXPIRED: ("已失效或已截止", "expired"),
    FindingKind.DUPLICATE: ("重复文件", "duplicate"),
    FindingKind.INFO: ("提示", "info"),
}
_STYLE = """
:root { --line: #8886; --error: #b3261e; --warning: #8a5a00; --info: #1f5fa8; }
body { font: 15px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2rem auto;
  max-width: 70rem; padding: 0 1rem; color: #1c1c1c; background: #fff; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; } .facts { color: #555; }
table { border-collapse: collapse; margin: 1rem 0; } th, td { padding: .25rem .9rem; border-bottom: 1px solid
  var(--line); text-align: left; } td.number { text-align: right; }
.filters label { display: inline-block; margin-right: 1rem; }
article { border: 1px solid var(--line); border-left: .4rem solid var(--info); border-radius: .3rem;
  padding: .6rem 1rem; margin: 1rem 0; break-inside: avoid; }
article.error { border-left-color: var(--error); } article.warning { border-left-color: var(--warning); }
article h2 { font-size: 1.05rem; margin: 0 0 .3rem; } .kind { font-size: .85rem; color: #555; }
.en { color: #555; font-size: .9rem; } .sides { display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); }
figure { margin: .6rem 0 0; border-top: 1px solid var(--line); padding-top: .4rem; }
figcaption { font-size: .85rem; color: #444; } blockquote { margin: .4rem 0 0; white-space: pre-wrap; }
mark { background: #ffe08a; font-weight: 600; }
@media print { .filters { display: none; } body { margin: 0; max-width: none; font-size: 11pt; } }
"""


def write_report_html(report: ConsistencyReport, path: Path) -> None:
    """Write the page to ``path``; ``WenzhengError`` leaves what was there."""
    write_atomically(path, report_html(report).encode())


def report_html(report: ConsistencyReport) -> str:
    """The whole page."""
    counts = Counter(one.finding.kind for one in report.findings)
    kinds = [kind for kind in FindingKind if counts[kind]]
    # Nothing may run in the page: filters are CSS.
    hidden = "".join(f"body:has(#show-{kind}:not(:checked)) .{kind} {{ display: none; }}\n" for kind in kinds)
    parts = [
        "<h1>政策一致性检查报告 Consistency report</h1>",
        f'<p class="facts">截至 as of {report.as_of.isoformat()} · 文件 documents {report.documents} · '
        f"发现 findings {len(report.findings)}</p>",
        _counts(counts, kinds),
        _filters(kinds),
        *(_article(one) for one in report.findings),
        "" if report.findings else "<p>未发现问题。 Nothing was found.</p>",
    ]
    return printable_page("政策一致性检查报告 Consistency report", parts, style=_STYLE + hidden)


def _counts(counts: Counter[FindingKind], kinds: list[FindingKind]) -> str:
    rows = "".join(
        f"<tr><td>{KIND_NAMES[kind][0]}</td><td>{KIND_NAMES[kind][1]}</td>"
        f'<td class="number">{counts[kind]}</td></tr>'
        for kind in kinds
    )
    return f"<table>{rows}</table>" if rows else ""


def _filters(kinds: list[FindingKind]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" id="show-{kind}" checked> {" ".join(KIND_NAMES[kind])}</label>'
        for kind in kinds
    )
    return f'<div class="filters">显示 Show: {boxes}</div>' if boxes else ""


def _article(one: Reported) -> str:
    finding = one.finding
    name = " ".join(KIND_NAMES[finding.kind])
    scope = f" · {escape(one.scope)}" if one.scope else ""
    sides = "".join(map(_side, one.citations))
    return (
        f'<article class="{finding.severity} {finding.kind}">'
        f'<div class="kind">{name}{scope}</div><h2>{escape(finding.subject)}</h2>'
        f'<p>{escape(one.summary_zh)}</p><p class="en" lang="en">{escape(one.summary_en)}</p>'
        f'<div class="sides">{sides}</div></article>'
    )


def _side(citation: Quoted) -> str:
    document = citation.document
    facts = [
        document.document_number,
        document.dated.isoformat() if document.dated else None,
        standing_name(document.status),
    ]
    place = " › ".join(citation.headings)
    quote = marked(citation.quote, citation.marks, "mark")
    caption = " · ".join(escape(str(fact)) for fact in facts if fact)
    title = escape(in_title_marks(document.title))
    return (
        f"<figure><figcaption>{title} {caption}<br>{escape(place)}</figcaption>"
        f"<blockquote>{quote}</blockquote></figure>"
    )

"""A match as one HTML page to print and hand on: every condition with its quote, nothing loaded."""

from __future__ import annotations

from html import escape
from pathlib import Path

from assistant.matching.judging import condition_words, yuan_words
from assistant.matching.types import Judged, Match, MatchReport, MatchVerdict
from assistant.printable import printable_page
from assistant.types import Citation
from assistant.wording import standing_name
from ingest import write_atomically

VERDICT_NAMES = {
    MatchVerdict.ELIGIBLE: "符合 eligible",
    MatchVerdict.UNKNOWN: "待补充 unknown",
    MatchVerdict.NOT_ELIGIBLE: "不符合 not eligible",
}


def write_matches_html(report: MatchReport, path: Path) -> None:
    """Write the page to ``path``; ``WenzhengError`` leaves what was there."""
    write_atomically(path, matches_page(report).encode())


def matches_page(report: MatchReport) -> str:
    """The page; all words of documents and of the profile are escaped."""
    title = "政策匹配 Measures for a company"
    who = f"{report.name} · {report.region}" if report.name else report.region
    parts = [
        f"<h1>{title}</h1>",
        f"<p>{escape(who)} · {report.as_of.isoformat()}</p>",
        f"<p>{_counts(report)}</p>",
    ]
    for verdict, name in VERDICT_NAMES.items():
        matches = [match for match in report.matches if match.verdict is verdict]
        if matches:
            parts.append(f"<h2>{name} ({len(matches)})</h2>")
            parts += [_match(match) for match in matches]
        if verdict is MatchVerdict.ELIGIBLE:
            parts.append(_missing(report))
    parts.append(_left_out(report))
    return printable_page(title, parts)


def _counts(report: MatchReport) -> str:
    counts = " · ".join(f"{name} {report.count(verdict)}" for verdict, name in VERDICT_NAMES.items())
    total = f"可算出的合计 sum that can be worked out {yuan_words(report.total_yuan)}"
    return f"{counts} · {total}（同一事项只计一次，取高 each matter once）"


def _missing(report: MatchReport) -> str:
    if not report.missing:
        return ""
    items = "".join(
        f"<li>{escape(one.question_zh)}<br>{escape(one.question_en)} "
        f"<code>{escape(one.name)}</code> ({one.measures})</li>"
        for one in report.missing
    )
    return f"<h2>还需要知道 Still to be told</h2><ul>{items}</ul>"


def _match(match: Match) -> str:
    told = [f"<h3>{escape(match.title)}</h3>", f'<div class="where">{_source(match.citation)}</div>']
    if match.worth is not None:
        value = match.worth.value_yuan
        sure = yuan_words(value) if value is not None else "—"
        told.append(
            f'<p><span class="amount">{escape(sure)}</span> {escape(match.worth.working)}'
            f" 「{escape(match.worth.text)}」</p>"
        )
    if match.deadline is not None:
        day = match.deadline.day or match.deadline.passed
        state = "截止 deadline" if match.deadline.day else "已截止 closed"
        if match.deadline.day and match.deadline.passed:
            state = f"今年已于 {match.deadline.passed} 截止，下次 closed this year, next"
        told.append(f"<p>{state} {day} 「{escape(match.deadline.citation.quote)}」</p>")
    told.append(f'<div class="quote">{escape(match.citation.quote)}</div>')
    told.append("<ul>" + "".join(_judged(one) for one in match.conditions) + "</ul>")
    told += [
        f"<p>{escape(zh)}<br>{escape(en)}</p>" for zh, en in zip(match.notes_zh, match.notes_en, strict=True)
    ]
    told += [f'<p class="where">「{escape(rule.quote)}」</p>' for rule in match.rules]
    return f'<section class="match">{"".join(told)}</section>'


def _judged(one: Judged) -> str:
    quote = f"「{escape(one.citation.quote)}」 [{one.citation.start}–{one.citation.end}]"
    return (
        f'<li class="{one.status.value}">{escape(condition_words(one.condition))} — {escape(one.why_zh)} '
        f'<small>{escape(one.why_en)}</small><div class="where">{quote}</div></li>'
    )


def _source(citation: Citation) -> str:
    document = citation.document
    parts = [
        document.title,
        document.document_number or "",
        standing_name(document.status),
        " › ".join(citation.headings),
    ]
    where = f"[{citation.start}–{citation.end}]"
    return escape(" · ".join(part for part in (*parts, where) if part))


def _left_out(report: MatchReport) -> str:
    items = [f"<li>{escape(one.document.title)} — {escape(one.why)}</li>" for one in report.left_out]
    if report.other_regions:
        items.append(f"<li>外地文件 documents of other regions: {report.other_regions}</li>")
    return f"<h2>未计入的文件 Left out</h2><ul>{''.join(items)}</ul>" if items else ""

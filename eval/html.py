"""A run as one HTML page: tables, plots drawn as SVG, every question. Nothing is loaded from outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from eval.metrics import Estimate
from eval.plots import bars, curves, histogram, reliability
from eval.report import CHECK_LABELS, counted, interval, number
from eval.results import EvalResult, QuestionResult
from ingest import UsageError

# The page may not load or run anything, whatever a document's text tries.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: #b3261e; }
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2rem auto;
  max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; } th, td { padding: .25rem .8rem; border-bottom: 1px solid var(--line);
  text-align: right; white-space: nowrap; } th:first-child, td:first-child { text-align: left; }
dl { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0; } dl div { border: 1px solid var(--line);
  border-radius: .5rem; padding: .5rem .9rem; } dt { font-size: .8rem; opacity: .8; }
dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
figure { display: inline-block; margin: 0 1.5rem 1rem 0; vertical-align: top; }
figcaption { font-weight: 600; } svg { max-width: 100%; height: auto; }
svg text { fill: currentColor; font-size: 11px; } .wide { overflow-x: auto; }
details { border-bottom: 1px solid var(--line); padding: .3rem 0; } summary { cursor: pointer; }
.fault { color: var(--bad); } .quote { white-space: pre-wrap; } li { margin: .2rem 0; }
@media print { details > * { display: block; } }
"""
# Figures of the ranking curve: its cuts.
_CUTS = (1, 3, 5, 10)


def write_html(result: EvalResult, path: Path) -> None:
    """Write the page to ``path``; ``UsageError`` if that cannot be done."""
    try:
        path.write_text(html_page(result), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"The report '{path}' cannot be written: {error.strerror}.") from error


def html_page(result: EvalResult) -> str:
    """The page; all text that comes from documents and questions is escaped."""
    title = f"Wenzheng evaluation: {result.set}"
    facts = " · ".join(f"{name} {value}" for name, value in result.environment.items())
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{' · '.join(filter(None, (counted(result), escape(facts))))}</p>",
        _headlines(result),
        _problems(result.problems),
        _plots(result),
        "<h2>Ranking 检索</h2>" if result.systems else "",
        _ranking_table(result) if result.systems else "",
        "<h2>Answers 回答</h2>" if result.checks() else "",
        _checks_table(result.checks()),
        "<h2>Verdicts 判定</h2>" if result.confusion() else "",
        _verdict_table(result),
        "<h2>Questions 逐题</h2>",
        *map(_question, sorted(result.questions, key=lambda question: not question.faults)),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body></html>\n"
    )


def _headlines(result: EvalResult) -> str:
    metrics = result.metrics()
    tiles = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{number(metrics[name].mean)}</dd></div>"
        for name, label in _HEADLINES
        if name in metrics
    )
    return f"<dl>{tiles}</dl>" if tiles else ""


def _problems(problems: Sequence[str]) -> str:
    if not problems:
        return ""
    items = "".join(f"<li>{escape(problem)}</li>" for problem in problems)
    return f'<ul class="fault">{items}</ul>'


def _plots(result: EvalResult) -> str:
    recall = {
        system: [(cut, ranking[f"R@{cut}"].mean) for cut in _CUTS if f"R@{cut}" in ranking]
        for system in result.systems
        if (ranking := result.ranking(system))
    }
    figures = (
        [("Recall at k 召回率", curves(recall, x_label="hits 条数", y_label="recall"))] if recall else []
    )
    groups = result.categories()
    by_category = [
        (name, {label: group.metrics()[metric].mean for label, metric in _BARS if metric in group.metrics()})
        for name, group in groups.items()
    ]
    if by_category:
        figures.append(("By category 按类别", bars(by_category)))
    judged = [
        (question.evidence, question.expect == "answered", question.verdict == "answered")
        for question in result.questions
        if question.evidence is not None and question.expect is not None and question.verdict is not None
    ]
    if judged:
        figures.append(("Refusal by evidence 拒答与证据强度", reliability(judged)))
    took = [question.ask_ms or question.find_ms or question.task_ms for question in result.questions]
    times = [value for value in took if value is not None]
    if times:
        figures.append(("Latency 延迟", histogram(times, x_label="ms")))
    return "<h2>Plots 图</h2>" + "".join(
        f"<figure><figcaption>{escape(caption)}</figcaption>{svg}</figure>" for caption, svg in figures
    )


# Bars of a category: label, metric.
_BARS = (
    ("recall@5", "R@5"),
    ("answer right", "answer_containment"),
    ("refused rightly", "refused_unanswerable"),
    ("found", "findings_found"),
    ("nothing else", "no_false_finding"),
    ("found", "changes_found"),
    ("nothing else", "no_false_change"),
    ("found", "measures_found"),
    ("verdict", "match_verdict"),
)
# What stands in large figures at the top: metric, what it is called.
_HEADLINES = (
    ("R@5", "found among five hits 前五条命中"),
    ("answer_containment", "answers complete 回答完整"),
    ("citation_exact", "quotes exact 引文准确"),
    ("refused_unanswerable", "refused rightly 应拒已拒 ↑"),
    ("refused_answerable", "refused wrongly 误拒 ↓"),
    ("containment", "quotes hold the answer 引文含答案"),
    ("findings_found", "findings made 发现问题"),
    ("no_false_finding", "no false alarm 无误报"),
    ("changes_found", "changes found 发现改动"),
    ("no_false_change", "no false change 无误报改动"),
    ("measures_found", "measures found 找到政策"),
    ("match_verdict", "verdicts right 资格判断正确"),
)
# The answer metrics in Chinese, beside the report's words.
_CHECKS_ZH = {
    "answer_containment": "回答含标准答案",
    "headline_right": "摘要数字正确",
    "cited_gold": "引用落在标准章节",
    "citation_exact": "引文与原文一致",
    "refused_unanswerable": "应拒已拒",
    "refused_answerable": "误拒",
    "verdict_accuracy": "判定正确",
    "mean_quote_chars": "平均引文字数",
    "containment": "引文含答案",
    "findings_found": "应发现已发现",
    "no_false_finding": "无误报",
    "changes_found": "改动已发现",
    "no_false_change": "无误报改动",
    "measures_found": "政策已找到",
    "match_verdict": "资格判断正确",
    "match_amount": "金额正确",
    "match_deadline": "截止日期正确",
    "match_condition": "条件判断正确",
    "no_false_measure": "未误荐",
}


def _ranking_table(result: EvalResult) -> str:
    by_system = [result.ranking(system) for system in result.systems]
    rows = (
        [metric, *(_interval(estimates.get(metric)) for estimates in by_system)]
        for metric in result.metric_names
    )
    return _table(("", *result.systems), rows)


def _checks_table(checks: dict[str, Estimate]) -> str:
    if not checks:
        return ""
    rows = (
        [f"{CHECK_LABELS.get(name, name)} {_CHECKS_ZH.get(name, '')}", _interval(value), str(value.questions)]
        for name, value in checks.items()
    )
    return _table(("", "mean [95 %]", "questions"), rows)


def _verdict_table(result: EvalResult) -> str:
    confusion = result.confusion()
    if not confusion:
        return ""
    verdicts = list(next(iter(confusion.values())))
    rows = ([expected, *(str(row[verdict]) for verdict in verdicts)] for expected, row in confusion.items())
    return _table(("expected ↓ given →", *verdicts), rows)


def _interval(value: Estimate | None) -> str:
    return interval(value) if value else "–"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    header = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table></div>'


def _question(result: QuestionResult) -> str:
    faults = "".join(f'<p class="fault">{escape(fault)}</p>' for fault in result.faults)
    mark = "×" if result.faults else "✓"
    facts = [
        ("understood", result.understood),
        ("expected", result.expect),
        ("verdict", result.verdict),
        ("reciprocal rank", _reciprocal_rank(result)),
    ]
    about = " · ".join(f"{name} {escape(str(value))}" for name, value in facts if value)
    wanted = "".join(f"<li>{escape(place)}</li>" for place in result.wanted)
    found = "".join(
        f"<li>{escape(' › '.join((hit.document, *hit.headings)))}"
        f"{'' if hit.score is None else f' ({hit.score:.3f})'}<br>{escape(hit.text)}</li>"
        for hit in result.found
    )
    return (
        f"<details{' open' if result.error else ''}>"
        f"<summary>{mark} {escape(result.id)} {escape(result.question)}</summary>{faults}<p>{about}</p>"
        + (f"<p>Wanted 应找到</p><ul>{wanted}</ul>" if wanted else "")
        + (f'<p class="quote">{escape(result.answer)}</p>' if result.answer else "")
        + (f"<p>Found 找到</p><ol>{found}</ol>" if found else "")
        + "</details>"
    )


def _reciprocal_rank(result: QuestionResult) -> str | None:
    ranks = [
        f"{system} {number(scores['RR@10'])}" for system, scores in result.scores.items() if "RR@10" in scores
    ]
    return ", ".join(ranks) or None

"""Plots as SVG text: curves, bars, a histogram and the reliability of refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

WIDTH, HEIGHT = 420, 260  # of a plot, in SVG units
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 20, 26, 40  # margins that hold the axis labels
_BAR_ROW = 14  # height of one bar in the horizontal bar plot
_LABEL_WIDTH = 110
_LABEL_LETTERS = 16  # that fit there
_LEGEND_WIDTH, _LEGEND_ROW = 96, 14
_LEGENDS_A_ROW = 4  # that fit beside each other
# Told apart by people with any colour vision (Okabe and Ito), and by dash as well.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 2")
_BINS = 20  # of the latency histogram
_RELIABILITY_BINS = 8  # about twenty questions each on the sets that come with the program
_GRID = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Maps values to places in the plot; both axes are linear."""

    x_low: float
    x_high: float
    y_high: float = 1.0

    def x(self, value: float) -> float:
        share = (value - self.x_low) / ((self.x_high - self.x_low) or 1)
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - _BOTTOM - value / (self.y_high or 1) * (HEIGHT - _TOP - _BOTTOM), 1)


def curves(series: Mapping[str, Sequence[tuple[float, float]]], *, x_label: str, y_label: str) -> str:
    """A line per series through its (x, y) points, y between 0 and 1."""
    xs = sorted({x for points in series.values() for x, _ in points})
    frame = _Frame(xs[0], xs[-1])
    marks = [_grid(frame), *(_text(frame.x(x), HEIGHT - _BOTTOM + 14, f"{x:g}") for x in xs)]
    for place, (name, points) in enumerate(series.items()):
        colour = _COLOURS[place % len(_COLOURS)]
        marks.append(_line(frame, points, place))
        marks += [f'<circle cx="{frame.x(x)}" cy="{frame.y(y)}" r="3" fill="{colour}"/>' for x, y in points]
        marks.append(_legend(place, name, colour))
    return _svg(f"{y_label} over {x_label}", [*marks, _x_label(x_label)])


def bars(groups: Sequence[tuple[str, Mapping[str, float]]]) -> str:
    """Horizontal bars between 0 and 1: a group of them, one per label, for each name."""
    labels = list(dict.fromkeys(label for _, values in groups for label in values))
    colours = {label: _COLOURS[place % len(_COLOURS)] for place, label in enumerate(labels)}
    room = WIDTH - _LABEL_WIDTH - 50
    marks: list[str] = [_legend(place, label, colours[label]) for place, label in enumerate(labels)]
    top = float(_TOP + 4 + (len(labels) - 1) // _LEGENDS_A_ROW * _LEGEND_ROW)
    for name, values in groups:
        marks.append(_text(_LABEL_WIDTH - 6, top + _BAR_ROW - 3, _shortened(name), anchor="end"))
        for label, value in values.items():
            width = round(max(0.0, min(1.0, value)) * room, 1)
            marks.append(
                f'<rect x="{_LABEL_WIDTH}" y="{top}" width="{width}" height="{_BAR_ROW - 4}" '
                f'fill="{colours[label]}"><title>{escape(f"{name}, {label}: {value:.3f}")}</title></rect>'
            )
            marks.append(_text(_LABEL_WIDTH + width + 4, top + _BAR_ROW - 5, f"{value:.2f}", anchor="start"))
            top += _BAR_ROW
        top += 6 if values else _BAR_ROW
    return _svg("by category", marks, height=top + 8)


def _shortened(name: str) -> str:
    """A name that fits beside the bars; a Chinese character is as wide as two Latin ones."""
    widths = [2 if letter > "\u2e7f" else 1 for letter in name]
    if sum(widths) <= _LABEL_LETTERS:
        return name
    fitting = next(n for n in range(len(name) + 1) if sum(widths[: n + 1]) >= _LABEL_LETTERS)
    return f"{name[:fitting]}…"


def histogram(values: Sequence[float], *, x_label: str) -> str:
    """How many values fall into each of equal steps from 0 to the largest."""
    high = max(values) or 1.0
    counts = [0] * _BINS
    for value in values:
        counts[min(_BINS - 1, int(value / high * _BINS))] += 1
    frame = _Frame(0, high, max(counts))
    width = (WIDTH - _LEFT - _RIGHT) / _BINS - 1
    marks = [
        f'<rect x="{frame.x(place * high / _BINS)}" y="{frame.y(count)}" width="{width:.1f}" '
        f'height="{frame.y(0) - frame.y(count):.1f}" fill="{_COLOURS[0]}"><title>{count}</title></rect>'
        for place, count in enumerate(counts)
    ]
    marks += [_text(frame.x(share * high), HEIGHT - _BOTTOM + 14, f"{share * high:.0f}") for share in _GRID]
    marks.append(_text(_LEFT - 6, frame.y(max(counts)) + 4, str(max(counts)), anchor="end"))
    return _svg(f"histogram of {x_label}", [*marks, _x_label(x_label)])


def reliability(judged: Sequence[tuple[float, bool, bool]]) -> str:
    """Shares answered and answerable by strength of evidence, in steps of equally many questions.

    ``judged`` holds (evidence, answerable, answered). Where the refusals are calibrated the two lines run
    together; where 'answered' lies above 'answerable', questions are answered that should not be.
    """
    ordered = sorted(judged)
    count = min(_RELIABILITY_BINS, len(ordered))
    edges = [len(ordered) * step // count for step in range(count + 1)]
    steps = [ordered[low:high] for low, high in pairwise(edges)]
    series = {
        name: [
            (sum(item[0] for item in step) / len(step), sum(item[column] for item in step) / len(step))
            for step in steps
        ]
        for name, column in (("answerable", 1), ("answered", 2))
    }
    ends_at = [series["answered"][end][0] for end in (0, -1)]
    frame = _Frame(*ends_at)
    marks = [_grid(frame)]
    for place, (name, points) in enumerate(series.items()):
        marks += [_line(frame, points, place), _legend(place, name, _COLOURS[place])]
    ends = [_text(frame.x(x), HEIGHT - _BOTTOM + 14, f"{x:.2f}") for x in ends_at]
    return _svg("reliability of refusals", [*marks, *ends, _x_label("score of the first hit")])


def _grid(frame: _Frame) -> str:
    return "".join(
        f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{frame.y(level)}" y2="{frame.y(level)}" '
        f'stroke="currentColor" stroke-opacity=".15"/>'
        f"{_text(_LEFT - 6, frame.y(level) + 4, f'{level:g}', anchor='end')}"
        for level in _GRID
    )


def _line(frame: _Frame, points: Sequence[tuple[float, float]], place: int) -> str:
    path = " ".join(f"{frame.x(x)},{frame.y(y)}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{_COLOURS[place % len(_COLOURS)]}" '
        f'stroke-width="2" stroke-dasharray="{_DASHES[place % len(_DASHES)]}"/>'
    )


def _legend(place: int, name: str, colour: str) -> str:
    row, column = divmod(place, _LEGENDS_A_ROW)
    x, y = _LEFT + column * _LEGEND_WIDTH, 6 + row * _LEGEND_ROW
    label = _text(x + 14, y + 9, name, anchor="start")
    return f'<rect x="{x}" y="{y}" width="10" height="10" fill="{colour}"/>{label}'


def _x_label(label: str) -> str:
    return _text((WIDTH + _LEFT) / 2, HEIGHT - 8, label)


def _text(x: float, y: float, words: str, *, anchor: str = "middle") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(label: str, marks: Sequence[str], *, height: float = HEIGHT) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}" role="img" '
        f'aria-label="{escape(label)}">{"".join(marks)}</svg>'
    )

"""Progress inside one file: readers that take minutes say which page is done."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[int, int], None]  # (page, pages); (0, 0) for a sign of life
_listeners: list[Listener] = []


def report(page: int, pages: int) -> None:
    """Tell every listener."""
    for listener in _listeners:
        listener(page, pages)


def alive() -> None:
    """Tell every listener that the work goes on, where there is nothing to count."""
    report(0, 0)


def listen(listener: Listener) -> None:
    """Have ``listener`` called for each page from now on."""
    _listeners.append(listener)

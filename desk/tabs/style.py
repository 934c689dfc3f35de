"""How the pages look: colours, measures and the library's own controls; nothing comes from outside."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import gradio as gr

_DATA = Path(__file__).parent / "data"
# Fonts that a system has; the first are those of Linux, macOS and Windows for Chinese text.
_FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The CSS of the pages' own parts; the library puts its root's classes before every rule."""
    return (_DATA / "page.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def head_html() -> str:
    """What goes into the head of all pages: the colours, and rules for what lies outside the pages' root."""
    colours, head = ((_DATA / name).read_text(encoding="utf-8") for name in ("frame.css", "head.html"))
    return f"<style>{colours}</style>{head}"


@lru_cache(maxsize=1)
def script() -> str:
    """The JavaScript of all pages."""
    return (_DATA / "page.js").read_text(encoding="utf-8")


def theme() -> gr.themes.Base:
    """The library's controls in our colours, light and dark."""
    return gr.themes.Base(
        primary_hue="blue", neutral_hue="slate", font=list(_FONTS), font_mono=["ui-monospace", "monospace"]
    ).set(
        body_background_fill="var(--wz-bg)",
        body_background_fill_dark="var(--wz-bg)",
        body_text_color="var(--wz-ink)",
        body_text_color_dark="var(--wz-ink)",
        body_text_color_subdued="var(--wz-muted)",
        body_text_color_subdued_dark="var(--wz-muted)",
        background_fill_primary="var(--wz-surface)",
        background_fill_primary_dark="var(--wz-surface)",
        background_fill_secondary="var(--wz-sunken)",
        background_fill_secondary_dark="var(--wz-sunken)",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_border_width_dark="0px",
        block_shadow="none",
        block_shadow_dark="none",
        block_padding="0px",
        border_color_primary="var(--wz-line)",
        border_color_primary_dark="var(--wz-line)",
        input_background_fill="var(--wz-surface)",
        input_background_fill_dark="var(--wz-surface)",
        input_border_color="var(--wz-line)",
        input_border_color_dark="var(--wz-line)",
        input_border_width="1px",
        color_accent="var(--wz-accent)",
        color_accent_soft="var(--wz-accent-soft)",
        color_accent_soft_dark="var(--wz-accent-soft)",
        button_primary_background_fill="var(--wz-accent)",
        button_primary_background_fill_dark="var(--wz-accent)",
        button_primary_background_fill_hover="var(--wz-accent)",
        button_primary_background_fill_hover_dark="var(--wz-accent)",
        button_primary_text_color="var(--wz-on-accent)",
        button_primary_text_color_dark="var(--wz-on-accent)",
        button_large_text_weight="500",
        button_medium_text_weight="500",
        button_large_text_size="15px",
        input_radius="9px",
        link_text_color="var(--wz-accent)",
        link_text_color_dark="var(--wz-accent)",
    )

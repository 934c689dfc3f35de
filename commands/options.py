"""Options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index import default_shelf_dir
from ingest import Kind, UsageError

if TYPE_CHECKING:
    from assistant import ModelSettings

ShelfOption = Annotated[
    Path | None,
    typer.Option(
        "--shelf", envvar="WENZHENG_SHELF", help="Folder of the shelf. 文档库目录", show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object. 输出 JSON")]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", help="A sentence-transformers model, by name or folder. 默认用内置模型"),
]
RegionOption = Annotated[str | None, typer.Option("--region", help="Only this region. 地区")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="In force on this day, YYYY-MM-DD. 截至日期")]
KindOption = Annotated[Kind | None, typer.Option("--kind", help="Only this kind of document. 文件类型")]
BatchOption = Annotated[
    Path | None, typer.Option("--batch", help="JSON lines with id, question, after, region, as_of. 批量")
]
LlmUrlOption = Annotated[
    str | None,
    typer.Option(
        "--llm-url",
        envvar="WENZHENG_LLM_URL",
        help="OpenAI-compatible endpoint that rewords quotes; key: WENZHENG_LLM_KEY. 语言模型",
    ),
]
LlmModelOption = Annotated[
    str | None, typer.Option("--llm-model", envvar="WENZHENG_LLM_MODEL", help="Its model. 语言模型名称")
]


def language_model(url: str | None, model: str | None) -> ModelSettings | None:
    """The language model that was named, None for none; ``UsageError`` for an address without a model."""
    from assistant import ModelSettings

    if url is None:
        return None
    if model is None:
        raise UsageError(f"which model at {url}? name it with --llm-model. 请用 --llm-model 指定模型")
    return ModelSettings(url, model, os.environ.get("WENZHENG_LLM_KEY"))


def shelf_dir(shelf: Path | None) -> Path:
    """The folder named by ``--shelf``, else the user's own."""
    return shelf or default_shelf_dir()

"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index import default_shelf_dir
from ingest import Kind

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


def shelf_dir(shelf: Path | None) -> Path:
    """The folder named by ``--shelf``, else the user's own."""
    return shelf or default_shelf_dir()

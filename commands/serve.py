"""The command that starts the web page."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.app import app
from commands.options import ModelOption, ShelfOption, shelf_dir


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on. 监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port. 端口")] = 7860,
    shelf: ShelfOption = None,
    model: ModelOption = None,
) -> None:
    """Start the web page on this computer. 启动网页。"""
    from ui import serve as serve_ui

    serve_ui(shelf_dir(shelf), host=host, port=port, model=model)

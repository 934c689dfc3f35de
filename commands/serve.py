"""Commands that put a shelf on the network, or at the hand of an assistant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.app import app
from commands.options import (
    LlmModelOption,
    LlmUrlOption,
    ModelOption,
    ShelfOption,
    language_model,
    shelf_dir,
)
from commands.printing import tell

if TYPE_CHECKING:
    from desk import Desk, Serving


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on. 监听地址")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port, 0 for any free one. 端口")
    ] = 7860,
    auth: Annotated[
        Path | None,
        typer.Option(
            "--auth",
            envvar="WENZHENG_AUTH",
            help="File of the people who may log in. 用户文件",
            metavar="FILE",
        ),
    ] = None,
    no_auth: Annotated[
        bool, typer.Option("--no-auth", help="Let everyone on the network read. 允许网络上任何人匿名阅读")
    ] = False,
    llm_url: LlmUrlOption = None,
    llm_model: LlmModelOption = None,
    shelf: ShelfOption = None,
    model: ModelOption = None,
) -> None:
    """Start the web pages, the HTTP API and the MCP server on one port. 启动网页、接口与 MCP。"""
    from desk import Serving

    rewording = language_model(llm_url, llm_model)
    serve_pages(shelf_dir(shelf), Serving(host, port, auth, no_auth, rewording), model=model)


def serve_pages(directory: Path, serving: Serving, *, model: str | None = None) -> None:
    """Serve the shelf in ``directory`` until interrupted."""
    from desk import serve_desk

    def mount_pages(server: Any, desk: Desk) -> None:
        from ui import mount  # takes seconds, which a port that is taken need not cost

        mount(server, desk)

    serve_desk(directory, serving, mount_pages=mount_pages, say=tell, model=model)


@app.command()
def mcp(shelf: ShelfOption = None, model: ModelOption = None) -> None:
    """Speak MCP on standard input and output, for an assistant on this computer. 标准输入输出的 MCP 服务。"""
    from desk import Desk, run_stdio

    with Desk(shelf_dir(shelf), model=model) as desk:
        run_stdio(desk)

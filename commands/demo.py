"""The command that shows what the program does, on its own samples."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import ask as ask_shelf
from commands.app import app
from commands.options import ShelfOption
from commands.printing import print_answer
from commands.serve import serve_pages
from commands.shelf import add_paths, print_added
from index import open_shelf
from ingest import WenzhengError

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
DEMO_QUESTIONS = (
    "云川市对首次认定的高新技术企业奖励多少?",
    "How much is the reward for a newly recognised high-tech enterprise in Yunchuan?",
    "如何办理护照换发?",
)


@app.command()
def demo(
    serve_page: Annotated[
        bool | None,
        typer.Option("--serve/--no-serve", help="Start the web page. 启动网页", show_default=False),
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port. 端口")] = 7860,
    shelf: ShelfOption = None,
) -> None:
    """Build the sample shelf, ask three questions, start the web page. 用样例演示。"""
    if not SAMPLES.is_dir():
        raise WenzhengError(f"no samples at {SAMPLES}: run the demo from a checkout. 请在源码目录中运行")
    folder = shelf or Path.cwd() / "demo-shelf"
    with open_shelf(folder, create=True) as opened:
        print_added(add_paths(opened, [SAMPLES]))
        for question in DEMO_QUESTIONS:
            typer.echo(f"\n{'─' * 78}\n问 Q: {question}\n")
            print_answer(ask_shelf(opened, question))
    start = serve_page if serve_page is not None else sys.stdout.isatty()
    if not start:
        typer.echo(f"\nWeb page 网页: {Path(sys.argv[0])} serve --shelf {folder}")
        return
    from desk import Serving

    serve_pages(folder, Serving(port=port))

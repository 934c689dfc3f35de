"""A model or glossary that is tried before it is taken, and a shelf's own words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import built_in_glossary, own_glossary_file, read_glossary
from commands.app import app
from commands.options import ShelfOption, shelf_dir
from commands.printing import progress_bars, tell
from index import Shelf, open_shelf
from ingest import UsageError, WenzhengError, write_atomically

if TYPE_CHECKING:
    from eval import Trial

Try = Callable[[Callable[[str, int, int], None]], "Trial"]


def refuse_if_worse(what: str, attempt: Try) -> None:
    """Print what a change does to a question set; WenzhengError where it makes answers worse."""
    import eval as room

    with progress_bars() as progress:
        trial = attempt(progress)
    tell(room.comparison_text(trial.comparison))
    if trial.refused:
        fallen = ", ".join(
            f"{change.metric} {change.first:.3f} → {change.second:.3f}" for change in trial.much_worse
        )
        raise WenzhengError(
            f"{what} makes answers worse and was not taken: {fallen}. Without --try it is taken. "
            "质量下降,未采用"
        )
    for change in trial.worse:
        tell(
            f"! {change.metric} {change.first:.3f} → {change.second:.3f} is worse, but may be chance "
            f"(p {change.test.p_value:.2f}). 略有下降,未达显著"
        )


def try_model(tried: str, model: str | None, paths: list[str]) -> None:
    """Try a model on a question set before documents are added with it; the set asks about them."""
    import eval as room

    if model is None:
        raise UsageError("--try tries a model: name it with --model. 请用 --model 指定要试的模型")
    named = tried in room.set_names()
    if not named and len(paths) != 1:
        raise UsageError(f"--try {tried} needs one folder of documents, not {len(paths)}. 请给出一个目录")
    documents = None if named else Path(paths[0])
    refuse_if_worse(
        model, lambda progress: room.try_model(tried, model, documents=documents, progress=progress)
    )


@app.command()
def glossary(
    file: Annotated[
        Path | None, typer.Argument(help="Words of your own: name, other names, English. 自备词表")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the shelf's words away. 移除")] = False,
    tried: Annotated[
        str | None, typer.Option("--try", help="First run this question set with and without. 先试评")
    ] = None,
    documents: Annotated[
        Path | None, typer.Option("--documents", help="Folder of the set's documents. 文档目录")
    ] = None,
    shelf: ShelfOption = None,
) -> None:
    """Give the shelf words of your own: abbreviations, other names, English. 自备词表。"""
    own = own_glossary_file(shelf_dir(shelf))
    if remove:
        if file is not None or tried is not None:
            raise UsageError("--remove takes no file: choose one of the two. 两者选一")
        own.unlink(missing_ok=True)
        tell("the shelf has no words of its own now 已移除自备词表")
        return
    if file is None:
        _print_own(own)
        return
    added = own_lines(file)
    with open_shelf(shelf_dir(shelf)) as opened:
        if tried is not None:
            refuse_if_worse(file.name, lambda progress: _try(opened, tried, file, documents, progress))
        write_atomically(own, file.read_bytes())
    tell(f"{added} line(s) of {file.name} hold for this shelf now 词表已生效")


def own_lines(file: Path) -> int:
    """How many concepts the file adds; UsageError for a faulty one."""
    return len(read_glossary(file).concepts) - len(built_in_glossary().concepts)


def _print_own(own: Path) -> None:
    if not own.is_file():
        tell("the shelf has no words of its own; give a file to add some 本库没有自备词表")
        return
    typer.echo(own.read_text(encoding="utf-8-sig").rstrip())
    tell(f"{own_lines(own)} line(s) in {own}")


def _try(
    opened: Shelf,
    tried: str,
    file: Path,
    documents: Path | None,
    progress: Callable[[str, int, int], None],
) -> Trial:
    """On the shelf itself, unless the set is one of the program's or its documents are named."""
    import eval as room

    elsewhere = documents is not None or tried in room.set_names()
    return room.try_glossary(
        tried, file, shelf=None if elsewhere else opened, documents=documents, progress=progress
    )

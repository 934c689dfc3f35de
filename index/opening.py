"""Opening a shelf, and looking at one that may not open any more."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.embedding import verify_builtin_model
from index.shelf import Shelf
from index.verifying import VerifyReport, is_damaged, sealed_model, set_aside
from ingest import ShelfError

if TYPE_CHECKING:
    from index.encoder import Encoder


def default_shelf_dir() -> Path:
    """Where the shelf is if nobody says: $WENZHENG_SHELF, else the user's data folder."""
    named = os.environ.get("WENZHENG_SHELF")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("wenzheng", appauthor=False)) / "shelf"


def open_shelf(
    path: Path | str | None = None,
    *,
    create: bool = False,
    model: str | None = None,
    encoder: Encoder | None = None,
) -> Shelf:
    """The shelf in folder ``path`` (default: ``default_shelf_dir()``); close it, or use it with ``with``.

    ``model`` names a sentence-transformers model, None the shelf's own (the built-in one for a new
    shelf); ``encoder`` gives a loaded one instead. ``ShelfError`` if there is no shelf and ``create`` is
    off, if the folder holds something else, or if the shelf was built with another model.
    """
    folder = Path(path) if path is not None else default_shelf_dir()
    catalog = Catalog.create(folder) if create else Catalog.open(folder)
    try:
        return Shelf(folder, catalog, model=model, encoder=encoder)
    except BaseException:
        catalog.close()
        raise


def check_shelf(path: Path | str | None = None, *, repair: bool = False, model: bool = False) -> VerifyReport:
    """What is wrong with the files of the shelf in ``path``, even where it cannot be opened any more.

    With ``repair`` a catalog that cannot be opened is set aside and its documents are read again from
    their files. ``model`` asks for the prepared files of the built-in model, too. ``ShelfError`` if there
    is no shelf, or one that is not damaged but cannot be used.
    """
    folder = Path(path) if path is not None else default_shelf_dir()
    prepared = _check_model(repair=repair) if model else VerifyReport()  # first: mending may need it
    found = _check_files(folder, repair=repair)
    return VerifyReport(prepared.problems + found.problems, prepared.repaired + found.repaired)


def _check_model(*, repair: bool) -> VerifyReport:
    damaged = [f"the built-in model's {name} is damaged" for name in verify_builtin_model(repair=repair)]
    if damaged and repair:
        return VerifyReport(repaired=(f"prepared the built-in model anew: {'; '.join(damaged)}",))
    return VerifyReport(tuple(damaged))


def _check_files(folder: Path, *, repair: bool) -> VerifyReport:
    try:
        with open_shelf(folder) as shelf:
            return shelf.verify(repair=repair)
    except ShelfError as error:
        if not is_damaged(folder, error):
            raise
        if not repair:
            return VerifyReport((str(error),))
    aside = set_aside(folder)
    with open_shelf(folder, create=True, model=sealed_model(folder)) as shelf:
        return shelf.rebuild(aside)

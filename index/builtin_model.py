"""The built-in model in the user's cache: prepared once, checked by size on use and by hash on demand.

The prepared folder is a regular sentence-transformers folder; ``runtime/`` inside it holds what answers
need: an ONNX graph and a vocabulary that a query tokenizer opens in milliseconds.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import platformdirs

from index.e5_blob import BLOB_SHA256, MODEL_NAME, check_blob, find_blob, read_blob
from index.encoder import Progress
from ingest import ModelError, UsageError

CACHE_VARIABLE = "WENZHENG_CACHE"
FORMAT = 2  # of the prepared folder; raise it when the files below change, and old folders are left alone
MANIFEST = "manifest.json"
RUNTIME = "runtime"
# A folder of this name is being written, or was when its process was killed.
_UNFINISHED = ".unfinished-"
# Preparing takes seconds; what is older than this belongs to a process that is gone.
_STALE_AFTER_SECONDS = 15 * 60


def cache_folder() -> Path:
    """Where prepared models live: ``$WENZHENG_CACHE``, else the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("wenzheng", appauthor=False))


def model_folder() -> Path:
    """Where this version of the built-in model lives, whether it is prepared yet or not."""
    return cache_folder() / f"{MODEL_NAME}-{BLOB_SHA256[:12]}-{FORMAT}"


def prepare_builtin_model(progress: Progress | None = None) -> Path:
    """The folder of the built-in model, prepared if need be; ``progress`` counts steps of the preparation.

    Safe to call from several processes at once and to kill at any moment: the folder is written under
    another name and renamed when it is complete. Raises ``ModelError`` if it cannot be written.
    """
    folder = model_folder()
    if _looks_complete(folder):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(folder.parent)
        unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
        try:
            _write_model(unfinished, progress)
            _move_into_place(unfinished, folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise ModelError(
            f"The built-in model cannot be prepared in {folder.parent} ({error.strerror or error}); "
            f"free about 500 MB there, or set {CACHE_VARIABLE} to a folder that can be written"
        ) from error
    return folder


def prepare_sentence_transformers_folder(out: Path, progress: Progress | None = None) -> Path:
    """A copy of the built-in model in ``out`` that ``SentenceTransformer(out)`` loads; ``out`` is returned.

    Raises ``UsageError`` if ``out`` exists and is not an empty folder.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} exists and is not an empty folder; name another one")
    source = prepare_builtin_model(progress)
    try:
        shutil.copytree(source, out, dirs_exist_ok=True, ignore=shutil.ignore_patterns(RUNTIME, MANIFEST))
    except OSError as error:
        raise ModelError(f"The model cannot be copied to {out}: {error}") from error
    return out


def verify_builtin_model(*, repair: bool = False) -> tuple[str, ...]:
    """Names of the prepared files whose bytes are not those that were written; empty if all is well.

    A model that was never prepared is well. With ``repair`` a damaged one is prepared anew.
    """
    folder = model_folder()
    if not folder.exists():
        return ()
    damaged = _damaged(folder)
    if damaged and repair:
        _discard(folder)
        prepare_builtin_model()
    return damaged


def _write_model(folder: Path, progress: Progress | None) -> None:
    from index import e5_folder, e5_onnx, query_tokenizer

    source = find_blob()
    check_blob(source)
    blob = read_blob(source)
    runtime = folder / RUNTIME
    runtime.mkdir()
    steps: tuple[Callable[[], None], ...] = (
        lambda: e5_folder.write_configuration(blob, folder),
        lambda: e5_onnx.write_onnx(blob, runtime / "model.onnx"),
        lambda: e5_folder.write_tokenizer(blob, folder),
        lambda: query_tokenizer.write_vocabulary(blob, runtime),
        lambda: e5_folder.write_weights(blob, folder),
        lambda: _write_manifest(folder),
    )
    for done, step in enumerate(steps):
        if progress:
            progress(done, len(steps))
        step()
    if progress:
        progress(len(steps), len(steps))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_manifest(folder: Path) -> None:
    files = {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": _sha256(path)}
        for path in _files(folder)
    }
    manifest = {"format": FORMAT, "blob_sha256": BLOB_SHA256, "files": files}
    text = json.dumps(manifest, indent=2) + "\n"
    with (folder / MANIFEST).open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _recorded_files(folder: Path) -> dict[str, dict[str, int | str]] | None:
    """What the manifest says of each file; None if there is no readable manifest."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files: dict[str, dict[str, int | str]] = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return files


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _looks_complete(folder: Path) -> bool:
    files = _recorded_files(folder)
    return files is not None and all(
        _size(folder / name) == wanted["bytes"] for name, wanted in files.items()
    )


def _damaged(folder: Path) -> tuple[str, ...]:
    files = _recorded_files(folder)
    if files is None:
        return (MANIFEST,)
    return tuple(
        name
        for name, wanted in files.items()
        if _size(folder / name) is None or _sha256(folder / name) != wanted["sha256"]
    )


def _move_into_place(unfinished: Path, folder: Path) -> None:
    if folder.exists():
        if _looks_complete(folder):
            return  # another process was faster
        _discard(folder)
    try:
        unfinished.rename(folder)
    except OSError:
        if not _looks_complete(folder):
            raise


def _discard(folder: Path) -> None:
    """Take a folder out of use at once, then delete it; processes that have it open are not disturbed."""
    aside = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    try:
        folder.rename(aside / folder.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _remove_stale(parent: Path) -> None:
    for path in parent.glob(_UNFINISHED + "*"):
        if time.time() - path.stat().st_mtime > _STALE_AFTER_SECONDS:
            shutil.rmtree(path, ignore_errors=True)

"""Segments in files beside the catalog, so that a shelf opens without building its index again.

A manifest names the files, their sizes and digests; it is replaced in one step when all of them are on
the disk, so a process that is killed leaves the old set or the new one. Files never change: a segment
is opened by mapping it, and what the catalog has changed since is told by the documents' stamps.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from index.arrays import Written, open_arrays, sync_folder, write_arrays
from index.checked_json import read_checked_json, write_checked_json
from index.seal import file_crc32
from index.segment import Segment, segment_arrays, segment_from

SAVED_FOLDER = "index"
MANIFEST_NAME = "manifest.json"
ENDING = ".segment"
# A file that no manifest names is being written, or was when its process was killed. The largest takes
# seconds; what is older than this belongs to nobody.
STALE_AFTER_S = 15 * 60
# Reading again what another process replaced between manifest and files.
TRIES = 3

Lock = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A segment's file as it was written."""

    name: str
    size: int  # bytes
    crc32: int  # of all of them


@dataclass(frozen=True, slots=True)
class Manifest:
    """One state of the saved segments; ``state`` is drawn for each."""

    state: str
    made_for: str  # what shelf, model and program the segments were made for
    files: tuple[SavedFile, ...] = ()


def read_manifest(shelf: Path) -> Manifest | None:
    """The manifest of the shelf in this folder, None if there is none; ``ValueError`` if it is damaged."""
    found = read_checked_json(shelf / SAVED_FOLDER / MANIFEST_NAME)
    if found is None:
        return None
    try:
        files = tuple(SavedFile(**file) for file in found["files"])
        return Manifest(found["state"], found["made_for"], files)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{MANIFEST_NAME} is of another format") from error


def load_segments(shelf: Path, made_for: str) -> list[Segment]:
    """The saved segments, none if they were made for something else or never.

    Sizes and headers are checked here, digests by ``check_saved``. Raises ``ValueError`` or ``OSError``
    if they cannot be read.
    """
    for tried in range(1, TRIES + 1):
        manifest = read_manifest(shelf)
        if manifest is None or manifest.made_for != made_for:
            return []
        try:
            return [_open(shelf / SAVED_FOLDER / file.name, file.size) for file in manifest.files]
        except FileNotFoundError:
            if tried == TRIES:
                raise
    return []


def save_segments(shelf: Path, segments: Sequence[Segment], made_for: str, lock: Lock) -> bool:
    """Write those of ``segments`` that have no file, then a manifest of all; ``OSError``.

    ``lock`` keeps other processes from replacing the manifest meanwhile. False, and nothing has
    changed, if another process saved its own since these were read.
    """
    folder = shelf / SAVED_FOLDER
    folder.mkdir(exist_ok=True)
    written: dict[str, Written] = {}
    names: dict[int, str] = {}
    try:
        for number, segment in enumerate(segments):
            if segment.name is None:
                names[number] = f"{uuid.uuid4().hex}{ENDING}"
                path = folder / names[number]
                written[path.name] = write_arrays(path, segment_arrays(segment), {})
        sync_folder(folder)
        with lock():
            replaced = _replace_manifest(shelf, _names(segments, names), written, made_for)
    except BaseException:
        _remove(folder, written)
        raise
    if not replaced:
        _remove(folder, written)
        return False
    for number, name in names.items():
        segments[number].name = name
    return True


def check_saved(shelf: Path) -> list[str]:
    """Which saved files are not what was written, every byte read."""
    try:
        manifest = read_manifest(shelf)
    except ValueError as error:
        return [f"{SAVED_FOLDER}/{error}"]
    problems = []
    for file in manifest.files if manifest else ():
        path = shelf / SAVED_FOLDER / file.name
        try:
            intact = (path.stat().st_size, file_crc32(path)) == (file.size, file.crc32)
        except OSError as error:
            problems.append(f"{SAVED_FOLDER}/{file.name} cannot be read: {error.strerror}")
            continue
        if not intact:
            problems.append(f"{SAVED_FOLDER}/{file.name} is not what was written")
    return problems


def discard_saved(shelf: Path) -> None:
    """Forget all saved segments; the manifest goes first. ``OSError``."""
    folder = shelf / SAVED_FOLDER
    (folder / MANIFEST_NAME).unlink(missing_ok=True)
    _remove(folder, [path.name for path in folder.glob(f"*{ENDING}*")])


def _open(path: Path, size: int) -> Segment:
    if path.stat().st_size != size:
        raise ValueError(f"{path.name} is cut off")
    arrays, _ = open_arrays(path)
    return segment_from(arrays, path.name)


def _names(segments: Sequence[Segment], new: dict[int, str]) -> list[str]:
    return [new.get(number) or str(segment.name) for number, segment in enumerate(segments)]


def _replace_manifest(shelf: Path, names: Sequence[str], written: dict[str, Written], made_for: str) -> bool:
    """Replace the manifest by one over ``names`` and remove what it leaves out; inside the lock."""
    folder = shelf / SAVED_FOLDER
    before: Manifest | None = None
    with suppress(ValueError):
        before = read_manifest(shelf)
    known = {file.name: file for file in before.files} if before else {}
    known |= {name: SavedFile(name, file.size, file.crc32) for name, file in written.items()}
    if any(name not in known for name in names):
        return False  # another process has joined them with others
    manifest = Manifest(uuid.uuid4().hex, made_for, tuple(known[name] for name in names))
    write_checked_json(folder / MANIFEST_NAME, asdict(manifest))
    sync_folder(folder)
    _remove(folder, [name for name in known if name not in names])
    _remove_stale(folder, set(names))
    return True


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):  # a file that is mapped cannot be removed everywhere; it is stale later
            (folder / name).unlink(missing_ok=True)


def _remove_stale(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir():
        if path.name not in kept and path.name != MANIFEST_NAME:
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > STALE_AFTER_S:
                    path.unlink()

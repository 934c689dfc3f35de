"""Small JSON files that are replaced in one step and notice when a byte of them has changed."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import Any


def write_checked_json(path: Path, value: Any) -> None:
    """Replace ``path`` by ``value``, a checksum in the first line; on the disk when this returns."""
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogateescape")
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("wb") as file:
        file.write(b"%08x\n%s\n" % (zlib.crc32(body), body))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def read_checked_json(path: Path) -> Any:
    """What ``path`` holds, None if it is not there; ``ValueError`` if it is damaged."""
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return None
    checksum, _, rest = written.partition(b"\n")
    body = rest.removesuffix(b"\n")
    if rest == body or checksum != b"%08x" % zlib.crc32(body):
        raise ValueError(f"{path.name} is damaged")
    return json.loads(body.decode("utf-8", "surrogateescape"))

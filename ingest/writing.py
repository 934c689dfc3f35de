"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ingest.errors import WenzhengError


def write_atomically(path: Path, contents: bytes) -> None:
    """Put ``contents`` at ``path`` in one step; WenzhengError leaves what was there before."""
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise WenzhengError(f"{path} cannot be written: {error.strerror}. 无法写入该文件") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""The child's side: read the files that the parent names, within limits, and answer in JSON lines."""

from __future__ import annotations

import gc
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from ingest.errors import ReadError
from ingest.raw_json import dump_raw, to_line
from ingest.readers import progress, read_file

MEBI = 1024 * 1024
# Processor time for one file; the parent's clock ends slower ones sooner.
MAX_CPU_SECONDS = 3600
# A child that has grown beyond this ends after its answer, and the next file gets a fresh one.
MAX_RESIDENT_BYTES = 1024 * MEBI


def serve() -> None:
    """Answer one line for each line on standard input, until it ends."""
    set_limits(int(sys.argv[2]))
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # libraries that print must not answer for us

    def send(message: dict[str, Any]) -> None:
        line = memoryview(to_line(message))
        while line:
            line = line[os.write(answers, line) :]

    progress.listen(lambda page, pages: send({"page": page, "pages": pages}))
    for line in sys.stdin.buffer:
        path = Path(json.loads(line)["path"])
        allow_cpu()
        try:
            send({"document": dump_raw(read_file(path))})
        except ReadError as error:
            send({"error": str(error)})
        except (MemoryError, RecursionError):
            gc.collect()
            send({"error": f"{path}: 超出内存上限,已跳过 (needs more memory than it may use; left out)"})
            return
        if resident_bytes() > MAX_RESIDENT_BYTES:
            return


def set_limits(memory_bytes: int) -> None:
    """Memory, no core files, no large files written; where the system has no such limits, none."""
    with suppress(ImportError):
        import resource

        wanted = {
            resource.RLIMIT_AS: memory_bytes,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 64 * MEBI,
        }
        for limit, most in wanted.items():
            hard = resource.getrlimit(limit)[1]
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            with suppress(ValueError, OSError):
                resource.setrlimit(limit, (allowed, allowed))


def allow_cpu() -> None:
    """Let the next file have its own processor time."""
    with suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + MAX_CPU_SECONDS
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def resident_bytes() -> int:
    """The most memory this process has held; 0 where the system does not say."""
    with suppress(ImportError):
        import resource

        scale = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale
    return 0

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
from ingest.readers import kept_pages, progress, read_file

MEBI = 1024 * 1024
# Processor time for one file, that is for hours of OCR on several cores; the parent's clock ends it sooner.
MAX_CPU_SECONDS = 8 * 3600
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
        asked = json.loads(line)
        path, folder = Path(asked["path"]), asked.get("kept_pages")
        kept_pages.keep_in(Path(folder) if folder is not None else None)
        allow_cpu()
        try:
            answer: dict[str, Any] = {"document": dump_raw(read_file(path))}
        except ReadError as error:
            answer = {"error": str(error)}
        except (MemoryError, RecursionError):
            gc.collect()
            reason = "超出内存上限,已跳过 (needs more memory than it may use; left out)"
            send({"error": f"{path}: {reason}", "last": True})
            return
        last = resident_bytes() > MAX_RESIDENT_BYTES
        send({**answer, "last": last})  # the parent must not give the next file to a child that is leaving
        if last:
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
    """The memory this process holds; 0 where the system does not say.

    Not ``ru_maxrss``: a process inherits that from the one that started it.
    """
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0

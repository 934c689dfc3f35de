"""Files parsed in child processes with limits: one that crashes, hangs or eats memory costs one line.

The children live on from file to file. They are given a path and answer in JSON: no pickle, no shared
memory, and nothing that they say is run.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType

from ingest.errors import ReadError
from ingest.raw_json import load_raw, to_line
from ingest.readers import READERS, read_file
from ingest.readers.sniffing import content_module
from ingest.types import RawDocument

MEBI = 1024 * 1024
PageProgress = Callable[[int, int], None]  # (page, pages) of a file that is read by OCR

# Decoding plain text runs no parser, only Python's own decoders: up to this size it needs no child.
MAX_DIRECT_BYTES = 4 * MEBI
# Text of this size is fifteen thick books; a larger file is a data set.
MAX_TEXT_BYTES = 32 * MEBI
MAX_FILE_BYTES = 300 * MEBI
TEXT_MODULES = frozenset({"text", "html"})
MAX_REPLY_BYTES = 512 * MEBI


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may use."""

    silent_seconds: float = 120.0  # without a word, that is for one page, or for a file without pages
    total_seconds: float = 3 * 3600.0  # OCR ends by itself after two hours, with what it has read
    memory_bytes: int = 4096 * MEBI  # address space; OCR models and a 100 MB sheet need 2 GB


class Sandbox:
    """Child processes that read files; ``read`` may be called from as many threads as there are children."""

    def __init__(
        self, children: int = 1, limits: Limits | None = None, kept_pages: Path | None = None
    ) -> None:
        """``kept_pages`` is a folder for what OCR has read, so that it need not be read twice."""
        self._limits = limits or Limits()
        self._free: SimpleQueue[_Child] = SimpleQueue()
        self._all = [_Child(self._limits, kept_pages) for _ in range(children)]
        for child in self._all:
            self._free.put(child)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path, progress: PageProgress | None = None) -> RawDocument:
        """What is in the file; ReadError if it cannot be read or goes over a limit."""
        if is_direct(path):
            return read_file(path)
        child = self._free.get()
        try:
            return child.read(path, progress)
        finally:
            self._free.put(child)

    def close(self) -> None:
        """End the children, also in the midst of a file."""
        for child in self._all:
            child.stop()


def read_guarded(path: Path) -> RawDocument:
    """What is in one file, parsed in a child process that is kept for the next."""
    return read_file(path) if is_direct(path) else _shared().read(path)


@lru_cache(maxsize=1)
def _shared() -> Sandbox:
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return sandbox


def is_direct(path: Path) -> bool:
    """Whether the file may be read here; raise ReadError if it is too large to be read at all."""
    module = READERS.get(path.suffix.lower())
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ReadError(f"{path}: 无法读取 (cannot be read): {error.strerror or error}") from error
    most = MAX_TEXT_BYTES if module in TEXT_MODULES or path.suffix.lower() == ".csv" else MAX_FILE_BYTES
    if size > most:
        raise ReadError(
            f"{path}: 文件 {size // MEBI} MB,超过上限 {most // MEBI} MB,请拆分 (file too large; split it)"
        )
    if module is None:
        return True  # refused by its suffix alone
    return module == "text" and size <= MAX_DIRECT_BYTES and content_module(path, module) == module


class _Child:
    """One child process, started when it is first needed and again after it has died."""

    def __init__(self, limits: Limits, kept_pages: Path | None) -> None:
        self._limits = limits
        self._kept_pages = None if kept_pages is None else str(kept_pages)
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._closed = False

    def read(self, path: Path, progress: PageProgress | None) -> RawDocument:
        process = self._running()
        started = time.monotonic()
        try:
            assert process.stdin is not None
            process.stdin.write(to_line({"path": str(path), "kept_pages": self._kept_pages}))
            process.stdin.flush()
            while True:
                message = json.loads(self._line(process, path, started))
                if message.get("last"):
                    self.stop(for_good=False)
                if "document" in message:
                    return load_raw(message["document"])
                if "error" in message:
                    raise ReadError(str(message["error"]))
                if progress is not None and message.get("pages"):
                    progress(int(message["page"]), int(message["pages"]))
        except (BrokenPipeError, ValueError, TypeError, KeyError) as error:
            self.stop(for_good=False)
            raise ReadError(f"{path}: 解析进程崩溃 (the reading process crashed)") from error
        except BaseException as error:
            if not isinstance(error, ReadError):  # interrupted in the midst of an answer
                self.stop(for_good=False)
            raise

    def stop(self, *, for_good: bool = True) -> None:
        """Kill the process, if there is one; ``for_good``: do not start another."""
        self._closed = self._closed or for_good
        process, self._process, self._rest = self._process, None, b""
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(BrokenPipeError):
                        stream.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise ReadError("读取已中止 (reading was stopped)")
        if self._process is not None and self._process.poll() is not None:
            self.stop(for_good=False)
        if self._process is None:
            root = str(Path(__file__).resolve().parent.parent)
            code = (
                "import sys; sys.path.insert(0, sys.argv[1]); from ingest.sandbox_child import serve; serve()"
            )
            command = [sys.executable, "-P", "-c", code, root, str(self._limits.memory_bytes)]
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C goes to the parent alone, which ends its children
                env={**os.environ, "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "2")},
            )
        return self._process

    def _line(self, process: subprocess.Popen[bytes], path: Path, started: float) -> bytes:
        """The next line that the child writes; ReadError when it dies or takes too long."""
        assert process.stdout is not None
        pieces = [self._rest]
        size = len(self._rest)
        deadline = min(time.monotonic() + self._limits.silent_seconds, started + self._limits.total_seconds)
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in pieces[-1]:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    self.stop(for_good=False)
                    seconds = int(time.monotonic() - started)
                    raise ReadError(f"{path}: 解析超时 {seconds} 秒,已跳过 (reading took too long; left out)")
                piece = os.read(process.stdout.fileno(), MEBI)
                size += len(piece)
                if not piece or size > MAX_REPLY_BYTES:
                    raise self._died(process, path)
                pieces.append(piece)
        line, self._rest = b"".join(pieces).split(b"\n", 1)
        return line

    def _died(self, process: subprocess.Popen[bytes], path: Path) -> ReadError:
        closed = self._closed
        self.stop(for_good=False)
        if closed:
            return ReadError(f"{path}: 读取已中止 (reading was stopped)")
        code = process.returncode
        return ReadError(
            f"{path}: 解析进程崩溃或超出内存,已跳过 "
            f"(the reading process crashed or ran out of memory: {code})"
        )

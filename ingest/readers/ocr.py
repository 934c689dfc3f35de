"""Pictures and scanned pages by OCR: an extra, whose models come in its wheel."""

from __future__ import annotations

import importlib.util
import io
import logging
import re
import time
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import ReadError
from ingest.readers import kept_pages, progress
from ingest.readers.layout import Page, Piece, blocks_of_pages, join_lines
from ingest.readers.page_ranges import page_ranges
from ingest.types import Coverage, RawDocument

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

PIP_LINE = 'pip install "wenzheng[ocr]"'
# What is less sure is dirt on the paper or a seal.
MIN_SCORE = 0.5
# A picture with more dots (four A4 pages at 300 dots an inch) is refused before it is unpacked.
MAX_PIXELS = 40_000_000
MAX_FRAMES = 3000
# A seal or a logo has fewer dots, a scanned page or a table as a picture more.
MIN_TEXT_PIXELS = 300 * 200
MIN_DRAWING_BYTES = 20_000
# About 3,000 pages at two seconds each; what a file has not been read of by then is said.
MAX_SECONDS = 2 * 3600.0

FULL_WIDTH_OFFSET = 0xFEE0
_NARROW_MARK = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])[,:;!?()]|[,:;!?()](?=[\u2e80-\u9fff\uff00-\uffef])"
)


def is_installed() -> bool:
    """Whether the extra is there."""
    return importlib.util.find_spec("rapidocr") is not None


def read(path: Path, *, seconds: float = MAX_SECONDS) -> RawDocument:
    """The words in a picture file, a page for each of its frames that is read within ``seconds``."""
    if not is_installed():
        raise ReadError(f"{path}: 图片需要 OCR: {PIP_LINE} (pictures need OCR)")
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(path) as picture:
            frames = getattr(picture, "n_frames", 1)
            if frames > MAX_FRAMES:
                raise ReadError(
                    f"{path}: {frames} 页,超过上限 {MAX_FRAMES} 页 (too many pages; split the file)"
                )
            pages = list(_frames(picture, path, time.monotonic() + seconds))
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ReadError(f"{path}: 图片损坏或过大 (damaged or too large a picture)") from error
    blocks = blocks_of_pages(pages)
    if not blocks:
        raise ReadError(f"{path}: 图片中没有识别出文字 (no text found in the picture)")
    said = ["图片文字由OCR识别 · the text of this picture was read by OCR"]
    if len(pages) < frames:
        said.append(too_late(range(len(pages) + 1, frames + 1), seconds))
    read = tuple(page.number for page in pages)
    coverage = Coverage(frames, tuple(range(1, frames + 1)), read)
    return RawDocument(tuple(blocks), {}, tuple(said), coverage=coverage)


def _frames(picture: Image.Image, path: Path, deadline: float) -> Iterator[Page]:
    """A page for each frame; the first one whatever the time."""
    import numpy as np
    from PIL import ImageSequence

    for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
        if number > 1 and time.monotonic() > deadline:
            return
        if frame.width * frame.height > MAX_PIXELS:
            raise ReadError(f"{path}: 图片过大 (picture too large): {frame.width}×{frame.height}")
        pieces = read_picture(np.asarray(frame.convert("RGB"))[:, :, ::-1])
        yield Page(number, frame.width, frame.height, tuple(join_lines(pieces)))
        progress.report(number, getattr(picture, "n_frames", 1))


def too_late(numbers: Iterable[int], seconds: float) -> str:
    """What says that these pages were not read because the time was up."""
    numbers, minutes = list(numbers), round(seconds / 60)
    return (
        f"OCR 已用满 {minutes} 分钟,{page_ranges(numbers, '第{}页')}未读,请拆分文件 · "
        f"OCR stopped after {minutes} minutes, {page_ranges(numbers, 'page {}', 'pages {}')} not read: "
        "split the file"
    )


def read_picture(picture: np.ndarray[Any, Any]) -> list[Piece]:
    """The lines of words in a picture of height × width × 3 (BGR), with their boxes in dots.

    Taken from the pages kept of an interrupted reading, if it got so far.
    """
    if not kept_pages.is_keeping():
        return _recognised(picture)
    name = kept_pages.name_of(picture)
    pieces = kept_pages.kept(name)
    if pieces is None:
        pieces = _recognised(picture)
        kept_pages.keep(name, pieces)
    return pieces


def _recognised(picture: np.ndarray[Any, Any]) -> list[Piece]:
    found = _engine()(picture)
    if found.txts is None or found.boxes is None:
        return []
    pieces = []
    for text, box, score in zip(found.txts, found.boxes, found.scores, strict=True):
        if score >= MIN_SCORE:
            across, down = [float(x) for x, _ in box], [float(y) for _, y in box]
            pieces.append(Piece(widened(text), min(across), min(down), max(across), max(down)))
    return pieces


def page_of_picture(content: bytes, number: int) -> Page | None:
    """Page ``number`` with the words in a picture's bytes; None if it is small, too large or no picture."""
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if not MIN_TEXT_PIXELS <= picture.width * picture.height <= MAX_PIXELS:
                return None
            pieces = read_picture(np.asarray(picture.convert("RGB"))[:, :, ::-1])
            return Page(number, picture.width, picture.height, tuple(join_lines(pieces)))
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError):
        return None


def may_hold_text(content: bytes) -> bool:
    """Whether a picture is large enough for a paragraph: no logo, seal or bullet."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.width * picture.height >= MIN_TEXT_PIXELS
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError):
        return len(content) >= MIN_DRAWING_BYTES  # a drawing in a format of Windows


def widened(text: str) -> str:
    """The text with its marks as wide as the Chinese they stand by: OCR writes (一）and 奖励,给予."""
    return _NARROW_MARK.sub(lambda mark: chr(ord(mark[0]) + FULL_WIDTH_OFFSET), text)


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})

"""Pictures and scanned pages by OCR: an extra, whose models come in its wheel."""

from __future__ import annotations

import importlib.util
import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import ReadError
from ingest.readers import progress
from ingest.readers.layout import Page, Piece, blocks_of_pages, join_lines
from ingest.types import Coverage, RawDocument

if TYPE_CHECKING:
    import numpy as np

PIP_LINE = 'pip install "wenzheng[ocr]"'
# What is less sure is dirt on the paper or a seal.
MIN_SCORE = 0.5
# A picture with more dots (four A4 pages at 300 dots an inch) is refused before it is unpacked.
MAX_PIXELS = 40_000_000
MAX_FRAMES = 200


def is_installed() -> bool:
    """Whether the extra is there."""
    return importlib.util.find_spec("rapidocr") is not None


def read(path: Path) -> RawDocument:
    """The words in a picture file, a page for each of its frames."""
    if not is_installed():
        raise ReadError(f"{path}: 图片需要 OCR: {PIP_LINE} (pictures need OCR)")
    import numpy as np
    from PIL import Image, ImageSequence, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    pages = []
    try:
        with Image.open(path) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
                if frame.width * frame.height > MAX_PIXELS or number > MAX_FRAMES:
                    raise ReadError(f"{path}: 图片过大 (picture too large): {frame.width}×{frame.height}")
                pieces = read_picture(np.asarray(frame.convert("RGB"))[:, :, ::-1])
                pages.append(Page(number, frame.width, frame.height, tuple(join_lines(pieces))))
                progress.report(number, getattr(picture, "n_frames", 1))
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ReadError(f"{path}: 图片损坏或过大 (damaged or too large a picture)") from error
    blocks = blocks_of_pages(pages)
    if not blocks:
        raise ReadError(f"{path}: 图片中没有识别出文字 (no text found in the picture)")
    numbers = tuple(page.number for page in pages)
    said = "图片文字由OCR识别 · the text of this picture was read by OCR"
    return RawDocument(tuple(blocks), {}, (said,), coverage=Coverage(len(pages), numbers, numbers))


def read_picture(picture: np.ndarray[Any, Any]) -> list[Piece]:
    """The lines of words in a picture of height × width × 3 (BGR), with their boxes in dots."""
    found = _engine()(picture)
    if found.txts is None or found.boxes is None:
        return []
    pieces = []
    for text, box, score in zip(found.txts, found.boxes, found.scores, strict=True):
        if score >= MIN_SCORE:
            across, down = [float(x) for x, _ in box], [float(y) for _, y in box]
            pieces.append(Piece(text, min(across), min(down), max(across), max(down)))
    return pieces


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})

"""Words on a picture, by RapidOCR where the extra `ocr` is installed; nothing leaves the machine.

RapidOCR is asked for by name, because it is no part of every installation and takes a second to start. What was read
once is known by the hash of the picture, for as long as the process lives and, through `recall` and `used`, for as
long as somebody keeps it.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

HANDS = min(2, os.cpu_count() or 1)  # lines read at once; each takes a core, and memory

_SETTINGS = {
    "Global.use_cls": False,  # lines upside down
    "Global.log_level": "error",
    "Det.limit_type": "max",
    "Det.limit_side_len": 960,
    "Rec.rec_img_shape": [3, 48, 48],  # a line is made no wider than it is: a lone number is not read as a long line
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # a second one mostly waits for the first, and burns its core
}
_LEAST_SURE = 0.5  # as RapidOCR's own: less is a stain
_GRAIN = 16  # dots: as far apart the paper's color is looked up
_CONTRAST, _INK = 60, 0.0001  # of 255; of all dots: a page number has twice as many

Pixels = Any  # an array of rows of dots of three colors
Corner = tuple[float, float]  # dots from the left, and from the top
Words = tuple[str, float, tuple[Corner, Corner, Corner, Corner]]  # a line, how sure it is, its corners clockwise

_known: dict[str, list[Words]] = {}
_used: set[str] = set()


def can_scan() -> bool:
    """Whether the extra is installed."""
    return find_spec("rapidocr") is not None


def words_on(pixels: Pixels) -> list[Words]:
    """Return the lines of words that stand on the picture, in no order; the corners begin at the upper left."""
    key = hashlib.sha256(_settings().encode() + str(pixels.shape).encode() + pixels.tobytes()).hexdigest()
    if key not in _known:
        _known[key] = _read(pixels)
    _used.add(key)
    return _known[key]


def recall(known: Mapping[str, list[Words]]) -> None:
    """Take in what `used` gave once, in whatever process, and begin anew to note what is used.

    What other settings gave is of no use, and does no harm.
    """
    _used.clear()
    _known.update(known)


def used() -> dict[str, list[Words]]:
    """Return what was read, or known already, since this was asked before."""
    found = {key: _known[key] for key in _used}
    _used.clear()
    return found


def _read(pixels: Pixels) -> list[Words]:
    if _is_blank(pixels):
        return []
    reader = _engine()
    boxes = reader(pixels, use_det=True, use_cls=False, use_rec=False).boxes
    if boxes is None:
        return []
    cut = importlib.import_module("rapidocr.utils.process_img").get_rotate_crop_image
    with ThreadPoolExecutor(HANDS) as hands:
        lines = hands.map(_line, (cut(pixels, box.copy()) for box in boxes))
        found = [(words, sure, box.tolist()) for (words, sure), box in zip(lines, boxes, strict=True)]
    return [(words, sure, box) for words, sure, box in found if words.strip() and sure >= _LEAST_SURE]


def _is_blank(pixels: Pixels) -> bool:
    """Whether hardly a dot differs from the paper: an empty back page costs nothing."""
    paper = pixels[::_GRAIN, ::_GRAIN].reshape(-1, pixels.shape[2]).mean(axis=0)
    return bool((abs(pixels - paper) > _CONTRAST).mean() < _INK)


def _line(pixels: Pixels) -> tuple[str, float]:
    """Return the words of a picture of one line, and how sure they are."""
    found = _engine().recognize_txt([pixels])
    return found.txts[0], round(float(found.scores[0]), 4)


@cache
def _settings() -> str:
    return f"{version('rapidocr')} {sorted(_SETTINGS.items())}"


@cache
def _engine() -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return importlib.import_module("rapidocr").RapidOCR(params=_SETTINGS)

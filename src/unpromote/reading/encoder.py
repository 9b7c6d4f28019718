"""A closer look at the likeliest sentences: a small language model reads each of them with what stands around it.

The scorer of `scorer.py` sees which words stand in a sentence, the model what they say together. It takes a hundred
times as long for a sentence, so that it is shown few. The model lies in `weights/`; `training/` makes it, and the model
card says from what.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Encoding, Tokenizer

from unpromote.reading.features import Floats, Whole, is_heading
from unpromote.reading.units import Unit

TOKENS = 192  # that the model is shown of a sentence and its context; one in sixty is longer
_HEADING, _BEFORE, _BLANKS = 60, 80, 30  # characters of the heading and before the sentence; blanks among them
_LEAST, _SHARE = 8, 16  # sentences of an agreement that are looked at: eight, or one in sixteen
_HOPELESS = 0.05  # a lower score in every category: not looked at
_DOUBT = 1.0  # log-odds that a sentence loses for not being looked at; a look costs one that is not meant 0.6 to 1.4

Pair = tuple[str, str]


def in_context(text: str, units: Sequence[Unit]) -> Iterator[Pair]:
    """Yield what the model sees of each unit of a text: heading and end of what stands before, and the unit's words."""
    heading = ""
    for unit in units:
        before = " ".join(text[max(0, unit.start - _BEFORE - _BLANKS) : unit.start].split())[-_BEFORE:]
        yield f"{heading[:_HEADING]} | {before}", unit.words
        if is_heading(unit.words):
            heading = unit.words


def likeliest(scores: Floats) -> Whole:
    """Return which sentences of an agreement deserve a closer look: `scores` are sentences x the model's categories.

    The likeliest of each category goes first, since it decides whether the agreement has such a clause.
    """
    if not len(scores):
        return np.zeros(0, np.int32)
    worth = np.where(scores >= _HOPELESS, scores, 0)
    best = worth.max(axis=1)
    best[worth.argmax(axis=0)[worth.any(axis=0)]] += 1
    order = np.argsort(-best, kind="stable")[: max(_LEAST, len(best) // _SHARE)].astype(np.int32)
    found: Whole = order[worth[order].any(axis=1)]
    return found


@dataclass(frozen=True)
class Encoder:
    """The language model, and what its sums are worth.

    Attributes:
        tokens: cuts words into the pieces that it knows.
        session: runs it.
        categories: in the order of the columns that it gives.
        threshold: the log-odds, of the mean of its sum and the scorer's, at which most agreements are judged rightly.
    """

    tokens: Tokenizer
    session: InferenceSession
    categories: tuple[str, ...]
    threshold: float

    def sums(self, pairs: Sequence[Pair]) -> Floats:
        """Return the model's sums, sentences x its categories, of what `in_context` says of each."""
        found = np.zeros((len(pairs), len(self.categories)), np.float32)
        for row, one in enumerate(self.tokens.encode_batch(list(pairs))):
            (found[row],) = self.session.run(None, inputs([one]))[0]  # together they would be filled up to the longest
        return found


def after_a_look(odds: Floats, rows: Whole, sums: Floats, threshold: float) -> Floats:
    """Return the log-odds of sentences x the model's categories by the scorer, with what a look at some rows changes.

    `sums` are the model's, rows x categories. What both say counts alike.
    """
    found = odds - _DOUBT
    found[rows] = (odds[rows] + sums) / 2
    return found - threshold


def inputs(encoded: Sequence[Encoding]) -> dict[str, NDArray[np.int64]]:
    """Return what the model takes, each an array of sentences x places: pieces, which count, and of which part."""
    longest = max(len(one.ids) for one in encoded)
    ids, mask, kinds = np.zeros((3, len(encoded), longest), np.int64)
    for row, one in enumerate(encoded):
        ids[row, : len(one.ids)], mask[row, : len(one.ids)], kinds[row, : len(one.ids)] = one.ids, 1, one.type_ids
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds}


def open_encoder(model: bytes, tokenizer: str) -> Encoder:
    """Return the encoder of a model in ONNX, which says its categories and threshold, and a tokenizer in JSON."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # two cores read two agreements at once
    session = InferenceSession(model, options, disabled_optimizers=["SkipLayerNormFusion"])  # a tenth faster without
    told = session.get_modelmeta().custom_metadata_map
    tokens = Tokenizer.from_str(tokenizer)
    return Encoder(tokens, session, tuple(json.loads(told["categories"])), float(told["threshold"]))


@cache
def shipped() -> Encoder:
    """Return the encoder that the product carries."""
    folder = resources.files(__package__) / "weights"
    return open_encoder((folder / "encoder.onnx").read_bytes(), (folder / "tokenizer.json").read_text("utf-8"))

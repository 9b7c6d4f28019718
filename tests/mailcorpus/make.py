"""Writes the corpus: `python tests/mailcorpus/make.py` makes every file in tests/corpus anew, always the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mailcorpus.machines import machines
from mailcorpus.oddities import oddities
from mailcorpus.people import answers
from mailcorpus.world import Sample

FOLDER = Path(__file__).resolve().parents[1] / "corpus"
LABELS = FOLDER / "labels.json"


def samples() -> list[Sample]:
    return [*answers(), *machines(), *oddities()]


def main() -> None:
    for old in FOLDER.glob("*.eml"):
        old.unlink()
    made = samples()
    for sample in made:
        (FOLDER / f"{sample.name}.eml").write_bytes(sample.raw)
    labels = {sample.name: sample.label for sample in made}
    LABELS.write_text(json.dumps(labels, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

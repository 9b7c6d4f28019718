"""Examples for whoever trains a reader, drawn from what people made of readings; made when asked for, and kept nowhere.

They hold words of agreements, so they are the client's as much as the case is: only who works for the client draws
them, nothing sends them anywhere, and once a case's data is gone no example of it can be drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from unpromote.domain.codec import encode
from unpromote.domain.examples import labels_of
from unpromote.services import filing, queries
from unpromote.services.people import Person
from unpromote.services.ports import AgreementReader


def examples(person: Person, case_id: str, reader: AgreementReader) -> Iterator[dict[str, Any]]:
    """Yield a line {contract_id, name, sha256, labels} for each document of a case that has labels.

    `sha256` is that of the text in which the labels' offsets count; the id is taken from the document's own hash.

    Raises:
        NotAllowed: the case is not this person's.
    """
    case = queries.case(person, case_id)
    for document in case.documents:
        text = reader(filing.located(document.path))["text"]
        labels = labels_of(case, document, text)
        if labels:
            yield {
                "contract_id": f"doc-{document.sha256[:12]}",
                "name": "confirmed",
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "labels": encode(labels),
            }

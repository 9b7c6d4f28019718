"""How to check a pack by hand, told in the pack itself for somebody who does not have this software."""

from __future__ import annotations

from unpromote.domain.audit import CaseFile

_TEXT = """\
Evidence pack of the case {reference}: {title}
Client: {client}
As of {as_of}

report.pdf       the whole case to read: the answer, its price, approval, stop, letters, settlement, timeline
case.json        the same as data; every other .json file is a part of it
quote.json       the quote; its sha256 is what the approvers signed
curve.csv        the price of leaving on each day
terms.json       the terms as a person confirmed them; citations.json says where each stands
receipts/        for each target: what the platform said before and after, and the spend samples
messages/        every message as it was sent or received
evidence/        the evidence for the reason and for the facts
agreement/       the agreement as it was handed in
events.jsonl     everything that happened, one event a line, each with the hash of the one before
manifest.json    every file with its hash and length, the last hash of the events, the hash of the quote
manifest.sig     the signature over manifest.json

A part that the case does not have is left out.


Check it with the software

    unpromote verify FOLDER
    unpromote verify FOLDER --key {key}

The second form also says who signed: compare that fingerprint with the one you were given by another way.


Check it by hand

1. Every file is as it was:

    sha256sum --check SHA256SUMS

2. The list itself is as it was: the hash of SHA256SUMS stands in manifest.json, and the manifest is signed.

    sha256sum SHA256SUMS
    openssl pkeyutl -verify -pubin -inkey public_key.pem -rawin -in manifest.json -sigfile manifest.sig

3. The key is the one you know. Its fingerprint is the sha256 of its last 32 bytes:

    openssl pkey -pubin -in public_key.pem -outform DER | tail -c 32 | sha256sum

4. What was approved is what is quoted: the hash of quote.json is the quote_hash under "approval" in case.json.

    sha256sum quote.json

5. No event was changed, dropped or moved. For each line of events.jsonl: take away "hash" and "previous", keep the
   rest as it stands (sorted keys, no spaces), put the previous line's hash before it (64 zeros before the first),
   and take the sha256. It is the line's "hash". The last one is the head in manifest.json.
"""


def readme(told: CaseFile, *, key: str) -> bytes:
    """Return README.txt; `key` is the fingerprint of the key that signs the pack."""
    case = told.case
    text = _TEXT.format(
        reference=case.reference, title=case.title, client=case.client, as_of=told.as_of.isoformat(), key=key
    )
    return text.encode("utf-8", errors="replace")

"""Do the parts of an evidence pack tell one story: chain, case file, approved quote, receipts, messages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unpromote.domain.audit import GENESIS, check_chain, fingerprint
from unpromote.services.pack_layout import CASE, CITATIONS, EVENTS, FOLDERS, MANIFEST, QUOTE, TERMS, receipt_paths
from unpromote.services.pack_source import PackSource, read

MOST_JSON = 256 << 20

Json = Any


@dataclass(frozen=True)
class PackProblem:
    """One file of a pack and what is wrong with it."""

    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


def read_json(source: PackSource, name: str) -> Json:
    """Return what a JSON file of the pack holds, or None where it is missing or is no JSON."""
    return _parsed(read(source, name, MOST_JSON)) if name in source.names else None


def part(data: Json, *keys: str) -> Json:
    """Return what stands under the keys, or None where nothing does."""
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def chain_problems(source: PackSource, manifest: Json) -> Iterator[PackProblem]:
    """Find where the chain of events breaks, or ends elsewhere than the manifest says."""
    if EVENTS not in source.names:
        return
    entries = _entries(source)
    if entries is None:
        yield PackProblem(EVENTS, "was changed: it does not hold one JSON object a line")
        return
    broken = check_chain(entries)
    if broken:
        yield PackProblem(EVENTS, broken.problem)
        return
    head = entries[-1]["hash"] if entries else GENESIS
    if len(entries) != part(manifest, "chain", "length"):
        said = part(manifest, "chain", "length")
        yield PackProblem(EVENTS, f"has {len(entries)} entries, the manifest says {said}")
    elif head != part(manifest, "chain", "head"):
        yield PackProblem(EVENTS, f"ends with entry {len(entries)} of hash {head}, which is not the manifest's head")


def story_problems(source: PackSource, manifest: Json) -> Iterator[PackProblem]:
    """Find where the files of a pack contradict one another, although each has the hash that the manifest says."""
    case_file = read_json(source, CASE)
    if not isinstance(case_file, dict):
        yield PackProblem(CASE, "does not hold a case file")
        return
    if part(case_file, "events") != _entries(source):
        yield PackProblem(EVENTS, f"tells other events than {CASE}")
    for name, key in ((TERMS, "terms"), (CITATIONS, "citations")):
        if name in source.names and read_json(source, name) != part(case_file, key):
            yield PackProblem(name, f"differs from the {key} in {CASE}")
    yield from _quote_problems(source, manifest, case_file)
    receipts, copies = _receipts(case_file), _copies(case_file)
    yield from _receipt_problems(source, receipts)
    for path, sha256 in copies.items():
        if part(manifest, "files", path, "sha256") != sha256:
            yield PackProblem(path, f"is not the file that {CASE} means: that one has the hash {sha256}")
    for name in sorted(source.names - set(receipts) - set(copies)):
        if name.startswith(FOLDERS):
            yield PackProblem(name, f"belongs to nothing that {CASE} tells of")


def _quote_problems(source: PackSource, manifest: Json, case_file: Json) -> Iterator[PackProblem]:
    quote = read_json(source, QUOTE)
    if quote != part(case_file, "quote", "quote"):
        yield PackProblem(QUOTE, f"differs from the quote in {CASE}")
        return
    found = fingerprint(quote) if quote is not None else None
    approved = part(case_file, "approval", "quote_hash")
    if approved is not None and approved != found:
        yield PackProblem(QUOTE, f"is not the quote that was approved: its hash is {found}, approved was {approved}")
    if part(manifest, "quote_hash") != found:
        yield PackProblem(MANIFEST, f"names the quote {part(manifest, 'quote_hash')}, {QUOTE} has the hash {found}")


def _receipt_problems(source: PackSource, receipts: Mapping[str, Json]) -> Iterator[PackProblem]:
    for path, target in receipts.items():
        if path not in source.names:
            yield PackProblem(path, f"is missing: {CASE} has a target of this id")
        elif read_json(source, path) != target:
            yield PackProblem(path, f"differs from the target in {CASE}")


def _receipts(case_file: Json) -> dict[str, Json]:
    """Return each target of the case file by the path that its receipt must have."""
    targets = _listed(case_file, "targets")
    paths = receipt_paths(str(part(target, "external_id")) for target in targets)
    return dict(zip(paths, targets, strict=True))


def _copies(case_file: Json) -> dict[str, Json]:
    """Return the hash of each copied file that the case file tells of, by its path in the pack."""
    messages = [message for talk in _listed(case_file, "conversations") for message in _listed(talk, "messages")]
    evidence = _listed(part(case_file, "reason"), "evidence")
    evidence += _listed(case_file, "evidence")
    evidence += _listed(case_file, "creator_files")
    evidence += _listed(part(case_file, "on_record"), "change_logs")
    evidence += [proof for duty in _listed(case_file, "duties") for proof in _listed(duty, "proofs")]
    files = [file for message in messages for file in _listed(message, "files")]
    copies = [*messages, *files, *evidence, *_listed(case_file, "agreements"), *_listed(case_file, "attachments")]
    return {str(part(copy, "path")): part(copy, "sha256") for copy in copies if part(copy, "path")}


def _listed(data: Json, key: str) -> list[Json]:
    found = part(data, key)
    return found if isinstance(found, list) else []


def _entries(source: PackSource) -> list[dict[str, Json]] | None:
    if EVENTS not in source.names:
        return None
    entries = [_parsed(line) for line in read(source, EVENTS, MOST_JSON).splitlines()]
    return entries if all(isinstance(entry, dict) for entry in entries) else None


def _parsed(raw: bytes) -> Json:
    try:
        return json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> Json:
    raise ValueError(f"{constant} is no JSON")

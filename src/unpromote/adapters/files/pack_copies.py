"""Which files of a case go into its pack, where they go, and the case file that names them there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from unpromote.domain.audit import AgreementFile, CaseFile
from unpromote.domain.duties import DutyProof, DutyTask
from unpromote.domain.enclosed import KeptFile
from unpromote.domain.events import Evidence, FiledEvidence
from unpromote.domain.messages import Conversation, Message
from unpromote.domain.on_record import ChangeLog
from unpromote.domain.proposals import CreatorFile
from unpromote.services.pack_layout import file_name


@dataclass(frozen=True)
class Copy:
    """A file to copy: where it lies, its path in the pack, the hash it must have."""

    source: str
    path: str
    sha256: str


Item = TypeVar("Item", Evidence, FiledEvidence, AgreementFile, Message, KeptFile, CreatorFile, DutyProof, ChangeLog)


def relocated(case_file: CaseFile) -> tuple[CaseFile, tuple[Copy, ...]]:
    """Return the case file with paths in the pack instead of places on this machine, and the copies to make."""
    copies: list[Copy] = []
    evidence = [
        (item, f"evidence/{nth:02}-{file_name(item.name)}") for nth, item in enumerate(case_file.reason.evidence, 1)
    ]
    exhibits = [(item, f"evidence/{file_name(item.id)}-{file_name(item.file)}") for item in case_file.evidence]
    agreements = [
        (item, f"agreement/{nth:02}-{file_name(item.name)}") for nth, item in enumerate(case_file.agreements, 1)
    ]
    handed_in = [(item, f"evidence/{file_name(item.id)}-{file_name(item.name)}") for item in case_file.creator_files]
    logs = [
        (item, f"evidence/changes-{nth:02}-{file_name(item.file)}")
        for nth, item in enumerate(case_file.on_record.change_logs, 1)
    ]
    own = {item.sha256: path for item, path in handed_in}
    told = replace(
        case_file,
        reason=replace(case_file.reason, evidence=_moved(evidence, copies)),
        evidence=_moved(exhibits, copies),
        agreements=_moved(agreements, copies),
        creator_files=_moved(handed_in, copies),
        on_record=replace(case_file.on_record, change_logs=_moved(logs, copies)),
        duties=tuple(_duty(nth, task, own, copies) for nth, task in enumerate(case_file.duties, 1)),
        conversations=tuple(_talk(nth, talk, copies) for nth, talk in enumerate(case_file.conversations, 1)),
        attachments=tuple(replace(item, source="") for item in case_file.attachments),
    )
    copies.extend(Copy(item.source, item.path, item.sha256) for item in case_file.attachments)
    return told, tuple(copies)


def _duty(nth: int, task: DutyTask, own: Mapping[str, str], copies: list[Copy]) -> DutyTask:
    """Return a duty whose proofs lie in the pack; a file that a creator handed in lies there once."""
    fresh: list[Copy] = []
    named = [
        (proof, own.get(proof.sha256) or f"evidence/duty-{nth:02}-{count:02}-{file_name(proof.file)}")
        for count, proof in enumerate(task.proofs, 1)
    ]
    moved = replace(task, proofs=_moved(named, fresh))
    copies.extend(copy for copy in fresh if copy.path not in own.values())
    return moved


def _talk(nth: int, talk: Conversation, copies: list[Copy]) -> Conversation:
    folder = f"messages/{nth:02}-{file_name(talk.contact.id)}"
    messages = [
        (item, f"{folder}-{count:02}-{file_name(item.step or item.direction.value)}{_kind(item)}")
        for count, item in enumerate(talk.messages, 1)
    ]
    moved = _moved(messages, copies)
    return replace(
        talk, messages=tuple(_with_files(one, f"{folder}-{n:02}-files", copies) for n, one in enumerate(moved, 1))
    )


def _with_files(message: Message, folder: str, copies: list[Copy]) -> Message:
    files = [(item, f"{folder}/{count:02}-{file_name(item.name)}") for count, item in enumerate(message.files, 1)]
    return replace(message, files=_moved(files, copies)) if files else message


def _kind(message: Message) -> str:
    """Return the ending of a message's file: a letter is kept as mail, what a person logged as text."""
    return ".txt" if message.log else ".eml"


def _moved(items: Iterable[tuple[Item, str]], copies: list[Copy]) -> tuple[Item, ...]:
    """Note a copy for each item that has a file, and return the items with their paths in the pack."""
    moved: list[Item] = []
    for item, path in items:
        if item.path:
            copies.append(Copy(item.path, path, item.sha256))
        moved.append(replace(item, path=path if item.path else ""))
    return tuple(moved)

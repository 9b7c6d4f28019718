"""A pack is written whole or not at all, tells the same case in the same bytes, and can be checked by hand."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casefiles import HASH, early, finished, put
from packs import files
from unpromote.adapters.files.pack import PackWriter
from unpromote.adapters.files.pack_key import KEY_FILE, public_bytes, signing_key
from unpromote.domain.audit import Attachment, CaseFile
from unpromote.domain.enclosed import TOO_LARGE, KeptFile
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.events import Evidence
from unpromote.domain.on_record import ChangeLog, OnRecord
from unpromote.services.pack_layout import file_name, key_fingerprint, receipt_paths
from unpromote.services.packs import verify_pack
from unpromote.services.ports import PackStore

A_DEAD_PROCESS = 2**22 + 1  # above the greatest process number that Linux gives out


@pytest.fixture
def writer(tmp_path: Path) -> PackWriter:
    return PackWriter(tmp_path / "packs", tmp_path / "keys")


@pytest.fixture
def case_file(tmp_path: Path) -> CaseFile:
    return finished(tmp_path / "sources")


@pytest.fixture
def pack(writer: PackWriter, case_file: CaseFile) -> Path:
    return writer.write(case_file).path


def contents(pack: Path) -> dict[str, bytes]:
    return {name: (pack / name).read_bytes() for name in files(pack)}


def loaded(pack: Path, name: str) -> Any:
    return json.loads((pack / name).read_bytes())


def by_hand(pack: Path, command: str) -> str:
    return subprocess.run(["bash", "-c", command], cwd=pack, check=True, capture_output=True, text=True).stdout


def test_the_writer_fills_the_port(writer: PackWriter, case_file: CaseFile) -> None:
    store: PackStore = writer
    result = store.write(case_file)
    assert result.manifest_sha256 == hashlib.sha256((result.path / "manifest.json").read_bytes()).hexdigest()


def test_a_finished_case_leaves_everything(pack: Path) -> None:
    assert files(pack) == [
        "README.txt",
        "SHA256SUMS",
        "agreement/01-agreement.pdf",
        "case.json",
        "citations.json",
        "curve.csv",
        "events.jsonl",
        "evidence/01-complaints.txt",
        "evidence/ev1-notice.txt",
        "manifest.json",
        "manifest.sig",
        "messages/01-support-01-request.eml",
        "messages/01-support-02-reply.eml",
        "messages/02-cleo-01-notice.eml",
        "messages/02-cleo-02-reply.eml",
        "messages/03-emil-01-notice.eml",
        "messages/03-emil-02-reply.eml",
        "public_key.pem",
        "quote.json",
        "receipts/1801230000000000101.json",
        "receipts/1801230000000000102.json",
        "report.pdf",
        "terms.json",
    ]


def test_a_pack_holds_from_the_first_moment(pack: Path) -> None:
    assert verify_pack(pack).holds


def test_a_change_log_lies_in_the_pack_with_its_hash(writer: PackWriter, tmp_path: Path) -> None:
    path, sha256 = put(tmp_path / "sources", "76.csv", b"Time,Operator")
    at = finished(tmp_path / "sources").as_of
    logs = (
        ChangeLog("7", at, at, at, (), "76.csv", sha256, path, "req"),
        ChangeLog("8", at, at, at, problem="no right to"),
    )
    case_file = finished(tmp_path / "sources", on_record=OnRecord(change_logs=logs))
    pack = writer.write(case_file).path
    assert (pack / "evidence/changes-01-76.csv").read_bytes() == b"Time,Operator"
    told = [
        (log["path"], log["sha256"], log["problem"]) for log in loaded(pack, "case.json")["on_record"]["change_logs"]
    ]
    assert told == [("evidence/changes-01-76.csv", sha256, ""), ("", "", "no right to")]
    assert verify_pack(pack).holds


def test_a_case_that_was_only_opened_has_a_pack_too(writer: PackWriter) -> None:
    pack = writer.write(early()).path
    assert not {"quote.json", "curve.csv", "terms.json"} & set(files(pack))
    assert verify_pack(pack).holds
    assert loaded(pack, "manifest.json")["quote_hash"] is None


def test_the_manifest_says_whose_pack_it_is(pack: Path, case_file: CaseFile) -> None:
    manifest = loaded(pack, "manifest.json")
    assert manifest["case"] == {
        "id": "case_1",
        "reference": "UP-ABCDEFGH",
        "title": "Arena autumn",
        "client": "northwind",
    }
    assert manifest["created_at"] == case_file.events[-1].at.isoformat()
    assert manifest["chain"] == {"length": 29, "head": case_file.head}
    assert manifest["quote_hash"] == HASH


def test_the_same_case_gives_the_same_bytes_in_another_place(pack: Path, case_file: CaseFile, tmp_path: Path) -> None:
    again = PackWriter(tmp_path / "elsewhere", tmp_path / "keys").write(case_file).path
    assert contents(again) == contents(pack)


def test_paths_of_the_machine_stay_out_of_the_parts(pack: Path, tmp_path: Path) -> None:
    told = {name for name, content in contents(pack).items() if str(tmp_path).encode() in content}
    assert told == set()


def test_the_private_key_stays_out_of_the_pack(pack: Path, tmp_path: Path) -> None:
    secret = (tmp_path / "keys" / KEY_FILE).read_bytes().splitlines()[1]
    assert not [name for name, content in contents(pack).items() if secret in content or b"PRIVATE" in content]


def test_the_curve_opens_as_a_table(pack: Path) -> None:
    rows = list(csv.DictReader((pack / "curve.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 30
    assert (rows[0]["date"], rows[0]["exit_cost"], rows[0]["currency"]) == ("2026-09-21", "67000.00", "USD")


def test_the_files_check_out_by_hand(pack: Path) -> None:
    checked = by_hand(pack, "sha256sum --check SHA256SUMS")
    assert checked.count(": OK\n") == len(files(pack)) - 3
    assert by_hand(pack, "sha256sum quote.json").startswith(HASH)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is what this is about")
def test_the_signature_checks_out_by_hand(pack: Path) -> None:
    lines = [line.strip() for line in (pack / "README.txt").read_text(encoding="utf-8").splitlines()]
    signature, fingerprint = (
        next(line for line in lines if line.startswith(f"openssl {verb}")) for verb in ("pkeyutl", "pkey ")
    )
    assert "Signature Verified Successfully" in by_hand(pack, signature)
    assert by_hand(pack, fingerprint).split()[0] == verify_pack(pack).key


def test_the_chain_checks_out_by_hand(pack: Path) -> None:
    previous = "0" * 64
    for line in (pack / "events.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        stated, before = entry.pop("hash"), entry.pop("previous")
        assert before == previous
        body = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = hashlib.sha256((previous + body).encode()).hexdigest()
        assert previous == stated


def test_a_newer_pack_replaces_the_older_one(writer: PackWriter, pack: Path, case_file: CaseFile) -> None:
    (pack / "note.txt").write_text("left by somebody", encoding="utf-8")
    newer = replace(case_file, case=replace(case_file.case, title="Arena autumn, corrected"))
    assert writer.write(newer).path == pack
    assert loaded(pack, "case.json")["case"]["title"] == "Arena autumn, corrected"
    assert "note.txt" not in files(pack)
    assert [entry.name for entry in pack.parent.iterdir()] == [pack.name]


def test_a_failure_leaves_the_older_pack_as_it_was(writer: PackWriter, pack: Path, case_file: CaseFile) -> None:
    before = contents(pack)
    Path(case_file.reason.evidence[0].path).unlink()
    with pytest.raises(OutsideFailed, match=r"complaints.txt belongs to the case and is gone"):
        writer.write(case_file)
    assert contents(pack) == before
    assert [entry.name for entry in pack.parent.iterdir()] == [pack.name]


def test_a_file_that_was_changed_since_it_was_filed_is_refused(writer: PackWriter, case_file: CaseFile) -> None:
    Path(case_file.agreements[0].path).write_bytes(b"%PDF another agreement")
    with pytest.raises(OutsideFailed, match=r"agreement.pdf was changed: its hash is no longer 33ae") as failure:
        writer.write(case_file)
    assert failure.value.permanent


def test_relative_paths_are_taken_from_the_installations_folder(tmp_path: Path, case_file: CaseFile) -> None:
    sources = tmp_path / "sources"
    item = case_file.reason.evidence[0]
    relative = replace(item, path=str(Path(item.path).relative_to(sources)))
    changed = replace(case_file, reason=replace(case_file.reason, evidence=(relative,)))
    writer = PackWriter(tmp_path / "packs", tmp_path / "keys", sources=sources)
    assert "evidence/01-complaints.txt" in files(writer.write(changed).path)


def test_files_of_messages_go_along_and_are_checked(writer: PackWriter, case_file: CaseFile, tmp_path: Path) -> None:
    path, digest = put(tmp_path, "mail/proof.pdf", b"%PDF-1.7 proof")
    left_out = KeptFile("huge.mov", "0" * 64, 10**9, "video/mp4", "", TOO_LARGE)
    talk = case_file.conversations[0]
    files = (KeptFile("proof.pdf", digest, 14, "application/pdf", path), left_out)
    reply = replace(talk.messages[-1], files=files)
    told = replace(talk, messages=(*talk.messages[:-1], reply))
    pack = writer.write(replace(case_file, conversations=(told, *case_file.conversations[1:]))).path
    (copy,) = pack.glob("messages/*-files/*")
    assert (copy.name, copy.read_bytes()) == ("01-proof.pdf", b"%PDF-1.7 proof")
    assert verify_pack(pack).holds
    copy.write_bytes(b"another")
    assert not verify_pack(pack).holds


def test_two_pieces_of_evidence_of_one_name_both_stay(writer: PackWriter, tmp_path: Path) -> None:
    pieces = [put(tmp_path / str(n), "shot.png", bytes([n])) for n in (1, 2)]
    evidence = tuple(Evidence("shot.png", sha256, path) for path, sha256 in pieces)
    made = early(reason=replace(early().reason, evidence=evidence))
    pack = writer.write(made).path
    assert [(pack / f"evidence/0{n}-shot.png").read_bytes() for n in (1, 2)] == [b"\x01", b"\x02"]


def test_what_has_no_file_is_told_without_one(writer: PackWriter) -> None:
    called = Evidence("a call to the arena", "", "")
    pack = writer.write(early(reason=replace(early().reason, evidence=(called,)))).path
    assert loaded(pack, "case.json")["reason"]["evidence"][0]["path"] == ""
    assert verify_pack(pack).holds


def test_a_further_file_can_be_attached(writer: PackWriter, tmp_path: Path) -> None:
    path, sha256 = put(tmp_path, "payments.csv", b"key,amount\n")
    pack = writer.write(early(attachments=(Attachment("settlement/payments.csv", path, sha256),))).path
    assert "settlement/payments.csv" in files(pack)
    assert loaded(pack, "case.json")["attachments"][0]["source"] == ""
    assert verify_pack(pack).holds


def test_another_clients_case_of_the_same_reference_keeps_its_own_pack(writer: PackWriter, pack: Path) -> None:
    dans = early(case=replace(early().case, id="case_2", client="contoso"))
    other = writer.write(dans).path
    assert (other.name, pack.name) == ("UP-ABCDEFGH-case_2", "UP-ABCDEFGH")
    assert loaded(pack, "case.json")["case"]["client"] == "northwind"
    assert writer.write(dans).path == other


def test_what_a_killed_writer_left_goes_with_the_next_pack(writer: PackWriter, case_file: CaseFile) -> None:
    packs = writer.write(case_file).path.parent
    (packs / f".UP-ABCDEFGH-{A_DEAD_PROCESS}-x").mkdir()
    (packs / f".UP-ABCDEFGH-{A_DEAD_PROCESS}-x-old").mkdir()
    alive = {f".UP-ABCDEFGH-{os.getpid()}-y", ".UP-ABCDEFGH-1-z", ".UP-OTHER-1-x", ".UP-ABCDEFGH-some-thing"}
    for name in alive:
        (packs / name).mkdir()
    writer.write(case_file)
    assert {entry.name for entry in packs.iterdir()} == {"UP-ABCDEFGH", *alive}


@pytest.mark.parametrize("reference", ["../../escape", "a/b", "..", "", "\x00", "CON: 1", "-rf", "日本"])
def test_no_reference_leads_out_of_the_folder(writer: PackWriter, tmp_path: Path, reference: str) -> None:
    pack = writer.write(early(case=replace(early().case, reference=reference))).path
    assert pack.parent == tmp_path / "packs"
    assert verify_pack(pack).holds


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("agreement.pdf", "agreement.pdf"),
        ("../a b.pdf", "a_b.pdf"),
        ("Ünï.txt", "n_.txt"),
        ("x" * 99 + ".eml", "x" * 76 + ".eml"),
    ],
)
def test_file_names_are_plain_and_keep_their_ending(text: str, name: str) -> None:
    assert file_name(text) == name


def test_equal_ids_get_receipts_of_their_own() -> None:
    assert receipt_paths(["7", "7", "8", "7"]) == tuple(f"receipts/{n}.json" for n in ("7", "7-2", "8", "7-3"))


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "keys"
    first, second = signing_key(folder), signing_key(folder)
    assert public_bytes(first) == public_bytes(second)
    assert ((folder / KEY_FILE).stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [entry.name for entry in folder.iterdir()] == [KEY_FILE]


def test_first_uses_at_once_agree_on_one_key(tmp_path: Path) -> None:
    found: list[str] = []
    ready = threading.Barrier(8)

    def use() -> None:
        ready.wait()
        found.append(key_fingerprint(public_bytes(signing_key(tmp_path))))

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


RSA_INSTEAD = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out " + KEY_FILE


def test_a_damaged_key_is_an_outer_failure(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"no key")
    with pytest.raises(OutsideFailed, match="holds no signing key"):
        signing_key(tmp_path)


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes the other key")
def test_a_key_of_another_kind_is_an_outer_failure(tmp_path: Path) -> None:
    by_hand(tmp_path, RSA_INSTEAD)
    with pytest.raises(OutsideFailed, match="key of another kind"):
        signing_key(tmp_path)

"""Whoever touches a pack is found out: each file, each entry, the list itself, and the parts against one another."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from packs import copied, edit, edit_events, files, problems, resigned, signed, summed, written, zipped
from unpromote.adapters.files.pack_key import public_pem, signing_key
from unpromote.domain.audit import fingerprint, link
from unpromote.domain.errors import BadInput
from unpromote.services.packs import verify_pack


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("case"))


@pytest.fixture
def pack(original: Path, tmp_path: Path) -> Path:
    return copied(original, tmp_path)


@pytest.fixture
def keys(original: Path) -> Path:
    """The installation's key: with it somebody inside could forge."""
    return original.parents[1] / "keys"


def first(pack: Path) -> str:
    return problems(pack)[0]


def test_an_untouched_pack_holds_and_says_what_it_is(pack: Path) -> None:
    verdict = verify_pack(pack)
    assert verdict.holds
    assert (verdict.case, verdict.files, verdict.entries) == ("UP-ABCDEFGH", len(files(pack)) - 2, 29)
    assert len(verdict.head) == len(verdict.key) == 64


def test_one_flipped_bit_in_any_file_is_found_and_the_file_named(pack: Path) -> None:
    unnoticed = []
    for name in files(pack):
        content = (pack / name).read_bytes()
        for place in (0, len(content) // 2, len(content) - 1):
            (pack / name).write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            if not any(name in problem for problem in problems(pack)):
                unnoticed.append((name, place))
        (pack / name).write_bytes(content)
    assert unnoticed == []
    assert verify_pack(pack).holds


def test_one_changed_byte_anywhere_is_found(pack: Path) -> None:
    """Any byte to any other value: every byte of the small lists, drawn ones of everything else."""
    draw = Random(20261123)  # noqa: S311 - places to try, no secret
    unnoticed = []
    for name in files(pack):
        content = (pack / name).read_bytes()
        whole = name in ("manifest.sig", "public_key.pem")
        for place in range(len(content)) if whole else sorted(draw.sample(range(len(content)), min(25, len(content)))):
            other = (content[place] + draw.randrange(1, 256)) % 256
            (pack / name).write_bytes(content[:place] + bytes([other]) + content[place + 1 :])
            unnoticed += [] if problems(pack) else [(name, place, other)]
        (pack / name).write_bytes(content)
    assert unnoticed == []


STATED: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda manifest: manifest["case"].update(id="case_2"), "says that the case's id is 'case_2', case.json has"),
    (lambda manifest: manifest["case"].update(reference="X"), "says that the case's reference is 'X'"),
    (lambda manifest: manifest["case"].update(title="Y"), "says that the case's title is 'Y'"),
    (lambda manifest: manifest["case"].update(client="dan"), "says that the case's client is 'dan'"),
    (lambda manifest: manifest.update(created_at="2020-01-01T00:00:00+00:00"), "is of 2020-01-01T00:00:00+00:00, the"),
]


@pytest.mark.parametrize(("change", "said"), STATED)
def test_what_the_manifest_states_has_to_be_the_case_s(
    pack: Path, keys: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    resigned(pack, keys, change)
    assert [said in problem for problem in problems(pack)] == [True]


def test_the_curve_has_to_be_the_one_that_was_signed(pack: Path, keys: Path) -> None:
    quote = json.loads((pack / "quote.json").read_bytes())
    quote["decision"] = {"curve_sha256": fingerprint(json.loads((pack / "case.json").read_bytes())["quote"]["curve"])}

    def with_decision(case: dict[str, Any]) -> None:
        case["quote"]["quote"] = quote
        case["approval"]["quote_hash"] = fingerprint(quote)

    edit(pack / "quote.json", lambda _: quote)
    edit(pack / "case.json", with_decision)
    resigned(pack, keys, lambda manifest: manifest.update(quote_hash=fingerprint(quote)))
    assert problems(pack) == []
    edit(pack / "case.json", lambda case: case["quote"]["curve"][3].update(saving="1.00"))
    resigned(pack, keys)
    told = problems(pack)
    assert ["has another curve than quote.json was signed with" in told[0], told[1]] == [
        True,
        "curve.csv: differs from the curve in case.json",
    ]


@pytest.mark.parametrize(
    "change", [lambda text: text[:-60], lambda text: text.replace("87000", "87001"), lambda _: 'a\n"']
)
def test_a_table_of_the_curve_tells_the_curve(pack: Path, keys: Path, change: Callable[[str], str]) -> None:
    path = pack / "curve.csv"
    path.write_text(change(path.read_text()))
    resigned(pack, keys)
    assert problems(pack) == ["curve.csv: differs from the curve in case.json"]


def test_the_list_of_hashes_and_the_key_are_those_of_the_manifest(pack: Path, keys: Path, tmp_path: Path) -> None:
    resigned(pack, keys, lambda manifest: manifest["files"].pop("SHA256SUMS") and None)
    assert problems(pack) == ["SHA256SUMS: was added: the manifest does not list it"]
    for content in (b"no key", public_pem(signing_key(tmp_path / "dan"))):
        (pack / "public_key.pem").write_bytes(content)
        summed(pack)
        signed(pack, keys)
        assert problems(pack) == ["public_key.pem: is not the key that manifest.json names"]
    resigned(pack, keys)
    (pack / "SHA256SUMS").write_text(f"{'0' * 64}  README.txt\n")
    signed(pack, keys)
    assert problems(pack) == ["SHA256SUMS: lists other hashes than manifest.json"]


def test_any_missing_file_is_named(pack: Path) -> None:
    kept = set(files(pack)) - {"manifest.json"}
    for name in sorted(kept):
        content = (pack / name).read_bytes()
        (pack / name).unlink()
        assert f"{name}: is missing" in problems(pack)
        (pack / name).write_bytes(content)


@pytest.mark.parametrize("name", ["note.txt", "messages/99-dan.eml", ".hidden"])
def test_an_added_file_is_named(pack: Path, name: str) -> None:
    (pack / name).write_bytes(b"from Dan")
    assert problems(pack) == [f"{name}: was added: the manifest does not list it"]


def test_a_longer_and_a_shorter_file_are_told_apart(pack: Path) -> None:
    csv = pack / "curve.csv"
    csv.write_bytes(csv.read_bytes() + b"more")
    assert "curve.csv: was changed: it is longer than" in first(pack)
    csv.write_bytes(csv.read_bytes()[:100])
    assert "curve.csv: was changed: it has 100 bytes" in first(pack)


def test_a_link_is_no_file(pack: Path) -> None:
    (pack / "README.txt").unlink()
    (pack / "README.txt").symlink_to("/etc/hostname")
    assert problems(pack) == ["README.txt: is no plain file: a pack holds no links and nothing encrypted"]


def test_two_swapped_events_are_named_by_their_entry(pack: Path) -> None:
    def swap(entries: list[dict[str, Any]]) -> None:
        entries[4], entries[5] = entries[5], entries[4]

    edit_events(pack, swap)
    assert "events.jsonl: entry 5 is missing: number 6 stands in its place" in problems(pack)


def test_a_forged_end_of_the_chain_does_not_meet_the_manifest(pack: Path, keys: Path) -> None:
    def forge(entries: list[dict[str, Any]]) -> None:
        entries[-1]["by"] = "dan"
        entries[-1]["hash"] = link(entries[-1]["previous"], entries[-1])

    edit_events(pack, forge)
    resigned(pack, keys)
    assert "which is not the manifest's head" in first(pack)


def test_a_cut_chain_does_not_meet_the_manifest(pack: Path, keys: Path) -> None:
    edit_events(pack, lambda entries: entries.pop())
    resigned(pack, keys)
    assert first(pack) == "events.jsonl: has 28 entries, the manifest says 29"


def test_a_chain_forged_throughout_still_differs_from_the_case_file(pack: Path, keys: Path) -> None:
    heads: list[str] = []

    def forge(entries: list[dict[str, Any]]) -> None:
        entries[-1]["by"] = "dan"
        entries[-1]["hash"] = link(entries[-1]["previous"], entries[-1])
        heads.append(entries[-1]["hash"])

    edit_events(pack, forge)
    resigned(pack, keys, lambda manifest: manifest["chain"].update(head=heads[0]))
    assert problems(pack) == ["events.jsonl: tells other events than case.json"]


@pytest.mark.parametrize("line", [b"[]", b"{", b'{"seq": NaN}', b"[" * 100_000])
def test_events_that_are_no_objects_are_named(pack: Path, keys: Path, line: bytes) -> None:
    (pack / "events.jsonl").write_bytes(line + b"\n")
    resigned(pack, keys)
    assert first(pack) == "events.jsonl: was changed: it does not hold one JSON object a line"


def test_an_empty_chain_is_a_chain(pack: Path, keys: Path) -> None:
    (pack / "events.jsonl").write_bytes(b"")
    edit(pack / "case.json", lambda case: case.update(events=[]))
    resigned(pack, keys, lambda manifest: manifest["chain"].update(length=0, head="0" * 64))
    assert verify_pack(pack).holds


CHANGES: list[tuple[str, Callable[[Any], Any], str]] = [
    ("quote.json", lambda q: q["totals"].update(exit_cost="1.00"), "quote.json: differs from the quote in case.json"),
    ("terms.json", lambda t: t.update(currency="EUR"), "terms.json: differs from the terms in case.json"),
    ("citations.json", lambda c: c.clear(), "citations.json: differs from the citations in case.json"),
    ("receipts/1801230000000000101.json", lambda r: r.update(state="off"), "differs from the target in case.json"),
    (
        "case.json",
        lambda c: c["approval"].update(quote_hash="b" * 64),
        "quote.json: is not the quote that was approved",
    ),
    ("case.json", lambda c: c["targets"][0].update(external_id="7"), "receipts/7.json: is missing: case.json has"),
    ("case.json", lambda c: c["evidence"][0].update(sha256="0"), "evidence/ev1-notice.txt: is not the file that"),
    ("case.json", lambda c: c["reason"]["evidence"][0].update(sha256="0"), "01-complaints.txt: is not the file that"),
    ("case.json", lambda c: c["agreements"][0].update(path="agreement/x"), "agreement/x: is not the file that"),
    ("case.json", lambda c: c.update(events=[]), "events.jsonl: tells other events than case.json"),
    ("case.json", lambda c: c.update(targets=[3]), "receipts/None.json: is missing: case.json has"),
    ("case.json", lambda c: c["targets"].pop() and None, "receipts/1801230000000000102.json: belongs to nothing"),
    ("case.json", lambda c: c.update(conversations=None), "01-support-01-request.eml: belongs to nothing that case"),
    ("case.json", lambda _: [], "case.json: does not hold a case file"),
]


@pytest.mark.parametrize(("name", "change", "said"), CHANGES)
def test_parts_that_contradict_one_another_are_named(
    pack: Path, keys: Path, name: str, change: Callable[[Any], Any], said: str
) -> None:
    edit(pack / name, change)
    resigned(pack, keys)
    assert said in first(pack)


def test_every_message_has_to_be_the_one_that_the_case_tells_of(pack: Path, keys: Path) -> None:
    one, other = sorted((pack / "messages").iterdir())[:2]
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    resigned(pack, keys)
    assert [problem.split(":")[0] for problem in problems(pack)] == [f"messages/{one.name}", f"messages/{other.name}"]


def test_the_manifest_has_to_name_the_approved_quote(pack: Path, keys: Path) -> None:
    resigned(pack, keys, lambda manifest: manifest.update(quote_hash="c" * 64))
    assert first(pack).startswith(f"manifest.json: names the quote {'c' * 64}")


def test_without_a_chain_or_case_file_the_rest_is_still_checked(pack: Path, keys: Path) -> None:
    (pack / "events.jsonl").unlink()
    (pack / "case.json").unlink()
    resigned(pack, keys)
    assert problems(pack) == ["case.json: does not hold a case file"]


def test_a_chain_that_was_taken_out_is_missed_by_the_case_file(pack: Path, keys: Path) -> None:
    (pack / "events.jsonl").unlink()
    resigned(pack, keys)
    assert problems(pack) == ["events.jsonl: tells other events than case.json"]


def test_a_pack_signed_with_another_key_shows_another_fingerprint(pack: Path, tmp_path: Path) -> None:
    before = verify_pack(pack).key
    forged = resigned(pack, tmp_path / "dans-keys")
    assert verify_pack(pack).key == forged != before
    assert problems(pack) == []


def test_a_pinned_key_uncovers_a_pack_signed_with_another(pack: Path, tmp_path: Path) -> None:
    before = verify_pack(pack).key
    assert verify_pack(pack, key=f" {before.upper()}\n").holds
    forged = resigned(pack, tmp_path / "dans-keys")
    assert problems(pack, before) == [f"manifest.json: was signed by another key: {forged} instead of {before}"]


@pytest.mark.parametrize("key", ["", "zz", "0" * 63, None, "0" * 64])
def test_a_manifest_without_a_usable_key_is_not_signed(pack: Path, keys: Path, key: object) -> None:
    resigned(pack, keys, lambda manifest: manifest.update(public_key=key))
    assert first(pack).startswith("manifest.json: does not fit its signature")


def test_more_bytes_behind_a_signature_are_no_signature(pack: Path) -> None:
    signature = pack / "manifest.sig"
    signature.write_bytes(signature.read_bytes() + bytes(100))
    assert first(pack).startswith("manifest.json: does not fit its signature: manifest.json or manifest.sig")


@pytest.mark.parametrize(
    "path", ["../keys/pack-signing-key.pem", "/etc/passwd", "a//b", "a\\b", "C:x", "./a", "a\nb", ""]
)
def test_a_manifest_cannot_point_outside(pack: Path, keys: Path, path: str) -> None:
    resigned(pack, keys, lambda manifest: manifest["files"].update({path: {"sha256": "0" * 64, "bytes": 1}}))
    assert problems(pack) == [f"{path}: leads out of the pack: the manifest must not name it"]


@pytest.mark.parametrize("listed", [None, "hash", {"sha256": "0" * 64}, {"bytes": 3}, {"sha256": 1, "bytes": "3"}])
def test_a_file_listed_without_hash_and_length_is_named(pack: Path, keys: Path, listed: object) -> None:
    resigned(pack, keys, lambda manifest: manifest["files"].update({"README.txt": listed}))
    assert problems(pack) == ["README.txt: has no hash and length in the manifest"]


@pytest.mark.parametrize("change", [{"format": "other/2"}, {"files": []}])
def test_a_manifest_of_another_format_is_refused(pack: Path, keys: Path, change: dict[str, Any]) -> None:
    resigned(pack, keys, lambda manifest: manifest.update(change))
    assert problems(pack) == ["manifest.json: is no manifest of the format unpromote-evidence-pack/1"]


@pytest.mark.parametrize("content", [b"", b"[]", b"no json", b"\xff\xfe"])
def test_a_manifest_that_is_no_object_is_named(pack: Path, content: bytes) -> None:
    (pack / "manifest.json").write_bytes(content)
    assert first(pack).startswith("manifest.json: does not fit its signature")
    assert verify_pack(pack).files == verify_pack(pack).entries == 0


@pytest.mark.parametrize("top", ["", "UP-ABCDEFGH/"])
def test_a_zip_holds_as_its_folder_does(pack: Path, tmp_path: Path, top: str) -> None:
    assert verify_pack(zipped(pack, tmp_path / "pack.zip", top)) == verify_pack(pack)


def test_a_flipped_bit_inside_a_zip_is_found(pack: Path, tmp_path: Path) -> None:
    (pack / "README.txt").write_bytes(b"X" + (pack / "README.txt").read_bytes()[1:])
    assert first(zipped(pack, tmp_path / "pack.zip")).startswith("README.txt: was changed: its hash is")


def test_a_zip_that_is_broken_inside_a_file_is_found(pack: Path, tmp_path: Path) -> None:
    place = zipped(pack, tmp_path / "pack.zip")
    raw, report = place.read_bytes(), (pack / "report.pdf").read_bytes()[100:200]
    place.write_bytes(raw.replace(report, bytes(100)))
    assert any("report.pdf: was changed" in problem for problem in problems(place))


def test_a_zip_that_hides_a_second_file_of_the_same_name_is_found(pack: Path, tmp_path: Path) -> None:
    place = zipped(pack, tmp_path / "pack.zip")
    with ZipFile(place, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("README.txt", (pack / "README.txt").read_bytes())
    assert problems(place) == ["README.txt: stands in the archive twice"]


def test_an_encrypted_file_in_a_zip_is_not_trusted(pack: Path, tmp_path: Path) -> None:
    place = zipped(pack, tmp_path / "pack.zip")
    raw = bytearray(place.read_bytes())
    entry = raw.rindex(b"README.txt") - 46
    raw[entry + 8] |= 1
    place.write_bytes(raw)
    assert problems(place) == ["README.txt: is no plain file: a pack holds no links and nothing encrypted"]


def test_files_beside_the_packs_folder_in_a_zip_were_added(pack: Path, tmp_path: Path) -> None:
    place = zipped(pack, tmp_path / "pack.zip", "UP-ABCDEFGH/")
    with ZipFile(place, "a", ZIP_DEFLATED) as archive:
        archive.writestr("extra/note.txt", "from Dan")
    assert problems(place) == ["extra/note.txt: was added: the manifest does not list it"]


def test_a_bomb_is_read_no_further_than_the_manifest_says(pack: Path, tmp_path: Path) -> None:
    (pack / "README.txt").unlink()
    place = zipped(pack, tmp_path / "pack.zip")
    with ZipFile(place, "a", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", bytes(50_000_000))
    assert "README.txt: was changed: it is longer than" in first(place)


@pytest.mark.parametrize("make", ["nothing", "folder", "text", "zip"])
def test_what_is_no_pack_is_bad_input(tmp_path: Path, make: str) -> None:
    place = tmp_path / "thing"
    if make == "folder":
        place.mkdir()
    elif make == "text":
        place.write_text(json.dumps({"not": "a pack"}), encoding="utf-8")
    elif make == "zip":
        with ZipFile(place, "w") as archive:
            archive.writestr("a.txt", "a")
    with pytest.raises(BadInput, match=r"thing: (there is nothing here|this is no evidence pack)"):
        verify_pack(place)

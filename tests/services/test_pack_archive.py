"""A pack travels as one file and holds as in its folder; a pack that was replaced is not passed off as another."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

import builders as b
from packs import written
from unpromote.domain.case import Pack
from unpromote.domain.errors import NotAllowed
from unpromote.services.pack_archive import archive
from unpromote.services.packs import verify_pack


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return written(tmp_path_factory.mktemp("case"))


def case_with(folder, manifest_sha256):
    pack = Pack(path=str(folder), manifest_sha256=manifest_sha256, built_at=b.NOW)
    return replace(b.case_after("opened"), packs=(pack,))


def manifest_of(folder):
    return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()


def test_the_archive_holds_as_the_folder_does(folder, tmp_path):
    with archive(case_with(folder, manifest_of(folder)), manifest_of(folder)) as file:
        (tmp_path / "pack.zip").write_bytes(file.read())
    assert verify_pack(tmp_path / "pack.zip").holds


def test_a_pack_that_a_newer_one_replaced_is_gone(folder):
    with pytest.raises(NotAllowed, match="written last"):
        archive(case_with(folder, "a" * 64), "a" * 64)


def test_a_pack_that_somebody_removed_is_gone(folder, tmp_path):
    with pytest.raises(NotAllowed, match="written last"):
        archive(case_with(tmp_path / "nowhere", manifest_of(folder)), manifest_of(folder))


def test_a_pack_of_another_case_is_not_given(folder):
    with pytest.raises(NotAllowed, match="written last"):
        archive(b.case_after("opened"), manifest_of(folder))

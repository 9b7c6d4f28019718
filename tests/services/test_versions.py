"""Which release of the time-zone data is read: the system's, else the package's."""

from __future__ import annotations

from unpromote.services.versions import installed, time_zone_data


def zones(folder, text=None):
    (folder / "UTC").write_bytes(b"TZif")
    if text is not None:
        (folder / "tzdata.zi").write_text(text)
    return str(folder)


def test_the_systems_data_says_its_release(tmp_path):
    assert time_zone_data(("/nowhere", zones(tmp_path, "# version 2025b\n# more\n"))) == "2025b"


def test_data_that_bear_no_release_are_said_to_be_the_systems(tmp_path):
    assert time_zone_data((zones(tmp_path),)) == "the system's, without a version"
    assert time_zone_data((zones(tmp_path, "Z UTC 0"),)) == "the system's, without a version"


def test_without_system_data_it_is_the_packages():
    assert time_zone_data(())[:2] == "20"


def test_everything_installed_has_a_version():
    assert all((installed().software, installed().holidays, installed().time_zone_data))

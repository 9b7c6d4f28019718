"""The payment file has each settlement's line exactly once, whatever happens while it is written."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moneyed import Money

from unpromote.adapters.payouts.ledger import PayoutFile
from unpromote.adapters.payouts.rows import line_of, row_of
from unpromote.domain.errors import BadInput, NotAllowed, OutsideFailed
from unpromote.services.ports import PayoutLine

CLEO = PayoutLine(
    key="case-1/cleo",
    creator_id="cleo",
    name="Cleo Marsh",
    direction="pay",
    amount=Money("500.00", "EUR"),
    due_by=date(2026, 10, 21),
    reference="C-2026-014",
    written_at=datetime(2026, 9, 21, 17, 0, tzinfo=UTC),
)
EMIL = replace(CLEO, key="case-1/emil", creator_id="emil", name="Emil Roth", direction="clawback", due_by=None)

DAN = replace(CLEO, key="case-2/dan", creator_id="dan", name="Dan Doe")


@pytest.fixture
def payouts(tmp_path: Path) -> PayoutFile:
    return PayoutFile(tmp_path / "payouts")


def rows(payouts: PayoutFile) -> list[dict[str, str]]:
    """The file as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(payouts.path.read_bytes().decode(), newline="")))


def test_finance_finds_each_settlement_as_one_line(payouts: PayoutFile) -> None:
    payouts.write(CLEO)
    payouts.write(EMIL)
    first, second = rows(payouts)
    assert (first["name"], first["direction"], first["amount"], first["currency"]) == (
        *("Cleo Marsh", "pay"),
        *("500.00", "EUR"),
    )
    assert (first["due_by"], second["due_by"], second["direction"]) == ("2026-10-21", "", "clawback")


def test_what_was_written_is_read_back(payouts: PayoutFile) -> None:
    assert payouts.written(CLEO.key) is None
    assert payouts.write(CLEO) == payouts.written(CLEO.key) == CLEO
    assert payouts.written(EMIL.key) is None


def test_the_same_payout_twice_is_one_line(payouts: PayoutFile) -> None:
    payouts.write(CLEO)
    later = replace(CLEO, written_at=datetime(2026, 9, 22, tzinfo=UTC))
    assert payouts.write(later) == CLEO
    assert payouts.lines() == (CLEO,)


@pytest.mark.parametrize(
    "change", [{"amount": Money("501.00", "EUR")}, {"amount": Money("500.00", "USD")}, {"direction": "clawback"}]
)
def test_another_payment_under_the_same_key_is_refused(payouts: PayoutFile, change: dict[str, Any]) -> None:
    payouts.write(CLEO)
    with pytest.raises(NotAllowed, match="another payment"):
        payouts.write(replace(CLEO, **change))
    assert payouts.lines() == (CLEO,)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"amount": Money("0.00", "EUR")}, "no amount to move"),
        ({"amount": Money("-5.00", "EUR")}, "no amount to move"),
        ({"amount": Money("5.001", "EUR")}, "finer than EUR"),
        ({"direction": "none"}, "moves no money"),
        ({"key": ""}, "key must be one line"),
        ({"key": "a\nb"}, "key must be one line"),
        ({"written_at": datetime(2026, 9, 21)}, "no zone"),  # noqa: DTZ001 - a time without a zone is the point
    ],
)
def test_what_orders_no_payment_is_refused_and_leaves_no_file(
    payouts: PayoutFile, change: dict[str, Any], problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        payouts.write(replace(CLEO, **change))
    assert not payouts.path.exists()


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+49", "-1", "@cleo", "\uff1dA1", "'=A1", "''@x"])
def test_no_cell_is_taken_for_a_formula(payouts: PayoutFile, name: str) -> None:
    written = payouts.write(replace(CLEO, name=name))
    (row,) = rows(payouts)
    assert row["name"][0] == "'"
    assert written.name == name


@pytest.mark.parametrize("name", ["'t Hooft", 'Cleo "C" Marsh', "a,b;c", "Zoë 李小龍 👋", "1-2", "a=b"])
def test_an_ordinary_name_stays_as_it_is(payouts: PayoutFile, name: str) -> None:
    payouts.write(replace(CLEO, name=name))
    assert rows(payouts)[0]["name"] == name


def test_a_line_break_in_a_name_makes_no_second_line(payouts: PayoutFile) -> None:
    payouts.write(replace(CLEO, name="Cleo\r\ncase-2/dan,dan,Dan\tDoe\u2028"))
    assert [row["name"] for row in rows(payouts)] == ["Cleo case-2/dan,dan,Dan Doe"]


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=30)


@given(name=TEXT, reference=TEXT, amount=st.decimals("0.01", "1e9", places=2))
def test_any_line_is_read_back_as_it_was(name: str, reference: str, amount: Any) -> None:
    line = replace(CLEO, name=name, reference=reference, amount=Money(amount, "EUR"))
    assert line_of(row_of(line)) == line


@pytest.mark.parametrize("currency", ["JPY", "KWD"])
def test_amounts_have_their_currencys_own_decimals(payouts: PayoutFile, currency: str) -> None:
    line = replace(CLEO, amount=Money(7, currency))
    assert payouts.write(line) == line


def test_a_row_cut_anywhere_is_taken_out_and_written_again(payouts: PayoutFile) -> None:
    zoe = replace(EMIL, name='Zoë "Z" Ångström, Å')
    payouts.write(CLEO)
    kept = len(payouts.path.read_bytes())
    payouts.write(zoe)
    whole = payouts.path.read_bytes()
    for cut in range(kept, len(whole)):
        payouts.path.write_bytes(whole[:cut])
        assert payouts.write(zoe) == zoe
        payouts.write(DAN)
        assert payouts.path.read_bytes() == whole + row_of(DAN) + b"\r\n"


def test_a_file_cut_in_its_first_rows_is_written_again(payouts: PayoutFile) -> None:
    payouts.write(CLEO)
    whole = payouts.path.read_bytes()
    for cut in range(len(whole)):
        payouts.path.write_bytes(whole[:cut])
        payouts.write(CLEO)
        assert payouts.path.read_bytes().rstrip() == whole.rstrip()


def test_a_cut_row_was_not_written_until_its_last_letter_was(payouts: PayoutFile) -> None:
    payouts.write(CLEO)
    whole = payouts.path.read_bytes()
    payouts.path.write_bytes(whole[:-3])
    assert payouts.written(CLEO.key) is None
    payouts.path.write_bytes(whole[:-2])
    assert payouts.written(CLEO.key) == CLEO


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [(b"500.00", b"900.00", 2), (b"Emil Roth", b"Emil", 3), (b"creator_id", b"creator", 1), (b",EUR", b"", 2)],
)
def test_a_line_changed_by_hand_stops_everything_and_is_named(
    payouts: PayoutFile, old: bytes, new: bytes, line: int
) -> None:
    payouts.write(CLEO)
    payouts.write(EMIL)
    changed = payouts.path.read_bytes().replace(old, new, 1)
    payouts.path.write_bytes(changed)
    for ask in (lambda: payouts.written("other"), lambda: payouts.write(replace(CLEO, key="other"))):
        with pytest.raises(OutsideFailed, match=f"payouts.csv, line {line}: changed") as failure:
            ask()
        assert failure.value.permanent
    assert payouts.path.read_bytes() == changed


@pytest.mark.parametrize("by", [(b"\r\n", b"\n"), (b"\r\n", b"\r\n\r\n")])
def test_an_editors_line_ends_change_no_line(payouts: PayoutFile, by: tuple[bytes, bytes]) -> None:
    payouts.write(CLEO)
    payouts.path.write_bytes(payouts.path.read_bytes().replace(*by))
    payouts.write(EMIL)
    assert payouts.lines() == (CLEO, EMIL)


def test_a_file_that_cannot_be_written_is_the_outsides_fault(payouts: PayoutFile) -> None:
    payouts.path.mkdir()
    with pytest.raises(OutsideFailed, match="cannot be read or written") as failure:
        payouts.write(CLEO)
    assert not failure.value.permanent


def test_many_hands_write_each_line_once(payouts: PayoutFile) -> None:
    lines = [replace(CLEO, key=f"case-{n}/cleo") for n in range(12)]

    def write_all() -> None:
        for line in lines:
            payouts.write(line)

    hands = [threading.Thread(target=write_all) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(line.key for line in payouts.lines()) == sorted(line.key for line in lines)


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from adapters.test_payouts import CLEO, PayoutFile
payouts = PayoutFile(Path(sys.argv[1]))
for n in range(80):
    payouts.write(replace(CLEO, key=f"case-{n}/cleo"))
    print(n, flush=True)
"""


def writer(folder: Path, before: str = "") -> subprocess.Popen[bytes]:
    """Another process that writes 80 lines, after doing what `before` says."""
    path = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
    return subprocess.Popen([sys.executable, "-c", path + before + WRITER, str(folder)], stdout=subprocess.PIPE)


def finish(folder: Path) -> list[str]:
    with writer(folder) as process:
        process.communicate(timeout=60)
    return [line.key for line in PayoutFile(folder).lines()]


def test_a_writer_killed_over_and_over_leaves_each_line_once(tmp_path: Path) -> None:
    for told in (1, 20, 60):
        with writer(tmp_path) as process:
            assert process.stdout is not None
            for _ in range(told):
                process.stdout.readline()
            time.sleep(0.001)
            process.send_signal(signal.SIGKILL)
    assert finish(tmp_path) == [f"case-{n}/cleo" for n in range(80)]


LIMITED = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
"""


@pytest.mark.parametrize("limit", [40, 1000, 1100])
def test_a_writer_killed_in_the_middle_of_a_line_leaves_each_line_once(tmp_path: Path, limit: int) -> None:
    with writer(tmp_path, LIMITED.format(limit=limit)) as process:
        process.communicate(timeout=60)
    torn = (tmp_path / "payouts.csv").read_bytes()
    assert (process.returncode, len(torn)) == (-signal.SIGXFSZ, limit)
    assert not torn.endswith(b"\n")
    assert finish(tmp_path) == [f"case-{n}/cleo" for n in range(80)]

"""One cancellation as its people live it, on the shipped agreement and the emulator; workers are real processes."""

from __future__ import annotations

import json
import os
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from importlib.resources import files
from pathlib import Path

import httpx
from django.conf import settings

from conftest import database_url
from statements import Line, camt
from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.room import MailRoom
from unpromote.domain.case import Case, State
from unpromote.domain.messages import Contact, Counterpart, Outcome
from unpromote.domain.payees import Method, Payee, Payer
from unpromote.domain.vocabulary import Reservation
from unpromote.emulator.server import RunningEmulator
from unpromote.jobs.sheets import read_sheets
from unpromote.services import (
    agreement,
    approval,
    audit,
    booking,
    intake,
    messages,
    money,
    payments,
    people,
    quote,
    settlement,
    statements,
)
from unpromote.store import cases, work

SAMPLES = Path(str(files("unpromote") / "samples"))
BRAND = "northwind"
STARTS = datetime.fromisoformat("2026-09-21T10:00:00-07:00")
SCRIPT = Path(__file__).with_name("killed_worker.py")


class Story:
    """The desk of one installation in `folder`, connected to an emulator; `run_worker` is how work gets done."""

    def __init__(self, folder: Path, emulator: RunningEmulator, *, diary: Path | None = None) -> None:
        self.folder, self.emulator = folder, emulator
        self.diary = diary or folder / "diary"
        self.deaths = 0
        self.mail = MailFolder(folder / "mail")
        people.add_client(BRAND, "Northwind Outdoor")
        self.ana = people.add_person("ana", BRAND, may_approve=False)
        self.ben = people.add_person("ben", BRAND, may_approve=True)
        self.case_id = ""
        self.move_to(STARTS)

    @property
    def case(self) -> Case:
        return cases.load(self.case_id)

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(httpx.get(f"{self.emulator.url}/__emulator__/clock").json()["now"])

    def move_to(self, at: datetime) -> None:
        """Move the emulator's clock on; a time that has gone by already is left alone."""
        httpx.post(f"{self.emulator.url}/__emulator__/clock", json={"now": at.isoformat()})

    def work(self) -> None:
        """Run worker processes until one ends by itself; each that was killed is followed by another."""
        with self._nursery() as nursery:
            while ended := self._life(nursery):
                assert ended == -9, "the worker failed by itself"
                self.deaths += 1
                self.move_to(work.next_due() or self.now)

    def _life(self, nursery: subprocess.Popen[str]) -> int:
        """Let one worker live; return how it ended."""
        assert nursery.stdin
        assert nursery.stdout
        print("go", file=nursery.stdin, flush=True)
        return int(nursery.stdout.readline())

    @contextmanager
    def _nursery(self) -> Iterator[subprocess.Popen[str]]:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "unpromote.conf.settings",
            "UNPROMOTE_DATABASE": database_url(),
            "UNPROMOTE_DATA": str(self.folder),
            "UNPROMOTE_SECRET_KEY": settings.SECRET_KEY,
            "UNPROMOTE_CLOCK_URL": f"{self.emulator.url}/__emulator__/clock",
            "UNPROMOTE_TIKTOK_URL": self.emulator.url,
            "UNPROMOTE_TIKTOK_TOKEN": "demo-token",
            "UNPROMOTE_MAIL_EVERY_SECONDS": str(6 * 3600),
        }
        command = [sys.executable, str(SCRIPT), str(self.diary)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe, text=True) as nursery:
            try:
                yield nursery
            finally:
                nursery.kill()

    def work_until(self, done: Callable[[Case], bool]) -> None:
        for _ in range(60):
            self.work()
            if done(self.case):
                return
            self.move_to(work.next_due())
        raise AssertionError(f"it did not happen: {self.case}")

    def open(self) -> None:
        sheets, _ = read_sheets(SAMPLES / "promotions.csv", SAMPLES / "creators.csv")
        booked = booking.Booking("arena-autumn", Reservation.SPONSORSHIP, "America/Los_Angeles")
        support = Contact("support", Counterpart.SUPPORT, "Arena desk", "desk@arena.example")
        opened = intake.open_case(
            self.ana,
            intake.Intake(
                client=BRAND,
                title="Arena autumn",
                reason="negative_feedback",
                wording="The comments turned.",
                promotion=booking.promotion_of(sheets, booked, now=self.now),
                targets=booking.targets_of(sheets.promotions),
                contacts=(support, *booking.contacts_of(sheets.creators)),
                evidence=[SAMPLES / "evidence.txt"],
            ),
            now=self.now,
        )
        self.case_id = opened.id

    def read(self) -> None:
        for name in ("agreement.pdf", "order.txt"):
            agreement.receive_agreement(self.ana, self.case_id, SAMPLES / name, now=self.now)
        self.work_until(lambda case: case.state is State.REVIEW)

    def quote(self) -> None:
        terms = json.loads((SAMPLES / "confirmed_terms.json").read_text())["terms"]
        agreement.confirm_terms(self.ana, self.case_id, terms, now=self.now)
        quote.take_quote(self.ana, self.case_id, method="email", now=self.now, sent_at=STARTS)

    def approve(self) -> None:
        approval.sign_quote(self.ben, self.case_id, self.case.quote.hash, now=self.now)

    def stop(self) -> None:
        self.work_until(lambda case: case.state is State.SETTLING)

    def talk(self) -> None:
        """Cleo and Emil answer at once; the counterparty only after a reminder."""
        for who in ("cleo", "emil"):
            self.answer(who)
        self.work_until(lambda case: all(talk.reminders or talk.contact.id != "support" for talk in case.conversations))
        self.answer("support")
        self.work_until(lambda case: all(talk.state.value == "answered" for talk in case.conversations))
        for who in ("support", "cleo", "emil"):
            messages.judge_answer(self.ana, self.case_id, who, Outcome.CONFIRMED, now=self.now)

    def answer(self, who: str) -> None:
        """Write back as a person does, through a mail server, to the letter that really went."""
        (talk,) = [talk for talk in self.case.conversations if talk.id == who]
        theirs = BytesParser(policy=default).parsebytes((self.folder / talk.messages[-1].path).read_bytes())
        reply = EmailMessage()
        reply["From"], reply["To"], reply["Subject"] = (
            talk.contact.address,
            theirs["Reply-To"],
            f"Re: {theirs['Subject']}",
        )
        reply["Message-ID"], reply["In-Reply-To"] = f"<{who}-{len(talk.messages)}@example>", theirs["Message-ID"]
        reply.set_content("We agree and confirm.")
        with MailRoom(self.mail, domain="desk.invalid") as room, smtplib.SMTP(*room.url[7:].split(":")) as smtp:
            smtp.send_message(reply)

    def settle(self) -> None:
        for who in ("cleo", "emil"):
            settlement.record_answer(self.ana, self.case_id, who, accepted=True, now=self.now)
            settlement.release(self.ben, self.case_id, who, now=self.now)
        self.work_until(lambda case: all(s.state.value == "settled" for s in case.settlements))
        money.explain_balance(self.ana, self.case_id, "media", "USD", "their final invoice follows", now=self.now)
        self.pay()

    def pay(self) -> None:
        """Ana gathers what Cleo gets, Ben releases it, and the bank shows it, in a statement handed in twice."""
        payments.set_payer(self.ben, BRAND, Payer("Northwind Outdoor", "DE02120300000000202051"))
        cleo = Payee("Cleo Marsh", Method.BANK_CSV, "DE89370400440532013000")
        money.note_payee(self.ana, self.case_id, "cleo", cleo, now=self.now)
        wish = payments.RunWish(BRAND, Method.BANK_CSV, "USD", self.now.date())
        run = payments.prepare_run(self.ana, wish, now=self.now)
        payments.release_run(self.ben, run.id, now=self.now)
        self.work()
        (one,) = run.payments
        paid = Line(f"-{one.amount.amount:.2f}", one.end_to_end, on=f"{self.now:%Y-%m-%d}")
        for name, content in (("day.xml", camt(paid)), ("month.xml", camt(Line("0.50", text="interest"), paid))):
            (self.folder / name).write_bytes(content)
            statements.receive_statement(self.ana, BRAND, self.folder / name, now=self.now)
            self.work()

    def close(self) -> None:
        audit.close_case(self.ana, self.case_id, now=self.now)
        self.work_until(lambda case: bool(case.packs))

    def run(self) -> None:
        for act in (self.open, self.read, self.quote, self.approve, self.stop, self.talk, self.settle, self.close):
            act()

    def letters(self) -> list[Path]:
        return list(self.mail.messages(Box.OUTGOING))

"""`unpromote demo`: one cancellation from end to end, on a real agreement and an emulated platform, verb by verb.

Every step is the real command, typed as a person would type it. What the other side does (an answer, silence, the
passing of time) is played by the stage.
"""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.rule import Rule

from unpromote.cli.desk import console
from unpromote.cli.stage import Stage, set_up
from unpromote.domain.errors import OutsideFailed

SHOWN = 40
ACCOUNT = "7200000000000000011"
SUPPORT, CLEO, EMIL = "desk@arena.example", "cleo@creators.example", "emil@creators.example"


@dataclass
class Walk:
    """The walk through one case: prints each verb with its answer, and stops where one is refused."""

    stage: Stage
    out: Console
    case: str = ""

    def say(self, text: str) -> None:
        """Print what the stage does."""
        self.out.print(f"[dim]{escape(text)}[/dim]")

    def do(self, *words: str, expect: int = 0, shown: int = SHOWN) -> str:
        """Run one verb, print it as typed and its answer, and return the answer.

        Raises:
            OutsideFailed: the verb ended otherwise than it should.
        """
        self.out.print(f"\n[bold]$ unpromote {escape(shlex.join(words))}[/bold]")
        ran = self.stage.run(*words)
        lines = (ran.stdout + ran.stderr).rstrip().splitlines()
        for line in lines[:shown]:
            self.out.print(f"  {escape(line)}", soft_wrap=True)
        if len(lines) > shown:
            self.say(f"  ... and {len(lines) - shown} more lines")
        if ran.returncode != expect:
            raise OutsideFailed(f"that ended with {ran.returncode} instead of {expect}: {ran.stderr[-2000:]}")
        return ran.stdout

    def look(self, *words: str) -> Any:
        """Run one verb for its JSON, without printing."""
        return json.loads(self.stage.run(*words, "--json").stdout)

    def wait(self, why: str, **by: float) -> None:
        """Let time pass on the stage, and have done what fell due."""
        at = self.stage.pass_time(timedelta(**by))
        self.out.print()
        self.say(f"~ {why}; it is now {at:%A %d %B, %H:%M} UTC")
        self.do("work", "--until-quiet")


def demo(
    folder: Annotated[Path, typer.Option(help="Where papers, mail and the evidence pack go.")] = Path("demo-output"),
) -> None:
    """Walk one cancellation from end to end on a shipped real agreement and an emulated platform."""
    out, began = console(), time.monotonic()
    with set_up(folder.resolve()) as stage:
        walk = Walk(stage, out)
        for number, act in enumerate(ACTS, start=1):
            with _headed(out, number, act):
                act(walk)
    out.print(f"\nDone in {time.monotonic() - began:.0f} s. Everything lies in {folder}/, the pack in data/evidence/.")


@contextmanager
def _headed(out: Console, number: int, act: Callable[[Walk], None]) -> Iterator[None]:
    out.print()
    out.print(Rule(f"{number} of {len(ACTS)}  {escape((act.__doc__ or '').strip())}", align="left"))
    yield


def _spend(stage: Stage) -> Decimal:
    (account,) = [found for found in stage.accounts() if found["advertiser_id"] == ACCOUNT]
    return sum((Decimal(campaign["spend"]) for campaign in account["campaigns"]), Decimal(0))


def _look_around(walk: Walk) -> None:
    """The platform: accounts with running campaigns, emulated on loopback, money flowing by its own clock."""
    for account in walk.stage.accounts():
        walk.out.print(
            f"  {account['advertiser_id']}  {account['name']:24} {account['currency']}  {account['timezone']:20}"
            f" {len(account['campaigns']):3} campaigns"
        )
    before = _spend(walk.stage)
    at = walk.stage.pass_time(timedelta(minutes=5))
    walk.say(f"  Arena Social had spent {before} USD; five minutes later, at {at:%H:%M} UTC, {_spend(walk.stage)} USD.")


def _meet(walk: Walk) -> None:
    """The people: Ana works on cases, Ben and Bea may approve, two of them above 5,000 USD."""
    walk.do("people", "client", "northwind", "Northwind Outdoor", "--second-above", "5000.00 USD")
    walk.do("people", "add", "ana", "--client", "northwind")
    for name in ("ben", "bea"):
        walk.do("people", "add", name, "--client", "northwind", "--may-approve")


def _open(walk: Walk) -> None:
    """The case: which promotion, whose, and why it has to stop."""
    words = ["--title", "Arena autumn", "--promotions", "promotions.csv", "--creators", "creators.csv"]
    words += ["--reservation", "sponsorship", "--time-zone", "America/Los_Angeles", "--reason", "negative_feedback"]
    words += ["--wording", "The comments have turned against the sponsored videos.", "--evidence", "evidence.txt"]
    walk.do("case", "open", *words, "--counterparty", f"Arena sponsorship desk <{SUPPORT}>")
    walk.case = walk.look("case", "list")[0]["reference"]


def _read(walk: Walk) -> None:
    """The agreement: a real one is read, a person confirms what counts."""
    walk.do("case", "read", walk.case, "order.txt", "agreement.pdf", shown=100)
    walk.do("case", "confirm", walk.case, "--terms", "confirmed_terms.json")


def _quote(walk: Walk) -> None:
    """The quote: may we, on what ground, from when, at what price."""
    walk.do("case", "quote", walk.case)
    curve = walk.look("case", "show", walk.case)["quote"]["curve"]
    for point in (curve[0], curve[14], curve[28], curve[42]):
        on, cost, saving = point["date"], point["cost"], point["saving"]
        walk.say(f"  leaving on {on} would cost {cost} USD in all, {saving} USD less than staying")


def _approve(walk: Walk) -> None:
    """The approval: bound to this quote's hash; above the limit it takes two people."""
    digest = walk.look("case", "show", walk.case)["quote"]["hash"][:12]
    walk.do("case", "approve", walk.case, "--hash", digest, "--by", "ana", expect=1)
    walk.do("case", "approve", walk.case, "--hash", digest, "--by", "ben")
    walk.do("case", "approve", walk.case, "--hash", digest, "--by", "bea")


def _stop(walk: Walk) -> None:
    """The stop: switched off in batches of 20, read back, and the spend watched until it stands still."""
    walk.do("work", "--until-quiet")
    walk.do("case", "stop", walk.case)
    walk.wait("two hours pass: the first look at the spend that counts", hours=2, minutes=1)
    walk.wait("an hour later: the second look", hours=1, minutes=1)
    walk.wait("the next day: TikTok's daily correction is in the reports", hours=21)
    walk.do("case", "stop", walk.case)


def _talk(walk: Walk) -> None:
    """The letters: the other side and both creators were told; two answer, one stays silent and is reminded."""
    walk.do("case", "message", walk.case, shown=60)
    letter = walk.stage.letters_to(CLEO)[0]
    walk.say(f"  what Cleo got: {letter['Subject']}")
    for line in letter.get_content().splitlines()[:16]:
        walk.say(f"  | {line}")
    walk.stage.answer(CLEO, "That is fine with me, thank you for telling me so early.")
    walk.stage.answer(EMIL, "Einverstanden, ich zahle den Betrag zurück.")
    walk.wait("both creators answer by mail; the arena does not", minutes=2)
    walk.do("case", "answer", walk.case, "cleo", "confirmed")
    walk.do("case", "answer", walk.case, "emil", "confirmed")
    walk.wait("three days of silence: the arena is reminded", days=2, hours=2)
    walk.stage.answer(SUPPORT, "We confirm the termination under Section 14.2; the final invoice follows.")
    walk.wait("the arena answers", minutes=2)
    walk.do("case", "answer", walk.case, "support", "confirmed")


def _settle(walk: Walk) -> None:
    """The settlement: one creator is paid the rest, one gives back what was paid too much."""
    for creator, words in (("cleo", "Fine with me."), ("emil", "Einverstanden.")):
        walk.do("case", "settle", walk.case, creator, "--accepted", "--note", words)
        walk.do("case", "release", walk.case, creator, "--by", "ben")
    walk.do("work", "--until-quiet")
    walk.do("case", "settle", walk.case)
    walk.do("case", "money", walk.case)
    walk.do("case", "explain", walk.case, "media", "--why", "the arena's final invoice follows and is paid on its own")


def _close(walk: Walk) -> None:
    """The end: nothing is open, and a pack proves it; one changed byte is found."""
    walk.do("case", "close", walk.case)
    walk.do("work", "--until-quiet")
    walk.do("case", "export", walk.case)
    shown = f"data/{walk.look('case', 'show', walk.case)['packs'][-1]['path']}"
    pack = walk.stage.folder / shown
    walk.do("verify", shown)
    letter = next(iter(sorted((pack / "messages").glob("*.eml"))))
    whole = letter.read_bytes()
    letter.write_bytes(whole.replace(b"a", b"b", 1))
    walk.say(f"\n~ somebody changes one letter in {letter.name}")
    walk.do("verify", shown, expect=1)
    letter.write_bytes(whole)


ACTS = (_look_around, _meet, _open, _read, _quote, _approve, _stop, _talk, _settle, _close)

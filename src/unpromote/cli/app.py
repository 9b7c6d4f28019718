"""Every verb of the command line, under one name."""

from __future__ import annotations

from types import MappingProxyType

import typer

from unpromote.cli.verbs import Listed, Verbs

VERBS: Listed = MappingProxyType(
    {
        "demo": (
            "demo.demo",
            "Walk one cancellation from end to end on a shipped real agreement and an emulated platform.",
        ),
        "quote": (
            "quote.quote",
            "Quote cancellations: may we, from when, at what price, each line with its clause and formula.",
        ),
        "read": (
            "read.read",
            "Read agreements: the clauses about leaving with page, score and words, and the terms they propose.",
        ),
        "verify": (
            "verify.verify",
            "Check every hash, the signature and the chain of an evidence pack. Exit 1 names the first break.",
        ),
        "bench": ("bench.bench", "Measure, and print each figure with its limit."),
        "serve": ("serve.serve", "Run the pages, the API and the worker in one process on this machine, until Ctrl-C."),
        "work": (
            "serve.work",
            "Do what is due, and go on as it falls due, without pages; several of these may run at once.",
        ),
        "emulator": (
            "emulator.emulator",
            "Run a look-alike of TikTok's Business API on this machine, with its own clock and faults on order.",
        ),
        "channels": (
            "channels.channels",
            "List the ways to reach TikTok; where none is known, it says so. Your own file channels.toml comes first.",
        ),
        "halt": (
            "halt.halt",
            "Stop at once everything that is on in advertising accounts. An approver has to ratify it within a day.",
        ),
        "inventory": (
            "inventory.inventory",
            "List everything that could have to be stopped, what spends fastest first; nothing is changed.",
        ),
        "case": ("case.app", "One cancellation: open it, quote it, approve it, follow it, close it."),
        "people": ("people.app", "Clients and people: who works for whom, and who may approve."),
        "pay": ("pay.app", "Payment runs: prepare, release by somebody else, import what the bank did."),
        "notices": ("notices.app", "How you and your client's channels are told; calendars to subscribe to."),
        "preset": ("preset.app", "Usual terms, for where an agreement is silent; always shown as such."),
        "tray": ("tray.app", "Mail that fits no case: look at it, put it where it belongs."),
        "adcp": ("adcp.app", "AdCP cancellation policies: written from terms, and read into terms."),
        "promotions": ("promotions.app", "Promotions from a file, where no account is connected."),
        "template": ("template.app", "The texts of letters; a client may have its own, in versions."),
    }
)


class House(Verbs):
    """The verbs of the whole house."""

    listed = VERBS


app = typer.Typer(
    name="unpromote",
    cls=House,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Cancel a TikTok promotion as one calm, provable case.",
)


@app.callback()
def main() -> None:
    """Cancel a TikTok promotion as one calm, provable case."""

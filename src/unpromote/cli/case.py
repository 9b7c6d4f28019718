"""`unpromote case`: the verbs of a case, step by step, as a person walks through one."""

from __future__ import annotations

from types import MappingProxyType

import typer

from unpromote.cli.verbs import Listed, Verbs

VERBS: Listed = MappingProxyType(
    {
        "open": ("case_open.open_", "Open a case."),
        "list": ("case_list.list_", "List your clients' cases, the newest first, closed ones last."),
        "show": ("case_show.show", "Show where a case stands, with everything that belongs to it."),
        "agreement": ("case_agreement.hand_in", "Hand in documents of the agreement; whoever works reads them."),
        "read": ("case_agreement.read", "Hand in documents of the agreement and read them now."),
        "terms": (
            "case_agreement.terms",
            "Print the proposed terms as JSON, to be completed and corrected in a file; or what was confirmed.",
        ),
        "confirm": (
            "case_agreement.confirm",
            "Confirm the agreement as it was decided, or from a file: terms, or layers, and what is unclear.",
        ),
        "reading": ("case_agreement.reading", "Settle how an unclear term is read; the quote is then taken anew."),
        "evidence": ("case_evidence.evidence", "Add a file as evidence for a fact, or list the evidence."),
        "fact": (
            "case_evidence.fact",
            "State a fact, keeping what is stated already; a quote taken before is void. Or list, withdraw or confirm.",
        ),
        "quote": (
            "case_quote.quote",
            (
                "Compute what leaving costs, beside every other way on, and keep it for approval; an earlier quote "
                "is void."
            ),
        ),
        "approve": (
            "case_quote.approve",
            "Sign the quote; with the last signature that it needs, delivery is stopped.",
        ),
        "stop": (
            "case_delivery.stop",
            (
                "Show the stop plan: what is switched off by whom, and what is proven. Approving the quote is what "
                "starts it."
            ),
        ),
        "stopped": ("case_delivery.stopped", "Say that a person stopped targets by hand, with what proves it."),
        "schedule": (
            "case_stop.schedule",
            "Choose when delivery stops once the quote is approved; `approval`: as soon as it is.",
        ),
        "halt": (
            "case_stop.halt",
            "Stop delivery at once, before any approval: an emergency. An approver has to ratify it within a day.",
        ),
        "ratify": ("case_stop.ratify", "Stand by an emergency stop that somebody else ordered."),
        "stop-again": ("case_stop.stop_again", "Switch targets off again that are on, or that nobody knows of."),
        "undo": (
            "case_stop.undo",
            "Switch targets on again that this case switched off. Spent money does not come back.",
        ),
        "message": (
            "case_talk.message",
            (
                "Show what was said with each counterpart, or the letter that goes next. Approving sends them, no "
                "verb does."
            ),
        ),
        "answer": (
            "case_talk.answer",
            "Say what an answer amounts to; only a confirmation or an explained decision closes the conversation.",
        ),
        "reply": (
            "case_follow.reply",
            "Write back in your own words, by mail; an objection that was drafted, for example.",
        ),
        "snooze": (
            "case_follow.snooze",
            "Leave somebody in peace until a day (of the agreement's zone) or an instant; the clock then goes on.",
        ),
        "log": (
            "case_follow.log",
            "Say that you filed a ticket, called, chatted or posted a letter; it counts as sent.",
        ),
        "contact": (
            "case_follow.contact",
            "State where a counterpart works and how else they are reached; what is left out stays as it is.",
        ),
        "settle": ("case_money.settle", "Show what each creator is owed, or record what one of them answered."),
        "release": (
            "case_money.release",
            (
                'Release a settlement, with "media" what the seller is owed, or what came back; needs the right to '
                "approve."
            ),
        ),
        "claim": (
            "case_claim.claim",
            "Compare a claim with the quote line by line, and draft the objection to what is not owed.",
        ),
        "deals": (
            "case_creators.deals",
            "Show what was agreed with each creator and when silence approves it; or enter deals, which voids a quote.",
        ),
        "involve": (
            "case_creators.involve",
            (
                "Keep a creator on: reschedule, reduce, reassign, or keep an advance as credit; needs the right to "
                "approve."
            ),
        ),
        "page": (
            "case_creators.page",
            "Print a link to the creator's own page; whoever has it speaks for the creator.",
        ),
        "proposal": (
            "case_creators.proposal",
            "Show what creators propose, or answer one of it; a yes makes the change and needs the right to approve.",
        ),
        "duty": (
            "case_creators.duty",
            "Show what is left to do after the end; or show that one thing was done, look at it, let it go.",
        ),
        "money": (
            "case_money.show_money",
            "Show the ledger: what everybody is owed, has been paid and by when, and what is still open.",
        ),
        "payee": ("case_money.payee", "Note where a party is paid; only the last signs of the account are ever shown."),
        "bill": (
            "case_money.bill",
            "Note an invoice of a party, a credit note on one, or a correction with its new amount.",
        ),
        "explain": ("case_money.explain", "Say why a balance may stay open, without which a case is not closed."),
        "balances": (
            "case_balances.balances",
            "Show what the case's accounts hold, what was moved up and which refunds are awaited.",
        ),
        "move-up": (
            "case_balances.move_up",
            "Propose to move unspent money up to the Business Center; somebody else has to approve it.",
        ),
        "decide-move": (
            "case_balances.decide_move",
            "Approve a transfer, drop it, or say what the platform's records show where nobody knows.",
        ),
        "refund": (
            "case_balances.refund",
            (
                "Plan by which way a person asks for an account's money, say that it was asked for, or draft a "
                "ticket about it."
            ),
        ),
        "close-account": (
            "case_balances.close_account",
            "Close an account of a Business Center for good; its money moves up. Needs the right to approve.",
        ),
        "alarm": ("case_end.alarm", "Say what was done about an alarm."),
        "close": ("case_end.close", "Close a case in which nothing is open any more; its evidence pack follows."),
        "drop": ("case_end.drop", "Close a case that will not be carried out: the promotion goes on."),
        "export": ("case_end.export", "Write the evidence pack of the case as it stands now, and say where it lies."),
        "timeline": ("case_end.timeline", "Show what happened, in order, with who, when and the hash that chains it."),
        "as-answer": (
            "case_decide.as_answer",
            "Say that a message which looks automatic, as a ticket system's, is their answer; it can then be judged.",
        ),
        "resend": (
            "case_decide.resend",
            "Send a letter again that was refused, or of which nobody knows whether it went: look first, then decide.",
        ),
        "confirm-final": (
            "case_stop.confirm_final",
            "Let targets be stopped for good: their stop cannot be undone. Needs the right to approve.",
        ),
        "guard": (
            "case_records.guard",
            (
                "Have rules on TikTok switch campaigns of the case off again, whoever switches them on, until it is "
                "closed."
            ),
        ),
        "ticket": (
            "case_records.ticket",
            (
                "Write the ticket about spend that grew after the stop: every read with TikTok's ids, and what is "
                "asked for."
            ),
        ),
        "gather": (
            "case_gather.gather",
            "Read spend, comments, outages or decisions from TikTok, and keep what they show as files of the case.",
        ),
        "take": (
            "case_gather.take",
            "Say what of a reading is evidence: its comments, the fact that it shows. With nothing said, show it.",
        ),
        "queue": (
            "case_review.queue",
            "List what is to be looked at before the terms count, what decides most money first.",
        ),
        "decide": (
            "case_review.decide",
            "Accept, correct or reject a point, or leave it open; then the next one is shown.",
        ),
        "examples": (
            "case_review.examples",
            "Print what people made of a case's readings as labelled words, a JSON line for each document.",
        ),
    }
)


class OfACase(Verbs):
    """The verbs of a case."""

    listed = VERBS


app = typer.Typer(
    cls=OfACase, no_args_is_help=True, help="One cancellation: open it, quote it, approve it, follow it, close it."
)

"""Threads that programs broke, mail of strangers, lists, forwards, and mail that only looks like something else."""

# ruff: noqa: E501, RUF001 - messages as programs write them: a line is a line, in any alphabet
from __future__ import annotations

from collections.abc import Iterator

from mailcorpus.machines import _ours, _status
from mailcorpus.people import QUOTED, TONGUES, TURN, attributed, quoted
from mailcorpus.world import (
    DESK,
    TITLES,
    Pairs,
    Sample,
    letter_id,
    many,
    message,
    mime_word,
    names,
    plus,
    subject,
    text_part,
    thread,
    token,
    trail,
)

ANSWER = TONGUES["en"].answer
OTHER = "<20260901.other@elsewhere.example>"


def _mangled(who: str) -> dict[str, tuple[Pairs, str, str]]:
    """Pairs, subject and address for each way in which a thread is broken, and a trace of it is left."""
    own, full = letter_id(who), f"Re: {subject(who)}"
    bare = token(who)
    return {
        "token-only": ([], full, DESK),
        "token-small": ([], f"re: [{bare.lower()}] {TITLES[who]}", DESK),
        "token-mixed": ([], f"Re: [{bare[:6].lower()}{bare[6:]}] ok", DESK),
        "token-deep": ([], f"WG: AW: Re: [EXTERNAL] [{bare}] ok", DESK),
        "token-alone": ([], bare, DESK),
        "token-dash": ([], f"Re: [{bare.replace('-', chr(0x2011))}] ok", DESK),
        "token-encoded": ([], f"回复：[{bare}] 确认", DESK),
        "token-in-brackets": ([], f"Re: 【{bare}】確認", DESK),
        "plus-only": ([], "Hello", plus(who)),
        "plus-foreign-thread": ([("In-Reply-To", OTHER), ("References", OTHER)], "Our answer", plus(who)),
        "id-only": ([("In-Reply-To", own)], "Our answer", DESK),
        "references-only": ([("References", f"{OTHER} {own}")], "Our answer", DESK),
        "references-cut": (
            [("In-Reply-To", OTHER), ("References", f"{letter_id(who, 1)}\n {OTHER}")],
            "Our answer",
            DESK,
        ),
        "references-commas": ([("References", f"{own},{OTHER}")], "Our answer", DESK),
        "id-with-words": ([("In-Reply-To", f'Your message of "Mon, 21 Sep 2026" {own}')], "Our answer", DESK),
        "id-without-brackets": ([("In-Reply-To", own.strip("<>"))], "Our answer", DESK),
        "id-shouted": ([("In-Reply-To", own.upper())], "Our answer", DESK),
        "id-folded": ([("References", f"{OTHER}\n\t{own[:20]}\n {own[20:]}")], "Our answer", DESK),
        "id-encoded": (
            [("In-Reply-To", f"=?utf-8?Q?{own.replace('@', '=40').replace('<', '=3C').replace('>', '=3E')}?=")],
            "Our answer",
            DESK,
        ),
        "rewritten": (
            [("In-Reply-To", "<0102018f@email.relay.example>"), ("References", "<0102018f@email.relay.example>")],
            full,
            DESK,
        ),
        "two-tokens-threaded": (thread(who), f"Re: {subject(who)} and [UP-ZZZZ7777]", DESK),
        "two-tokens-addressed": ([], f"Re: {subject('support')} / {subject('emil')}", plus(who))
        if who in ("support", "emil")
        else ([], f"Re: [UP-ZZZZ7777] {subject(who)}", plus(who)),
    }


def mangled() -> Iterator[Sample]:
    for turn in (0, 2):
        for nth, way in enumerate(_mangled("support")):
            who = TURN[(nth + turn) % len(TURN)] if "two" not in way else TURN[turn]
            pairs, title, to = _mangled(who)[way]
            raw = message(
                [
                    *trail(who, "Postfix", to=to),
                    *names(who, to=to, title=title),
                    ("Message-ID", f"<{way}.{turn}@creators.example>"),
                    *pairs,
                ],
                text_part(f"{ANSWER}\n\n{attributed(TONGUES['en'])}\n{quoted()}"),
            )
            yield Sample(f"mangled-{way}-{turn}", raw, who, words=ANSWER)


def _foreign(name: str, pairs: Pairs, text: str = "Hello, are you free next week?", **labels: bool) -> Sample:
    head = [
        *trail("", "Postfix", to=DESK),
        ("From", "Robin Vale <robin@elsewhere.example>"),
        ("To", DESK),
        ("Message-ID", f"<{name}@elsewhere.example>"),
    ]
    return Sample(f"foreign-{name}", message([*head, *pairs], text_part(text)), words=text, **labels)


def foreign() -> Iterator[Sample]:
    yield _foreign("question", [("Subject", "Working together?")])
    yield _foreign("reply-to-nobody", [("Subject", "Re: Arena autumn"), ("In-Reply-To", OTHER)])
    yield _foreign("near-token", [("Subject", "Re: UP-12 and UP-ABCDEFG")])
    yield _foreign("long-token", [("Subject", "Re: UP-ABCDEFGHIJ shipped")])
    yield _foreign("unknown-token", [("Subject", "Re: [UP-QQQQ2222] Cancellation")])
    yield _foreign("two-conversations", [("Subject", f"{token('support')} and {token('later')}: which is right?")])
    yield _foreign("pickup", [("Subject", "Your pick-up-abcdefgh is ready")])
    yield _foreign(
        "newsletter",
        [("Subject", "Our autumn news"), ("List-Unsubscribe", "<https://news.example/u>"), ("Precedence", "bulk")],
        automatic=True,
    )
    yield _foreign(
        "newsletter-modern",
        [
            ("Subject", "Ten ideas"),
            ("List-Unsubscribe", "<https://news.example/u>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("Feedback-ID", "1:2:3"),
        ],
        automatic=True,
    )
    yield _foreign(
        "away",
        [("Subject", "Automatic reply: Your offer"), ("Auto-Submitted", "auto-replied"), ("In-Reply-To", OTHER)],
        automatic=True,
    )
    yield _foreign("monitor", [("Subject", "Disk is full"), ("Auto-Submitted", "auto-generated")], automatic=True)
    yield _foreign("cron", [("Subject", "Cron <root@host> backup"), ("X-Cron-Env", "<SHELL=/bin/sh>")], automatic=True)
    yield _foreign("invoice", [("Subject", "Rechnung 4711"), ("X-Mailer", "Microsoft Outlook 16.0")])
    yield _foreign("japanese", [("Subject", mime_word("ご相談"))], "お世話になっております。")
    part = many(
        "report",
        "x",
        [text_part("failed"), _status("failed", "5.1.1", "someone@elsewhere.example")],
        report_type="delivery-status",
    )
    head = [
        *trail("", "Postfix", to=DESK, path="<>"),
        ("From", "MAILER-DAEMON@elsewhere.example"),
        ("Subject", "Undelivered Mail Returned to Sender"),
    ]
    yield Sample("foreign-bounce", message(head, part), automatic=True, bounce=True)


def lists_and_forwards() -> Iterator[Sample]:
    listed: dict[str, Pairs] = {
        "mailman": [
            ("Precedence", "list"),
            ("List-Id", "<team.creators.example>"),
            ("List-Post", "<mailto:team@creators.example>"),
            ("List-Unsubscribe", "<https://lists.example>"),
            ("Sender", "team-bounces@creators.example"),
        ],
        "mailman-old": [
            ("Precedence", "bulk"),
            ("List-Id", "<team.creators.example>"),
            ("X-BeenThere", "team@creators.example"),
        ],
        "groups": [
            ("Precedence", "list"),
            ("Mailing-list", "list team@creators.example"),
            ("X-Google-Group-Id", "77"),
            ("List-ID", "<team.creators.example>"),
        ],
        "sympa": [("Precedence", "list"), ("X-Loop", "team@creators.example"), ("List-Id", "<team>")],
        "suppressing": [("X-Auto-Response-Suppress", "DR, OOF, AutoReply")],
        "no-said": [("Auto-Submitted", "no")],
    }
    for turn, (way, pairs) in enumerate(listed.items()):
        who = TURN[turn % len(TURN)]
        raw = message(
            [*trail(who, "Postfix"), *names(who), *pairs, ("Message-ID", f"<{way}@creators.example>"), *thread(who)],
            text_part(f"{ANSWER}\n\n{attributed(TONGUES['en'])}\n{quoted()}"),
        )
        yield Sample(f"list-{way}", raw, who, words=ANSWER)
    forwards = {
        "gmail": (
            "Fwd",
            f"---------- Forwarded message ---------\nFrom: Cancellation desk <{DESK}>\nDate: Mon, Sep 21, 2026\nSubject: x\nTo: <cleo@creators.example>\n\n{QUOTED}",
        ),
        "outlook": (
            "WG",
            f"________________________________\nVon: Cancellation desk\nGesendet: Montag\nAn: Cleo\nBetreff: x\n\n{QUOTED}",
        ),
        "apple": ("Tr", f"Début du message transféré :\n\n> De: Cancellation desk <{DESK}>\n> Objet: x\n\n{quoted()}"),
        "thunderbird": (
            "Fwd",
            f"-------- Weitergeleitete Nachricht --------\nBetreff: \tx\nDatum: \tMon\nVon: \tdesk\nAn: \tcleo\n\n{QUOTED}",
        ),
    }
    for turn, (program, (prefix, rest)) in enumerate(forwards.items()):
        who, own = TURN[turn % len(TURN)], "Our finance team answers this one."
        raw = message(
            [
                *trail(who, "Postfix", to=DESK),
                *names(who, to=DESK, title=f"{prefix}: {subject(who)}"),
                ("Message-ID", f"<fwd.{program}@creators.example>"),
                ("References", letter_id(who)),
            ],
            text_part(f"{own}\n\n{rest}"),
        )
        yield Sample(f"forward-{program}", raw, who, words=own)


def traps() -> Iterator[Sample]:
    """Mail of people that a hasty rule takes for a program's, and inline answers."""
    said = {
        "office": (
            f"Re: {subject('cleo')}",
            "I was out of office, sorry for this late answer.\nDelivery has failed? No: all is fine.",
        ),
        "re-automatic": (f"Re: Automatic reply: {subject('cleo')}", "Thank you for the note. We agree."),
        "re-undeliverable": (
            f"RE: Undeliverable: {subject('cleo')}",
            "Your letter came back, but I have it now. We agree.",
        ),
        "holiday": (f"Re: {subject('cleo')} vacation", "On Monday I wrote to you: please confirm.\nWe agree."),
        "colon": (f"Re: {subject('cleo')}", "From: here on, we agree.\nSubject to your yes."),
        "signature": (f"Re: {subject('cleo')}", "We agree.\n\n--\nCleo Marsh\ncleo.example"),
        "one-word": (f"Re: {subject('cleo')}", "Yes."),
        "list-in-it": (f"Re: {subject('cleo')}", "We want:\n- the date\n- the sum\n\nThen we agree."),
    }
    for way, (title, text) in said.items():
        raw = message(
            [
                *trail("cleo", "Postfix"),
                *names("cleo", title=title),
                ("Message-ID", f"<trap.{way}@creators.example>"),
                *thread("cleo"),
            ],
            text_part(text),
        )
        yield Sample(f"trap-{way}", raw, "cleo", words=text)
    inline = f"{attributed(TONGUES['en'])}\n> Do you agree?\nYes, to all.\n> And the date?\nThe date is fine.\n"
    raw = message(
        [*trail("cleo", "Postfix"), *names("cleo"), ("Message-ID", "<inline@creators.example>"), *thread("cleo")],
        text_part(inline),
    )
    yield Sample("trap-inline", raw, "cleo", words="Yes, to all.\nThe date is fine.")
    carried = many("mixed", "z", [text_part("Look what came back to me."), _ours("cleo")])
    yield Sample(
        "trap-carried",
        message(
            [*trail("cleo", "Postfix"), *names("cleo"), ("Message-ID", "<carried@creators.example>"), *thread("cleo")],
            carried,
        ),
        "cleo",
        words="Look what came back to me.",
    )
    report = many(
        "report",
        "r",
        [text_part("failed"), _status("failed", "5.1.1", "a@b.example"), _ours("emil")],
        report_type="delivery-status",
    )
    passed = many(
        "mixed",
        "y",
        [
            text_part("Is this yours?"),
            (
                [("Content-Type", "message/rfc822")],
                message([("From", "MAILER-DAEMON@b.example"), ("Subject", "Undelivered")], report),
            ),
        ],
    )
    yield Sample(
        "trap-report-passed-on",
        message(
            [*trail("cleo", "Postfix"), *names("cleo"), ("Message-ID", "<passed@creators.example>"), *thread("cleo")],
            passed,
        ),
        "cleo",
        words="Is this yours?",
    )


def oddities() -> Iterator[Sample]:
    for some in (mangled, foreign, lists_and_forwards, traps):
        yield from some()

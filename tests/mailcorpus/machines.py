"""What programs send: out of office, delivery reports, receipts, calendars, challenges, complaints, ticket systems."""

# ruff: noqa: E501 - messages as programs write them: a line is a line, in any alphabet
from __future__ import annotations

from collections.abc import Iterator

from mailcorpus.people import TONGUES, TURN
from mailcorpus.world import (
    DESK,
    WRITERS,
    Pairs,
    Sample,
    letter_id,
    many,
    message,
    names,
    plus,
    subject,
    text_part,
    thread,
    token,
    trail,
)

AWAY = {
    "en": ("Automatic reply", "Out of Office", "I am away until 5 October and will answer then."),
    "de": ("Automatische Antwort", "Abwesenheitsnotiz", "Ich bin bis 5. Oktober nicht im Büro."),
    "fr": ("Réponse automatique", "Absence du bureau", "Je suis absente jusqu'au 5 octobre."),
    "es": ("Respuesta automática", "Fuera de la oficina", "Estoy fuera hasta el 5 de octubre."),
    "pt": ("Resposta automática", "Ausência temporária", "Estou ausente até 5 de outubro."),
    "ja": ("自動応答", "不在通知", "10月5日まで不在にしております。"),
    "zh": ("自动答复", "外出通知", "我10月5日之前不在办公室。"),
    "nl": ("Automatisch antwoord", "Afwezigheidsmelding", "Ik ben afwezig tot 5 oktober."),
    "it": ("Risposta automatica", "Fuori ufficio", "Sono assente fino al 5 ottobre."),
    "pl": ("Odpowiedź automatyczna", "Nieobecność w biurze", "Jestem nieobecna do 5 października."),
    "sv": ("Automatiskt svar", "Frånvarande", "Jag är borta till den 5 oktober."),
    "fi": ("Automaattinen vastaus", "Poissa toimistosta", "Olen poissa 5. lokakuuta asti."),
}


def away() -> Iterator[Sample]:
    for turn, (code, (word, own_word, text)) in enumerate(AWAY.items()):
        who = TURN[turn % len(TURN)]
        styles: dict[str, tuple[Pairs, str, Pairs]] = {
            "exchange": (
                [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")],
                f"{word}: {subject(who)}",
                thread(who),
            ),
            "exchange-stripped": ([("X-Auto-Response-Suppress", "All")], f"{word}: {subject(who)}", thread(who)),
            "gmail": (
                [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("X-Autoreply", "yes")],
                f"{own_word} Re: {subject(who)}",
                thread(who),
            ),
            "sieve": ([("Auto-Submitted", "auto-replied (vacation)")], f"Auto: {subject(who)}", thread(who)[:1]),
            "groupwise": (
                [("X-Mailer", "GroupWise 18.4"), ("Precedence", "auto_reply")],
                f"{own_word} {subject(who)}",
                [],
            ),
            "notes": ([("X-Mailer", "HCL Domino"), ("Return-Path", "<>")], f"{own_word}: {subject(who)}", []),
            "bare": ([], f"{word}: {subject(who)}", thread(who)),
        }
        for style, (signs, title, threaded) in styles.items():
            path = "<>" if ("Return-Path", "<>") in signs else ""
            pairs = [
                *trail(who, "Postfix", to=DESK, path=path),
                *names(who, to=DESK, title=title),
                *(s for s in signs if s[0] != "Return-Path"),
            ]
            raw = message(
                [*pairs, ("Message-ID", f"<oof.{style}.{code}@creators.example>"), *threaded],
                text_part(text, "quoted-printable"),
            )
            yield Sample(f"away-{style}-{code}", raw, who, automatic=True, words=text)


def _status(action: str, status: str, recipient: str) -> tuple[Pairs, bytes]:
    lines = f"Reporting-MTA: dns; mx.relay.example\n\nFinal-Recipient: rfc822; {recipient}\n"
    done = f"Action: {action}\n" if action else ""
    return [
        ("Content-Type", "message/delivery-status")
    ], f"{lines}{done}Status: {status}\nDiagnostic-Code: smtp; {status} mailbox\n".encode()


def _ours(who: str, *, headers_only: bool = False, rewritten: bool = False) -> tuple[Pairs, bytes]:
    head = (
        f"From: Cancellation desk <{DESK}>\nTo: <{WRITERS[who][1]}>\nReply-To: <{plus(who)}>\n"
        f"Message-ID: {'<0102018f-rewritten-000000@email.relay.example>' if rewritten else letter_id(who)}\nSubject: {subject(who)}\n"
    )
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return [("Content-Type", kind)], (head if headers_only else f"{head}\nHello,\nplease confirm.\n").encode()


REPORTS: dict[str, tuple[str, str, str]] = {  # the sender, the subject, what the program says of itself
    "postfix": (
        "MAILER-DAEMON@mx.relay.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.relay.example.",
    ),
    "exim": (
        "Mail Delivery System <Mailer-Daemon@relay.example>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.",
    ),
    "exchange": (
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@platform.example>",
        "Undeliverable: {s}",
        "Delivery has failed to these recipients or groups:",
    ),
    "exchange-de": (
        "postmaster@platform.example",
        "Unzustellbar: {s}",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger:",
    ),
    "exchange-fr": ("postmaster@platform.example", "Non remis : {s}", "Échec de la remise pour ces destinataires :"),
    "exchange-zh": ("postmaster@platform.example", "未送达: {s}", "未能向这些收件人传递邮件"),
    "gmail": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Failure)",
        "** Address not found **",
    ),
    "ses": (
        "MAILER-DAEMON@amazonses.example",
        "Delivery Status Notification (Failure)",
        "An error occurred while trying to deliver the mail",
    ),
    "sendmail": (
        "Mail Delivery Subsystem <MAILER-DAEMON@relay.example>",
        "Returned mail: see transcript for details",
        "The original message was received",
    ),
    "groupwise": (
        "Mailer-Daemon@relay.example",
        "Message status - undeliverable",
        "The attached file had the following undeliverable recipient(s):",
    ),
}


def reports() -> Iterator[Sample]:
    kinds = {
        "failed": ("failed", "5.1.1", True),
        "delayed": ("delayed", "4.4.1", False),
        "relayed": ("relayed", "2.0.0", False),
        "codeonly": ("", "5.2.2", True),
    }
    for turn, (program, (sender, title, said)) in enumerate(REPORTS.items()):
        who = TURN[turn % len(TURN)]
        for kind, (action, status, bounce) in kinds.items():
            if kind in ("relayed", "codeonly") and turn % 3:
                continue
            late = kind in ("delayed", "relayed")
            named = {"delayed": "Delivery delayed: {s}", "relayed": "Successful Mail Delivery Report"}.get(
                kind, title
            ).format(s=subject(who))
            part = many(
                "report", f"b{turn}", [text_part(said), _status(action, status, WRITERS[who][1]), _ours(who, headers_only=turn % 2 == 0, rewritten=program == "ses")],
                report_type="delivery-status",
            )  # fmt: skip
            pairs = [
                *trail("", program, to=DESK, path="<>")[: 3 if turn % 2 else 2],
                ("From", sender),
                ("To", DESK),
                ("Subject", named),
            ]
            signs = (
                [("Auto-Submitted", "auto-replied")]
                if turn % 2 == 0
                else [("X-Failed-Recipients", WRITERS[who][1])] * (not late)
            )
            yield Sample(
                f"report-{program}-{kind}",
                message([*pairs, *signs, ("Message-ID", f"<dsn.{program}.{kind}@relay.example>")], part),
                who,
                automatic=True,
                bounce=bounce,
            )


PLAIN_BOUNCES = {
    "qmail": ("MAILER-DAEMON@relay.example", "failure notice", "Hi. This is the qmail-send program at relay.example.\nI'm afraid I wasn't able to deliver your message.\n\n--- Below this line is a copy of the message.\n\n", True),
    "exim-plain": ("Mail Delivery System <Mailer-Daemon@relay.example>", "Mail delivery failed: returning message to sender", "The following address(es) failed:\n\n------ This is a copy of the message ------\n\n", True),
    "exim-late": ("Mail Delivery System <Mailer-Daemon@relay.example>", "Warning: message 1tAbCd-000 delayed 24 hours", "No action is required on your part.\n\n", False),
    "sendmail-late": ("Mail Delivery Subsystem <MAILER-DAEMON@relay.example>", "Warning: could not send message for past 4 hours", "You do not need to resend.\n\n", False),
    "domino": ("Postmaster <postmaster@relay.example>", "DELIVERY FAILURE: User cleo not listed in Domino Directory", "Your message could not be delivered.\n\n", True),
    "null-sender": ("notifications@relay.example", "Mail delivery failed", "The mailbox is full.\n\n", True),
}  # fmt: skip


def plain_bounces() -> Iterator[Sample]:
    for turn, (program, (sender, title, said, bounce)) in enumerate(PLAIN_BOUNCES.items()):
        who = TURN[turn % len(TURN)]
        copy = f"Return-Path: <{DESK}>\nMessage-ID: {letter_id(who)}\nSubject: {subject(who)}\n\nHello\n"
        path = "<postmaster@relay.example>" if program == "domino" else "<>"
        pairs = [
            *trail("", program, to=DESK, path=path),
            ("From", sender),
            ("To", DESK),
            ("Subject", title),
            ("Message-ID", f"<{program}@relay.example>"),
        ]
        yield Sample(f"bounce-{program}", message(pairs, text_part(said + copy)), who, automatic=True, bounce=bounce)


def receipts() -> Iterator[Sample]:
    words = {
        "Read": "displayed",
        "Gelesen": "displayed",
        "Lu": "displayed",
        "Leído": "displayed",
        "Not read": "deleted",
        "開封済み": "displayed",
    }
    for turn, (word, disposition) in enumerate(words.items()):
        who = TURN[turn % len(TURN)]
        note = f"Reporting-UA: mail.creators.example\nFinal-Recipient: rfc822;{WRITERS[who][1]}\nOriginal-Message-ID: {letter_id(who)}\nDisposition: manual-action/MDN-sent-manually; {disposition}\n"
        part = many(
            "report",
            f"m{turn}",
            [
                text_part("Your message was displayed."),
                ([("Content-Type", "message/disposition-notification")], note.encode()),
            ],
            report_type="disposition-notification",
        )
        base = [
            *trail(who, "Exim", to=DESK),
            *names(who, to=DESK, title=f"{word}: {subject(who)}"),
            ("Message-ID", f"<mdn.{turn}@creators.example>"),
        ]
        yield Sample(f"receipt-{turn}", message(base, part), who, automatic=True)
        yield Sample(
            f"receipt-plain-{turn}",
            message([*base, ("In-Reply-To", letter_id(who)), ("X-Auto-Response-Suppress", "All")], text_part("Read.")),
            who,
            automatic=True,
        )


def calendars() -> Iterator[Sample]:
    for turn, (word, state) in enumerate(
        (("Accepted", "ACCEPTED"), ("Declined", "DECLINED"), ("Zugesagt", "ACCEPTED"), ("Refusé", "DECLINED"))
    ):
        who = TURN[turn % len(TURN)]
        for method in ("REPLY", "REQUEST"):
            event = f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\nBEGIN:VEVENT\nUID:{turn}@brand.example\nATTENDEE;PARTSTAT={state}:mailto:{WRITERS[who][1]}\nEND:VEVENT\nEND:VCALENDAR\n"
            part = many(
                "alternative",
                f"c{turn}",
                [
                    text_part("Shall we talk about it?"),
                    ([("Content-Type", f"text/calendar; charset=utf-8; method={method}")], event.encode()),
                ],
            )
            title = f"{word}: {subject(who)}" if method == "REPLY" else f"Call on {subject(who)}"
            raw = message(
                [
                    *trail(who, "Postfix"),
                    *names(who, title=title),
                    ("Message-ID", f"<cal.{method}.{turn}@creators.example>"),
                ],
                part,
            )
            yield Sample(
                f"calendar-{method.lower()}-{turn}",
                raw,
                who,
                automatic=method == "REPLY",
                words="Shall we talk about it?",
            )


def challenges() -> Iterator[Sample]:
    signs: list[tuple[str, Pairs, str]] = [
        (
            "tmda",
            [("Auto-Submitted", "auto-replied"), ("X-Delivery-Agent", "TMDA/1.1.12")],
            "Please confirm your message",
        ),
        ("boxbe", [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk")], "Re: {s} (Action Required)"),
        ("spamarrest", [("X-Auto-Response-Suppress", "All")], "Verify your email to me: {s}"),
    ]
    for turn, (program, pairs, title) in enumerate(signs):
        who = TURN[turn + 1]
        raw = message(
            [
                *trail(who, "Postfix", to=DESK),
                *names(who, to=DESK, title=title.format(s=subject(who))),
                *thread(who),
                *pairs,
            ],
            text_part("Click to let your message through."),
        )
        yield Sample(f"challenge-{program}", raw, who, automatic=True)


def complaints() -> Iterator[Sample]:
    for turn, who in enumerate(TURN):
        note = f"Feedback-Type: abuse\nUser-Agent: Feedback/1.0\nVersion: 1\nOriginal-Mail-From: <{DESK}>\n".encode()
        part = many(
            "report",
            f"f{turn}",
            [
                text_part("This is an abuse report."),
                ([("Content-Type", "message/feedback-report")], note),
                _ours(who, rewritten=turn == 1),
            ],
            report_type="feedback-report",
        )
        pairs = [
            *trail("", "fbl", to=DESK, path="<>"),
            ("From", "complaints@abuse.example"),
            ("To", DESK),
            ("Subject", f"FW: {subject(who)}"),
        ]
        yield Sample(f"complaint-{turn}", message(pairs, part), who, automatic=True)


TICKETS: dict[str, tuple[Pairs, Pairs, str]] = {  # what its programs' mails carry, what its agents' mails carry, its mark
    "zendesk": ([("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"), ("X-Mailer", "Zendesk Mailer")], [("X-Mailer", "Zendesk Mailer"), ("X-Zendesk-From-Account-Id", "ab12")], "##- Please type your reply above this line -##\n\n"),
    "freshdesk": ([("Auto-Submitted", "auto-replied"), ("X-Freshdesk-Auto", "1")], [("X-Freshdesk-Ticket", "1")], ""),
    "jira": ([("Auto-Submitted", "auto-generated"), ("Precedence", "bulk"), ("X-JIRA-FingerPrint", "77")], [("X-JIRA-FingerPrint", "77")], "Reply above this line.\n\n"),
    "servicenow": ([("X-ServiceNow-Generated", "true"), ("Precedence", "bulk"), ("Auto-Submitted", "auto-generated")], [("X-ServiceNow-Source", "support")], ""),
    "salesforce": ([("X-SFDC-User", "005"), ("Auto-Submitted", "auto-replied")], [("X-SFDC-LK", "00D"), ("X-SFDC-User", "005")], ""),
    "otrs": ([("X-OTRS-Loop", "true"), ("Precedence", "bulk")], [("X-Powered-By", "OTRS")], ""),
    "zammad": ([("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "bulk")], [("X-Mailer", "Zammad Mail Service")], ""),
}  # fmt: skip


def tickets() -> Iterator[Sample]:
    for turn, (system, (programs, agents, mark)) in enumerate(TICKETS.items()):
        who, answer = TURN[(turn * 3) % len(TURN)], TONGUES["en"].answer
        head = [*trail(who, "Postfix"), ("Message-ID", f"<{system}-ABC.1@tickets.example>"), *thread(who)]
        title = f"[Request received] [#4711] {subject(who)}"
        yield Sample(
            f"ticket-{system}-receipt",
            message(
                [*head, *names(who, title=title), *programs], text_part(f"{mark}Your request (4711) has been received.")
            ),
            who,
            automatic=True,
        )
        raw = message([*head, *names(who, title=f"[#4711] Re: {subject(who)}"), *agents], text_part(f"{mark}{answer}"))
        yield Sample(f"ticket-{system}-agent", raw, who, words=answer)
        late = message(
            [
                *trail(who, "Postfix"),
                ("Message-ID", f"<{system}-ABC.2@tickets.example>"),
                *names(who, title=f"[{token(who)}] Case 4711 updated"),
                *agents,
            ],
            text_part(answer, "base64"),
        )
        yield Sample(f"ticket-{system}-threadless", late, who, words=answer)


def machines() -> Iterator[Sample]:
    for some in (away, reports, plain_bounces, receipts, calendars, challenges, complaints, tickets):
        yield from some()

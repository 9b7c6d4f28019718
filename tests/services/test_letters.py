"""Letters say exactly what the facts say, in the recipient's language, or are not written at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from moneyed import Money

from unpromote.domain.errors import BadInput
from unpromote.domain.letters import Letter, token_for
from unpromote.domain.vocabulary import DutyKind, Stage
from unpromote.services.letters import (
    ClawbackFacts,
    CreatorNoticeFacts,
    Duty,
    EscalationFacts,
    GrownObject,
    Kind,
    LateGrowthFacts,
    NotedChange,
    ObjectedLine,
    ObjectionFacts,
    ReminderFacts,
    SettlementLine,
    Signature,
    Silence,
    SpendRead,
    StoppedObject,
    SupportRequestFacts,
    To,
    compose,
)
from unpromote.services.letters.display import displayed, reader_of
from unpromote.services.letters.facts import LetterFacts
from unpromote.services.letters.writing import TEMPLATES

TOKEN = token_for("case-1/cleo")
NOON = datetime(2026, 9, 21, 10, 0, tzinfo=UTC)
LANGUAGES = sorted(folder.name for folder in TEMPLATES.iterdir())


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


SHARED: dict[str, Any] = {
    "token": TOKEN,
    "to": To("Cleo Marsh", "cleo@creators.example"),
    "signed": Signature("Ana Lim", "Nordlicht GmbH", "desk@desk.example"),
    "zone": "Europe/Berlin",
    "reference": "C-2026-014",
    "company": "Nordlicht GmbH",
    "promotion": "Build week",
}
REQUEST = SupportRequestFacts(
    **SHARED | {"to": To("TikTok account team", "team@tiktok.example")},
    account_ids=("7123456789012345678",),
    objects=(
        StoppedObject(object_id="1800", name="Teaser", status="DISABLE", off_at=NOON, request_id="req-1"),
        StoppedObject(object_id="1801", name="Launch", status="DISABLE"),
    ),
    reason="The product was recalled on 18 September.",
    ground="convenience",
    clause="9.2",
    sent_at=NOON,
    received_at=NOON,
    effective_at=datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
    refund=eur("12345.60"),
    refund_by_on=date(2026, 11, 20),
    answer_by_on=date(2026, 9, 24),
    silence=Silence.NOTICE_STANDS,
)
LINE = SettlementLine(
    what="Build week video",
    due=eur("1500.00"),
    formula="3000.00 * 0.5",
    clause="9.2",
    stage="draft_submitted",
    price=eur("3000.00"),
)
NOTICE = CreatorNoticeFacts(
    **SHARED,
    ends_at=NOON,
    lines=(LINE,),
    due=eur("1500.00"),
    paid=eur("1000.00"),
    balance=eur("500.00"),
    direction="pay",
    pay_by_on=date(2026, 10, 21),
    object_by_on=date(2026, 9, 24),
    duties=(Duty(kind="takedown", by_on=date(2026, 9, 28), clause="11"), Duty(kind="disclosure_stays")),
)
CLAWED = {"paid": eur("2000.00"), "balance": eur("-500.00"), "direction": "clawback"}
REMINDER = ReminderFacts(
    **SHARED, nth=1, first_sent_at=NOON, subject="The promotion ends", answer_by_on=date(2026, 9, 27)
)
CLAWBACK = ClawbackFacts(
    **SHARED, amount=eur("500.00"), noticed_at=NOON, pay_by_on=date(2026, 10, 21), pay_to="DE02 1203 0000 0000 2020 51"
)
FEE = ObjectedLine(
    what="Exit fee", claimed=eur("4800.00"), owed=eur("3900.00"), formula="0.10 x 39000 = 3900", clause="3"
)
OBJECTION = ObjectionFacts(
    **SHARED,
    received_on=date(2026, 11, 23),
    claim_reference="INV-7",
    claimed=eur("87300.00"),
    lines=(
        FEE,
        ObjectedLine(what="Set-up", claimed=eur("1500.00"), owed=eur("0.00")),
        ObjectedLine(what="Short rate", claimed=eur("700.00"), owed=eur("0.00"), clause="5", formula="not due"),
        ObjectedLine(
            what="Outage", claimed=eur("-300.00"), owed=eur("-500.00"), clause="8", formula="120000 x 12/2880"
        ),
        ObjectedLine(
            what="Resale", claimed=None, owed=eur("-100.00"), formula="lesser of (100; fees 3900)", clause="9"
        ),
        ObjectedLine(what="prepaid", claimed=None, owed=eur("-60000.00"), formula="paid in advance", paid_before=True),
    ),
    object_by_on=date(2026, 12, 23),
    answer_by_on=date(2026, 12, 7),
)
ESCALATION = EscalationFacts(
    **vars(REMINDER),
    role="finance",
    creator=False,
    account_ids=("7123456789012345678",),
    effective_at=datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
    letters=2,
    clause="9.2",
)
GROWTH = LateGrowthFacts(
    **SHARED,
    account_ids=("7123456789012345678",),
    objects=(
        GrownObject(
            object_id="1800",
            account_id="7123456789012345678",
            name="Teaser",
            grew_by=eur("12.50"),
            reads=(
                SpendRead(spend=eur("100.00"), at=NOON, request_id="req-1", log_id="log-1"),
                SpendRead(spend=eur("112.50"), at=NOON, request_id="req-2"),
            ),
            told_at=NOON,
            off_at=NOON,
            request_id="req-0",
            log_id="log-0",
        ),
    ),
    changes=(NotedChange(object_id="1800", at=NOON, before="Paused", after="Enabled", by="a***b, through a rule"),),
    answer_by_on=date(2026, 9, 24),
)
EVERY: dict[Kind, LetterFacts] = {
    Kind.SUPPORT_REQUEST: REQUEST,
    Kind.REMINDER: REMINDER,
    Kind.CREATOR_NOTICE: NOTICE,
    Kind.CREATOR_REMINDER: REMINDER,
    Kind.CLAWBACK_REQUEST: CLAWBACK,
    Kind.OBJECTION: OBJECTION,
    Kind.ESCALATION: ESCALATION,
    Kind.TICKET: ESCALATION,
    Kind.CALL_SHEET: ESCALATION,
    Kind.LATE_GROWTH: GROWTH,
}


def in_language(facts: LetterFacts, language: str) -> LetterFacts:
    return replace(facts, to=replace(facts.to, language=language))


def notice(**change: Any) -> Letter:
    return compose(Kind.CREATOR_NOTICE, replace(NOTICE, **change))


def test_the_support_request_says_all_that_the_other_side_needs() -> None:
    written = compose(Kind.SUPPORT_REQUEST, REQUEST)
    assert written.subject == f'[{TOKEN}] Cancellation of "Build week" for Nordlicht GmbH: please confirm'
    assert (written.to_name, written.to_address) == ("TikTok account team", "team@tiktok.example")
    for said in [
        "Dear TikTok account team,",
        "- Teaser (id 1800): DISABLE, off since Monday, September 21, 2026, 12:00 (Europe/Berlin, UTC+02:00), req",
        "- Launch (id 1801): DISABLE\n",
        "Advertiser account: 7123456789012345678\n",
        "With this letter we cancel it on the ground of convenience (9.2), with effect from",
        "The product was recalled on 18 September.\n",
        "Takes effect: Sunday, October 25, 2026, 00:00 (Europe/Berlin, UTC+02:00)",
        "3. Return 12,345.60 EUR by Friday, November 20, 2026 (Europe/Berlin)",
        "Please answer by the end of Thursday, September 24, 2026 (Europe/Berlin).",
        "If we hear nothing, the notice keeps its effect",
        f"Please keep [{TOKEN}] in the subject",
        "Ana Lim\nNordlicht GmbH\ndesk@desk.example\n",
        "Our reference: C-2026-014",
    ]:
        assert said in written.body


def test_the_support_request_asks_for_no_more_than_it_knows() -> None:
    bare = replace(REQUEST, objects=(), received_at=None, refund=None, refund_by_on=None, silence=Silence.REMINDED)
    body = compose(Kind.SUPPORT_REQUEST, replace(bare, ground="")).body
    for unsaid in ["switched off", "Counted as received", "Return", "on the ground", "None", "keeps its effect"]:
        assert unsaid not in body
    assert "We do not take silence for an answer." in body


def test_the_ticket_carries_every_read_with_its_ids_and_who_switched_it() -> None:
    body = compose(Kind.LATE_GROWTH, GROWTH).body
    at = "Monday, September 21, 2026, 12:00 (Europe/Berlin, UTC+02:00)"
    for said in [
        "- Teaser (id 1800, account 7123456789012345678): 12.50 EUR more\n",
        f"  Stop sent: {at}, request id req-0, log id log-0\n",
        f"  Spend in all 100.00 EUR, read {at}, request id req-1, log id log-1\n",
        f"- {at}, id 1800: Paused to Enabled, by a***b, through a rule\n",
    ]:
        assert said in body


@pytest.mark.parametrize(
    ("why", "said"), [("no right to", "could not be read: no right to"), ("", "shows nobody who switched them on")]
)
def test_the_ticket_says_what_the_change_log_does_not(why: str, said: str) -> None:
    assert said in compose(Kind.LATE_GROWTH, replace(GROWTH, changes=(), no_log=why)).body


def test_there_is_no_ticket_over_nothing() -> None:
    with pytest.raises(BadInput, match="nothing to ask"):
        replace(GROWTH, objects=())


def test_nothing_is_called_off_that_is_not_known_to_be() -> None:
    assert "how each part stands is said below" in compose(Kind.SUPPORT_REQUEST, REQUEST).body
    stopped = tuple(replace(one, off_at=NOON) for one in REQUEST.objects)
    assert (
        "Delivery is switched off on our side." in compose(Kind.SUPPORT_REQUEST, replace(REQUEST, objects=stopped)).body
    )


def test_the_notice_names_every_amount_with_its_formula_and_clause() -> None:
    body = notice().body
    line = "- Build week video, stage: draft handed in, agreed price 3,000.00 EUR: 1,500.00 EUR\n"
    assert f"{line}  How: 3000.00 * 0.5 (clause 9.2)\n" in body
    assert "Due in total: 1,500.00 EUR\nAlready paid to you: 1,000.00 EUR\n" in body
    assert "We pay you: 500.00 EUR, by Wednesday, October 21, 2026 (Europe/Berlin)." in body


def test_the_notice_names_the_duties_and_the_time_to_object() -> None:
    body = notice().body
    assert "- Take the content down, by Monday, September 28, 2026 (Europe/Berlin); clause 11.\n" in body
    assert "- Keep the advertising label on everything that stays online.\n" in body
    assert "by the end of Thursday, September 24, 2026 (Europe/Berlin)" in body


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (CLAWED, "You return to us: 500.00 EUR, by Wednesday"),
        (CLAWED | {"direction": "credit"}, "Kept for our next work together: 500.00 EUR."),
        (CLAWED | {"direction": "none", "forgiven": eur("500.00")}, "Not asked back from you: 500.00 EUR\nNothing is"),
        ({"paid": eur("1500.00"), "balance": eur("0.00"), "direction": "none"}, "Nothing is left to pay"),
    ],
)
def test_the_notice_says_which_way_the_money_goes(change: dict[str, Any], said: str) -> None:
    body = notice(**change).body
    assert said in body
    assert "We pay you" not in body


def test_a_creator_to_whom_nothing_is_due_gets_a_notice_without_figures_in_between() -> None:
    nothing = {"due": eur("0"), "paid": eur("0"), "balance": eur("0"), "direction": "none", "lines": (), "duties": ()}
    body = notice(**nothing).body
    assert "What it comes to" not in body
    assert "What we ask you to do" not in body


def test_a_reminder_names_the_letter_it_reminds_of() -> None:
    body = compose(Kind.REMINDER, REMINDER).body
    assert (
        'On Monday, September 21, 2026, 12:00 (Europe/Berlin, UTC+02:00) we wrote to you under the subject "The' in body
    )
    assert "reminder number" not in body


def test_a_later_reminder_counts_and_the_last_one_says_so() -> None:
    third = compose(Kind.CREATOR_REMINDER, replace(REMINDER, nth=3, last=True))
    assert third.subject == f'[{TOKEN}] Last reminder: your answer on "Build week"'
    assert "This is our reminder number 3. Please tell us by the end of" in third.body
    assert "We will not send another reminder." in third.body


def test_a_clawback_says_how_much_until_when_and_where_to() -> None:
    written = compose(Kind.CLAWBACK_REQUEST, CLAWBACK)
    assert "Please return 500.00 EUR by Wednesday, October 21, 2026 (Europe/Berlin)." in written.body
    assert "Pay to: DE02 1203 0000 0000 2020 51\nPayment reference: C-2026-014" in written.body


def test_the_objection_names_each_line_with_its_sum_and_clause() -> None:
    written = compose(Kind.OBJECTION, OBJECTION)
    assert written.subject == f'[{TOKEN}] Objection to your claim INV-7 for "Build week"'
    for said in [
        "It comes to 87,300.00 EUR. We object to 63,400.00 EUR of it.",
        "which ends with Wednesday, December 23, 2026 (Europe/Berlin).",
        (
            "- Exit fee: you claim 4,800.00 EUR, and 3,900.00 EUR is owed; 900.00 EUR is too much.\n"
            "  How: 0.10 x 39000 = 3900 (clause 3)\n"
        ),
        "- Set-up: you claim 1,500.00 EUR. The agreement provides for no such amount.\n",
        "- Short rate: you claim 700.00 EUR. Under clause 5 nothing is due for this here.\n",
        "- Outage: you take off 300.00 EUR, and 500.00 EUR is to be taken off; 200.00 EUR is missing.\n",
        "- Resale: 100.00 EUR is to be taken off, and your claim leaves it out.\n",
        "- Paid in advance: 60,000.00 EUR is to be taken off, and your claim leaves it out.\n\n",
        "We object to: 63,400.00 EUR\nWe do not object to: 23,900.00 EUR\n",
        "a corrected claim for 23,900.00 EUR by the end of Monday, December 7, 2026 (Europe/Berlin).",
    ]:
        assert said in written.body


def test_an_objection_without_a_running_term_claims_none() -> None:
    assert "within the time" not in compose(Kind.OBJECTION, replace(OBJECTION, object_by_on=None)).body


def test_a_claim_without_a_number_is_objected_to_by_its_promotion() -> None:
    subject = compose(Kind.OBJECTION, replace(OBJECTION, claim_reference="")).subject
    assert subject == f'[{TOKEN}] Objection to your claim for "Build week"'


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Nothing is left to pay on this claim."), ("de", "Aus dieser Forderung ist nichts mehr zu zahlen.")],
)
def test_a_claim_of_which_nothing_is_left_is_to_be_withdrawn(language: str, said: str) -> None:
    whole = replace(OBJECTION, claimed=eur("4800.00"), lines=(replace(FEE, owed=eur("0.00")),))
    body = compose(Kind.OBJECTION, in_language(whole, language)).body
    assert said in body
    assert not re.search("do not object|Nicht widersprochen|corrected|berichtigte", body)


def test_only_reminders_are_marked_as_sent_by_a_timer() -> None:
    marked = [kind for kind, facts in EVERY.items() if compose(kind, facts).automatic]
    assert marked == [Kind.REMINDER, Kind.CREATOR_REMINDER, Kind.ESCALATION]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_every_letter_exists_in_every_language_and_is_neat(kind: Kind, language: str) -> None:
    written = compose(kind, in_language(EVERY[kind], language))
    assert (written.language, f"[{TOKEN}]" in written.subject) == (language, True)
    assert not re.search(r"[{}]|None|True|False|\?|\n\n\n| \n|^\s|[^\n]\Z|  [^H S]", written.body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_and_duty_has_words_in_every_language(language: str) -> None:
    staged = tuple(replace(LINE, what="W", stage=stage.value, due=eur("0"), price=None) for stage in Stage)
    duties = tuple(Duty(kind=kind.value) for kind in DutyKind)
    told = in_language(replace(NOTICE, lines=(LINE, *staged), duties=duties), language)
    lines = re.findall(r"^- (.+)$", compose(Kind.CREATOR_NOTICE, told).body, re.MULTILINE)
    assert len(set(lines)) == len(lines) == 1 + len(Stage) + len(DutyKind)
    assert not [line for line in lines if re.search(r"_|: :|stage: :|Stand: :|^\.", line)]


def test_german_letters_have_german_dates_and_amounts() -> None:
    body = compose(Kind.CREATOR_NOTICE, in_language(NOTICE, "de")).body
    assert "Wir zahlen Ihnen: 500,00 EUR, bis Mittwoch, 21. Oktober 2026 (Europe/Berlin)." in body


@pytest.mark.parametrize(
    ("wanted", "found"), [("de-AT", "de"), ("fr", "en"), ("", "en"), ("../de", "en"), ("DE", "en"), ("en-GB", "en")]
)
def test_a_language_without_templates_is_written_to_in_the_nearest_or_english(wanted: str, found: str) -> None:
    assert compose(Kind.REMINDER, in_language(REMINDER, wanted)).language == found


def test_another_language_needs_only_its_templates(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "reminder.txt").write_text("Subject: [{{ token }}] Rappel\n\nRéponse : {{ answer_by_on }}\n")
    written = compose(Kind.REMINDER, in_language(REMINDER, "fr"), folder=tmp_path)
    assert written.body == "Réponse : dimanche 27 septembre 2026\n"


def test_the_same_facts_give_the_same_letter() -> None:
    assert all(compose(kind, facts) == compose(kind, facts) for kind, facts in EVERY.items())


def test_what_is_typed_into_the_facts_stays_in_its_place() -> None:
    evil = '<b>{{ token }}</b> {% now %}\r\nBcc: dan@other.example\x00 "quoted" & more'
    written = notice(promotion=evil, reason=evil)
    assert written.subject.endswith(f'"{" ".join(evil.replace(chr(0), " ").split())}" ends: what changes for you')
    assert '\nThe reason: <b>{{ token }}</b> {% now %} Bcc: dan@other.example "quoted" & more\n' in written.body


def test_a_very_long_promotion_name_keeps_the_token_in_the_subject() -> None:
    subject = notice(promotion="x" * 500).subject
    assert (len(subject), subject.startswith(f"[{TOKEN}]"), subject[-1]) == (240, True, "…")


def test_instants_are_told_in_the_agreements_zone() -> None:
    told = notice(zone="America/Los_Angeles").body
    assert "It ends on Monday, September 21, 2026, 03:00 (America/Los_Angeles, UTC-07:00)." in told


BAD_FACTS: list[tuple[Callable[[], object], str]] = [
    (lambda: replace(REQUEST, reason=" "), "no reason"),
    (lambda: replace(REQUEST, refund=None), "with its amount and its day"),
    (lambda: replace(REQUEST, refund=eur("0")), "is no refund"),
    (lambda: replace(NOTICE, due=eur("1500.01")), "the lines come to"),
    (lambda: replace(NOTICE, balance=eur("499.99")), r"due less .* paid is not"),
    (lambda: replace(NOTICE, direction="clawback"), "does not fit a balance"),
    (lambda: replace(NOTICE, **CLAWED | {"direction": "pay"}), "does not fit a balance"),
    (lambda: replace(NOTICE, pay_by_on=None), "needs a day"),
    (lambda: replace(LINE, formula=""), "has no formula"),
    (lambda: replace(LINE, stage="halfway"), "unknown stage 'halfway'"),
    (lambda: Duty(kind="sing"), "unknown duty 'sing'"),
    (lambda: replace(CLAWBACK, amount=eur("-1")), "no amount to give back"),
    (lambda: replace(CLAWBACK, pay_to=""), "where to pay"),
    (lambda: replace(REMINDER, nth=0), "count from 1"),
    (lambda: replace(OBJECTION, lines=()), "nothing to object to"),
    (lambda: replace(FEE, claimed=eur("3900.00")), "no more than is owed"),
    (lambda: To(" ", "cleo@creators.example"), "no name"),
    (lambda: notice(zone="Berlin"), "unknown time zone 'Berlin'"),
    (lambda: notice(zone="../etc"), "unknown time zone"),
    (lambda: notice(to=To("Cleo", "nobody")), "no mail address"),
    (lambda: notice(lines=(replace(LINE, price=eur("3000.001")),)), "finer than EUR"),
]


@pytest.mark.parametrize(("build", "problem"), BAD_FACTS, ids=[problem for _, problem in BAD_FACTS])
def test_facts_that_do_not_fit_make_no_letter(build: Callable[[], object], problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        build()


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("Subject: {{ nickname }}\n\nx", "asks for 'nickname'"),
        ("Subject: x\n\n{% if nickname %}x{% endif %}", "asks for 'nickname'"),
        ("Subject: x\n\n{{ signed.fax }}", "asks for 'fax'"),
        ("Subject: x\n\n{{ company.owner }}", "asks for company.owner"),
        ("Subject: x\n\n{{ forgiven }}", "prints a fact that is absent"),
        ("Subject: x\n\n{% for line in lines %}{{ line.tax }}{% endfor %}", "asks for 'tax'"),
        ("Subject: x\n\n{% if %}", "cannot be read"),
        ("Subject: x", "no subject and body"),
        ("Dear Cleo", "no subject and body"),
    ],
)
def test_a_template_that_does_not_fit_makes_no_letter_and_is_named(tmp_path: Path, template: str, problem: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "creator_notice.txt").write_text(template)
    with pytest.raises(BadInput, match=problem) as refusal:
        compose(Kind.CREATOR_NOTICE, NOTICE, folder=tmp_path)
    assert refusal.value.place == "en/creator_notice.txt"


def test_a_template_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"en/reminder\.txt: there is no such template"):
        compose(Kind.REMINDER, REMINDER, folder=tmp_path)


def test_facts_of_another_letter_are_a_mistake_in_the_program() -> None:
    with pytest.raises(TypeError, match="ReminderFacts"):
        compose(Kind.REMINDER, NOTICE)


@pytest.mark.parametrize(
    ("money", "english", "german"),
    [
        (Money("1234567.5", "USD"), "1,234,567.50 USD", "1.234.567,50 USD"),
        (Money(1234, "JPY"), "1,234 JPY", "1.234 JPY"),
        (Money("1.234", "KWD"), "1.234 KWD", "1,234 KWD"),
        (Money("-0.05", "EUR"), "-0.05 EUR", "-0,05 EUR"),
    ],
)
def test_an_amount_is_shown_to_its_last_digit_with_its_code(money: Money, english: str, german: str) -> None:
    shown = [displayed(money, replace(reader_of("en", "UTC"), locale=Locale(name))) for name in ("en", "de")]
    assert shown == [english, german]

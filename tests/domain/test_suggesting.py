"""What an answer seems to amount to, in four languages: suggested with the words that say so, decided by a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpromote.domain.messages import Outcome
from unpromote.domain.suggesting import Cue, suggest, sums
from unpromote.services.policies import answer_cues

CONFIRMED, REFUSED, MORE, FEE = Outcome.CONFIRMED, Outcome.REFUSED, Outcome.MORE_WANTED, Outcome.FEE_CLAIMED

ANSWERS = [
    ("We confirm the termination under Section 14.2; the final invoice follows.", CONFIRMED),
    ("Hello,\n\nyour campaign has been cancelled as of 21 November.\n\nBest, Kim", CONFIRMED),
    ("That is fine with me, thank you for telling me so early.", CONFIRMED),
    ("We hereby accept your notice. No cancellation fee applies.", CONFIRMED),
    ("The cancellation is confirmed and we waive the cancellation fee.", CONFIRMED),
    ("Unfortunately we cannot cancel this order, it is non-cancellable.", REFUSED),
    ("We reject your notice. The contract remains in force.", REFUSED),
    ("I do not agree with the settlement.", REFUSED),
    ("We are unable to confirm your request.", REFUSED),
    ("We cannot confirm the cancellation until you send us the order number.", MORE),
    ("Thanks for reaching out. Could you please provide the advertiser account?", MORE),
    ("Which campaign do you mean?", MORE),
    ("We confirm the end, but a cancellation fee of 4,800.00 USD applies.", FEE),
    ("As per clause 9 you will be charged 10% as an early termination fee, i.e. $4,800.", FEE),
    ("Einverstanden, ich zahle den Betrag zurück.", CONFIRMED),
    ("Hiermit bestätigen wir Ihnen die Kündigung zum 21. November.", CONFIRMED),
    ("Die Kampagne wurde storniert. Stornokosten entstehen nicht.", CONFIRMED),
    ("Wir können die Kündigung leider nicht akzeptieren.", REFUSED),
    ("Der Vertrag ist nicht kündbar.", REFUSED),
    ("Wir lehnen Ihre Kündigung ab.", REFUSED),
    ("Bitte nennen Sie uns die Auftragsnummer.", MORE),
    ("Um das zu prüfen, benötigen wir noch den Vertrag.", MORE),
    ("Wir berechnen Ihnen eine Stornogebühr in Höhe von 4.800,00 EUR.", FEE),
    ("Nous confirmons la résiliation au 21 novembre.", CONFIRMED),
    ("Nous ne pouvons pas annuler cette commande.", REFUSED),
    ("Merci de nous envoyer le numéro de commande.", MORE),
    ("Des frais d'annulation de 4 800,00 € s'appliquent.", FEE),
    ("Confirmamos la cancelación de la campaña.", CONFIRMED),
    ("No podemos cancelar el pedido.", REFUSED),
    ("Necesitamos el número de pedido.", MORE),
    ("Se aplican gastos de cancelación de 4.800,00 EUR.", FEE),
    ("Thank you for your message. A colleague looks into it.", None),
    ("Wir melden uns.", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "outcome"), ANSWERS, ids=[text[:40] for text, _ in ANSWERS])
def test_the_words_of_an_answer_suggest_what_it_amounts_to(text, outcome):
    assert suggest(text, answer_cues()).outcome is outcome


def test_the_words_that_say_so_are_named_by_their_place():
    text = "Hello.\n\nWe cannot cancel this. We will invoice a cancellation fee of EUR 4.800,00."
    found = suggest(text, answer_cues())
    words = {(text[hit.start : hit.end], hit.outcome) for hit in found.hits}
    assert {("cannot cancel", REFUSED), ("cancellation fee", FEE)} <= words
    assert text[found.fee.start : found.fee.end] == "EUR 4.800,00"


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("a cancellation fee of 4,800.00 USD", ("4800.00", "USD")),
        ("a cancellation fee of USD 4,800", ("4800.00", "USD")),
        ("Stornogebühr: 4.800,50 EUR", ("4800.50", "EUR")),
        ("Stornogebühr 4'800.5 CHF", ("4800.50", "CHF")),
        ("frais d'annulation : 4 800,00 €", ("4800.00", "EUR")),
        ("a cancellation fee of $4,800", ("4800.00", "")),
        ("a penalty of 250 EUR; your budget was 60,000 EUR", ("250.00", "EUR")),
        ("your budget was 60,000 EUR, the penalty is 250 EUR", ("250.00", "EUR")),
        ("a cancellation fee of 10%", None),
        ("a cancellation fee applies" + " and so on" * 20 + ", 9 EUR", None),
        ("We confirm. You paid 900 EUR.", None),
    ],
)
def test_the_fee_is_the_amount_beside_its_word(text, fee):
    found = suggest(text, answer_cues()).fee
    assert (found and (found.amount, found.currency)) == fee


@given(st.text(alphabet="We confirm no fee of 4,80.0€$ EUR\n?", max_size=120))
def test_whatever_stands_there_the_places_lie_in_the_text(text):
    found = suggest(text, answer_cues())
    spans = [*found.hits, *sums(text)]
    assert all(0 <= one.start < one.end <= len(text) for one in spans)


def test_a_wording_is_undone_in_its_own_sentence_only():
    cue = Cue(CONFIRMED, "en", "confirm", unless="not")
    assert suggest("We do not confirm.", (cue,)).outcome is None
    assert suggest("It is not late. We confirm.", (cue,)).outcome is CONFIRMED

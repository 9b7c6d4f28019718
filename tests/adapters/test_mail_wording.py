"""The words of a reply are told from what it quotes, and nothing that somebody wrote is lost."""

from __future__ import annotations

import time

import pytest

from unpromote.adapters.mail.wording import own_words, words_of_html

OUTLOOK = """Fine with us.

From: Cancellation desk <desk@desk.example>
Sent: Monday, September 21, 2026 19:00
To: Cleo Marsh
Subject: The promotion ends

Dear Cleo,
"""
GMAIL = """Fine with us.

On Mon, Sep 21, 2026 at 7:00 PM Cancellation desk <desk@desk.example>
wrote:

> Dear Cleo,
> it ends.
"""
LATVIAN = """Fine with us.

No: Ana <ana@desk.example>
Nosūtīts: 2026. gada 21. septembris 19:00
Tēma: [UP-ABCDEFGH] The promotion ends

Dear Cleo
"""
BETWEEN = """On Mon, Ana wrote:
> Do you agree?
Yes.
> To all of it?
No, not to line 2.
"""


@pytest.mark.parametrize(
    "text",
    [
        OUTLOOK,
        GMAIL,
        "Fine with us.\n\n-----Original Message-----\nFrom: Ana\n\nDear Cleo",
        "Fine with us.\n\n________________________________\nDear Cleo",
        "Fine with us.\n\nAm Montag, 21. September 2026 schrieb Ana <ana@desk.example>:\n> Guten Tag",
        "Fine with us.\n\nLe lun. 21 sept. 2026, Ana a écrit :\nBonjour",
        "Fine with us.\n\nVon: Ana\nGesendet: Montag\nAn: Cleo\n\nGuten Tag",
        "Fine with us.\r\n> old\r\n",
        LATVIAN,
        "Fine with us.\n\n--- Vana kiri ---\n\nFrom: Ana\nSent: Monday\nTo: Cleo\n\nDear Cleo",
        "Fine with us.\n\n  On Mon, Sep 21, 2026 at 19:00, Ana<ana@desk.example> wrote:   Dear Cleo,\nit ends.",
        "Fine with us.\n\nAna Diaz ---09/21/2026 07:00:00 PM---Dear Cleo, it ends\n\nDear Cleo",
        "AD> Do you agree?\nFine with us.",
        "Fine with us.\n\n\n\n   \n",
    ],
)
def test_what_is_quoted_is_cut(text: str) -> None:
    assert own_words(text) == "Fine with us."


def test_a_pages_sentence_before_its_quote_goes_with_the_quote() -> None:
    page = (
        '<div class="moz-cite-prefix">On 21 Sep 2026 19:00, Ana wrote:<br></div><blockquote>Hi</blockquote><p>Yes.</p>'
    )
    assert own_words(words_of_html(page)) == "Yes."


def test_a_list_of_labels_that_a_person_writes_stays() -> None:
    text = "Our call:\nDate: 5 October 2026, 10:00\nWith: rosa@platform.example\nTopic: the fee\nFine?"
    assert own_words(text) == text


def test_answers_between_quoted_lines_stay() -> None:
    assert own_words(BETWEEN) == "Yes.\nNo, not to line 2."


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I wrote to you: please confirm.",
        "From: here on, we agree.",
        "We agree.\n\n--\nCleo",
        "5 > 3, and - - - is no border",
    ],
)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert own_words(text) == text


@pytest.mark.parametrize("text", ["> all of it is quoted", "-----Original Message-----\nDear Cleo"])
def test_where_all_is_quoted_nothing_is_cut(text: str) -> None:
    assert own_words(text) == text


def test_control_characters_do_not_reach_a_screen() -> None:
    assert own_words("a\x1b[31mb\0c\ud800") == "a[31mbc"


def test_a_very_long_letter_is_cut() -> None:
    assert len(own_words("x" * 1_000_000)) == 100_000


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>We <b>confirm</b> it.</p><p>Cleo</p>", "We confirm it.\nCleo"),
        ("Yes<br>No", "Yes\nNo"),
        ("<style>p{}</style><title>t</title><script>x()</script>Yes", "Yes"),
        ("<div>Yes</div>indeed", "Yes\nindeed"),
        ("Yes &amp; no &lt;3", "Yes & no <3"),
        ("Yes<div>On Mon, Ana wrote:<br><blockquote>old <p>words</p></blockquote></div>", "Yes"),
        ("<blockquote>only this</blockquote>", "only this"),
        ("", ""),
        ("no tags at all", "no tags at all"),
    ],
)
def test_a_page_gives_the_words_that_a_person_sees(html: str, words: str) -> None:
    assert own_words(words_of_html(html)) == words


ANNOUNCED = [
    "пн, 21 сент. 2026 г. в 19:00, Desk <d@desk.example>:",  # noqa: RUF001
    "man. 21. sep. 2026 kl. 19:00 skrev Desk <d@desk.example>:",
    "Desk <d@desk.example>, 21 Eyl 2026 Pzt, 19:00 tarihinde şunu yazdı:",  # noqa: RUF001
    "2026년 9월 21일 (월) 오후 7:00, Desk <d@desk.example>님이 작성:",
    "بواسطة Desk <d@desk.example> في 7:00:",
    "On Mon, Sep 21, 2026 at 7:00 PM Desk\n<d@desk.example>\nwrote:",
]


@pytest.mark.parametrize("sentence", ANNOUNCED)
@pytest.mark.parametrize("quote", ["\n\n> old\n> words", ""])
def test_a_quote_is_announced_in_any_language(sentence: str, quote: str) -> None:
    assert own_words(f"Fine with us.\n\n{sentence}{quote}") == "Fine with us."


@pytest.mark.parametrize(
    "text", ["We met at 19:00, and I said:\nstop.", "Our account is\nready. He wrote:\nno", "Sums:\n3"]
)
def test_a_persons_own_colon_stays(text: str) -> None:
    assert own_words(text) == text


def test_a_ticket_systems_mark_ends_the_answer_and_is_no_word_of_it() -> None:
    mark = "##- Please type your reply above this line -##"
    assert own_words(f"{mark}\n\nYes.") == own_words(f"Yes.\n{mark}\nold") == "Yes."


ENDLESS = [
    "From: a\nSent: b\n" * 4_000,
    "On 1 wrote:\nx\n" * 5_000,
    "---- wrote\n" * 9_000,
    "---- 2026 wrote x 1\n" * 5_000,
    "On " + "2026 wrote " * 9_000,
    "x\n" * 3_000 + "On 2026 19:00 A wrote:\n> a\n" * 2_500,
]


@pytest.mark.parametrize("nth", range(len(ENDLESS)))
def test_no_text_holds_the_reader(nth: int) -> None:
    began = time.monotonic()
    own_words(ENDLESS[nth])
    assert time.monotonic() - began < 5

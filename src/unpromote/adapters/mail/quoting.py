"""Where the quoted rest of a letter begins, as mail programs announce it in their languages.

Three kinds of border: a line that says "original message", a block of headers ("From: ... Sent: ..."), and a sentence
that says who wrote when. Each is a shape, not a list of whole sentences, so that dates and names may be anything.
"""

# ruff: noqa: E501, RUF001 - words of many languages: letters look like others, and wide ones count twice
from __future__ import annotations

import re
from itertools import takewhile

from unpromote.domain.letters import tokens_in

_BORDER_WORDS = (
    "original message|forwarded message|original appointment|begin forwarded message|reply message"
    "|ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht|anfang der weitergeleiteten nachricht"
    "|message d['’]origine|message original|message transféré|début du message (transféré|réexpédié)|inizio messaggio inoltrato|inicio del mensaje reenviado|begin doorgestuurd bericht|message initial|mensaje original|mensaje reenviado"
    "|mensagem original|mensagem encaminhada|messaggio originale|messaggio inoltrato|oorspronkelijk bericht"
    "|doorgestuurd bericht|wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|ursprungligt meddelande"
    "|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|původní zpráva|eredeti üzenet|mesaj original"
    "|исходное сообщение|пересылаемое сообщение|orijinal mesaj|原始邮件|原始郵件|回复的原邮件|转发邮件|元のメッセージ|転送されたメッセージ"
    "|original-nachricht|원본 메시지"
)
_RULED = re.compile(
    rf"^\s*[-_=*]{{2,}}\s*({_BORDER_WORDS})\s*:?\s*[-_=*]*\s*$|^\s*({_BORDER_WORDS})\s*:\s*$", re.IGNORECASE
)
_LINE = re.compile(r"^\s*_{20,}\s*$")
_MARK = re.compile(
    r"^[\s#>*=-]*(please )?(type|write|enter) your (reply|response|answer) above this line|^[\s#=-]*reply above this line"
    r"|^[\s#=-]*bitte (schreiben|antworten) sie (ihre antwort )?(über|oberhalb) dieser (zeile|linie)",
    re.IGNORECASE,
)

_FROM = (
    "from|von|de|da|van|od|från|fra|lähettäjä|odesílatel|feladó|от|кому|kimden|发件人|發件人|寄件者|差出人|보낸 ?사람"
)
_OTHER = (
    "sent|date|to|subject|cc|reply-to|gesendet|datum|an|betreff|envoyé|envoyé le|à|objet|enviado|enviado el|fecha|para|asunto"
    "|enviada em|enviado em|data|assunto|inviato|a|oggetto|verzonden|aan|onderwerp|wysłano|wysłane|do|dw|temat|skickat|till"
    "|ämne|sendt|til|emne|dato|lähetetty|vastaanottaja|aihe|odesláno|komu|předmět|elküldve|címzett|tárgy|отправлено|дата"
    "|тема|gönderildi|kime|konu|发送时间|發送時間|寄件日期|收件人|收件者|主题|主題|主旨|日期|送信日時|送信|宛先|件名|日付|보낸 ?날짜|받는 ?사람|제목"
    "|importance|organi[sz]ation|kopie|copie|kopia|kopi"
)
_HEADER_FROM = re.compile(rf"^\s*[*_]*({_FROM})\s*[*_]*\s*[:：]\s*[*_]*\s*\S", re.IGNORECASE)
_HEADER_OTHER = re.compile(rf"^\s*[*_]*({_OTHER}|{_FROM})\s*[*_]*\s*[:：]", re.IGNORECASE)
_HEADERS_AT_LEAST = 2
_LABELED = re.compile(r"^\s*[*_]*[^\W\d_][^:：\n@]{0,28}[:：].*\S")  # in any language: "Label: something"
_LONGEST_LABELED = 300
_LABELED_AT_LEAST = 3
_LABELED_AT_MOST = 8
_INSTANT = re.compile(
    r"(\d{4}|\b\d{2}[./]\d{2}[./]\d{2}\b).{0,40}\d{1,2}\s?[:.h時时点]\s?\d{2}|\d{1,2}:\d{2}.{0,40}\d{4}"
)
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+\.\w")
_RULE = re.compile(r"^\s*[-_=*]{2,}.{0,60}?[-_=*]{2,}\s*$")
_ORDER = dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF))
_HEADERS_WITHIN = 5

_WROTE = (
    r"wrote|writes|schrieb|schrieben|a écrit|écrit|escribió|escribio|escreveu|ha scritto|scrive|schreef|heeft .{0,80}geschreven"
    r"|napisał(\(a\)|a)?|pisze|skrev|kirjoitti|napsal(\(a\)|a)?|írta|a scris|написал(\(а\)|а)?|пишет|yazdı|şunları yazdı|写道"
    r"|寫道|のメール|書きました|님이 작성|작성"
)
_OPENS = (
    r"on|am|le|el|em|no dia|il|op|w dniu|dnia|den|on|dne|în|в|at|在|于|於|\d{1,4}[./年-]\s?\d{1,2}|(mon|tue|wed|thu|fri|sat|sun)\w*"
    r"|(mo|di|mi|do|fr|sa|so)[.,]|(lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom)\w*[.,]|(pon|wt|śr|czw|pt|sob|niedz)\w*"
)
_DATED = r"\d{1,4}"
_ATTRIBUTIONS = (
    # On Mon, 21 Sep 2026 at 19:00, Ana <ana@desk.example> wrote:
    re.compile(
        rf"^[\s>*-]*({_OPENS})(?=\W|\d).{{0,300}}?({_WROTE})[^\n:：]{{0,120}}[:：]?[\s*-]*$", re.IGNORECASE | re.DOTALL
    ),
    # Ana <ana@desk.example> schrieb am Mo., 21. Sept. 2026, 19:00:   |   Ana Desk/Brand wrote on 09/21/2026 07:00 PM:
    re.compile(rf"^[^\n]{{1,160}}\s(于|於|在)\s?{_DATED}[^\n]{{1,60}}({_WROTE})\s*[:：]\s*$"),
    re.compile(rf"^\W{{0,4}}[^\n:]{{1,120}}?\s({_WROTE})\b[^\n]{{0,120}}?{_DATED}[^\n]{{0,100}}:\s*$", re.IGNORECASE),
    # -----Ana <ana@desk.example> wrote: -----   |   ---- On Mon, 21 Sep 2026 Ana wrote ----   |   "Ana" <a@b> writes:
    re.compile(rf"^\s*-{{2,}}.{{1,300}}?({_WROTE})\W{{0,20}}$", re.IGNORECASE | re.DOTALL),
    re.compile(rf"^[^\n]{{0,120}}<[^<>\s]+@[^<>\s]+>\s*({_WROTE})\s*:\s*$", re.IGNORECASE),
    # 2026-09-21 19:00 GMT+02:00 Ana <ana@desk.example>:   |   2026年9月21日(月) 19:00 Ana <ana@desk.example>:
    re.compile(r"^\s*\d{4}\s?[-/.年].{4,200}<[^<>\s]+@[^<>\s]+>\s*[:：]\s*$", re.DOTALL),
    # >>> Ana <ana@desk.example> 21.09.2026 19:00 >>>
    re.compile(r"^\s*>>>\s.{3,200}>>>\s*$|^\s*>>>\s[^\n]{3,200}\d{1,2}[:.]\d{2}[^\n]{0,60}$", re.DOTALL),
)
_CERTAIN = re.compile(r"\d{1,2}\s?[:.h時时点]\s?\d{2}|\d{4}|@")  # a person may also write "and then he wrote:"
_RUN_ON = re.compile(  # the sentence and the quote in one line, as a phone's program writes; or who ---when---what
    rf"^\s{{0,8}}({_OPENS})\b.{{1,200}}<[^<>\s]{{1,64}}@[^<>\s]{{1,200}}>\s{{0,4}}({_WROTE})\s?[:：]\s{{2,20}}\S"
    r"|^\s{0,8}\S.{0,100}?\s---\d[^-]{3,30}\d{1,2}[:.]\d{2}[^-]{0,12}---",
    re.IGNORECASE,
)
_COLON = re.compile(r"[:：]\s*$")
_ENDS = re.compile(r"(?:[:：\-]|>>>|\d|写道|寫道|wrote)\s*$")  # how such a sentence can end at all
_DIGIT = re.compile(r"\d")
_SENTENCES_TRIED = 400
_LINES_OF_ATTRIBUTION = 4
_LONGEST_ATTRIBUTION = 420


def border(lines: list[str]) -> int | None:
    """Return the first line of what a program put below the answer; None where it put nothing."""
    for nth, line in enumerate(lines):
        if _RULED.match(line) or _LINE.match(line) or _RUN_ON.match(line):
            return nth
        if _begins_headers(lines, nth) or _begins_labels(lines, nth):
            return _with_rule_above(lines, nth)
        if nth and _MARK.match(line):
            return nth
    return None


def attribution(lines: list[str]) -> tuple[int, int] | None:
    """Return [first, end) of the sentence that says who wrote what follows; None where there is none."""
    tried = 0
    for last, line in enumerate(lines):
        if not _ENDS.search(line):
            continue
        tried += 1
        if tried > _SENTENCES_TRIED:
            return None
        if (first := _first_of_sentence(lines, last)) is not None:
            return first, last + 1
    return None


def _first_of_sentence(lines: list[str], last: int) -> int | None:
    """Return where the sentence that ends there begins, if it is one that programs put before a quote."""
    top = last
    while top > 0 and last - top < _LINES_OF_ATTRIBUTION - 1 and lines[top - 1].strip():
        top -= 1
    quote, below = _what_follows(lines[last + 1 :])
    for first in range(top, last + 1):
        said = "\n".join(lines[first : last + 1])
        certain = bool(_CERTAIN.search(said))
        if (
            len(said) <= _LONGEST_ATTRIBUTION
            and (certain or quote)
            and any(shape.match(said) for shape in _ATTRIBUTIONS)
        ):
            return first
    said = "\n".join(lines[top : last + 1])
    plainly = _CERTAIN.search(said) if below else "@" in said and _DIGIT.search(said)
    whole = top == 0 or not lines[top - 1].strip()
    if quote and whole and plainly and len(said) <= _LONGEST_ATTRIBUTION and _COLON.search(said):
        return top  # in any language: a paragraph with a time or an address and a colon, right before a quote
    return None


def _what_follows(lines: list[str]) -> tuple[bool, bool]:
    """Return whether a quote follows (or nothing, as where a page's quote was left out already), and whether anything."""
    below = next((line for line in lines if line.strip()), "")
    return below.startswith(">") or not below, bool(below)


def is_mark(line: str) -> bool:
    """Tell whether a ticket system asks here to write above this line."""
    return bool(_MARK.match(line))


def plain_order(text: str) -> str:
    """Return the text without the marks that say in which direction letters run: they hide colons and line starts."""
    return text.translate(_ORDER)


def _begins_labels(lines: list[str], nth: int) -> bool:
    """Tell whether the head of a letter of ours begins here: labels in any language, an address, an instant, our token."""
    block = list(takewhile(_is_labeled, lines[nth : nth + _LABELED_AT_MOST]))
    head = "\n".join(block)
    return bool(len(block) >= _LABELED_AT_LEAST and _ADDRESS.search(head) and _INSTANT.search(head) and tokens_in(head))


def _is_labeled(line: str) -> bool:
    return len(line) <= _LONGEST_LABELED and bool(_LABELED.match(line))


def _with_rule_above(lines: list[str], nth: int) -> int:
    """Return where the block begins, a ruled line right above it taken along."""
    above = next((one for one in range(nth - 1, -1, -1) if lines[one].strip()), nth)
    return above if len(lines[above]) <= _LONGEST_LABELED and _RULE.match(lines[above]) else nth


def _begins_headers(lines: list[str], nth: int) -> bool:
    if not _HEADER_FROM.match(lines[nth]):
        return False
    below = [line for line in lines[nth + 1 : nth + 1 + 2 * _HEADERS_WITHIN] if line.strip()][:_HEADERS_WITHIN]
    return sum(bool(_HEADER_OTHER.match(line)) for line in below) >= _HEADERS_AT_LEAST

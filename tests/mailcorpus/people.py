"""Answers of people, each in the style of the program that they write with and in their language."""

# ruff: noqa: E501, RUF001 - messages as programs write them: a line is a line, in any alphabet
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mailcorpus.world import DESK, Pairs, Sample, many, message, names, plus, subject, text_part, thread, trail

QUOTED = "Hello,\n\nplease confirm that Arena autumn ends on 21 November 2026.\n\nKind regards\nAna Diaz\nCancellation desk\n"


@dataclass(frozen=True)
class Tongue:
    """What programs and people write in a language: the answer, the attribution, names of headers, the prefix, a border."""

    answer: str
    wrote: str
    labels: tuple[str, str, str, str]
    prefix: str = "Re"
    original: str = "Original Message"
    charset: str = "utf-8"


TONGUES = {
    "en": Tongue(
        "Hi Ana,\n\nwe confirm the end on 21 November.\nThe refund follows within 30 days.\n\nBest,\nCleo",
        "On Mon, Sep 21, 2026 at 7:00 PM Cancellation desk <{a}> wrote:",
        ("From", "Sent", "To", "Subject"),
    ),
    "de": Tongue(
        "Hallo Ana,\n\nwir bestätigen das Ende zum 21. November.\nBitte schickt uns noch die Abrechnung.\n\nViele Grüße\nEmil",
        "Am Mo., 21. Sept. 2026 um 19:00 Uhr schrieb Cancellation desk <{a}>:",
        ("Von", "Gesendet", "An", "Betreff"),
        "AW",
        "Ursprüngliche Nachricht",
    ),
    "fr": Tongue(
        "Bonjour Ana,\n\nnous confirmons la fin au 21 novembre.\nMerci de nous envoyer le décompte.\n\nCordialement\nCléo",
        "Le lun. 21 sept. 2026 à 19:00, Cancellation desk <{a}> a écrit :",
        ("De", "Envoyé", "À", "Objet"),
        "RE",
        "Message d'origine",
    ),
    "es": Tongue(
        "Hola Ana:\n\nconfirmamos el final el 21 de noviembre.\n¿Cuándo llega el pago?\n\nSaludos\nCleo",
        "El lun, 21 sept 2026 a las 19:00, Cancellation desk (<{a}>) escribió:",
        ("De", "Enviado el", "Para", "Asunto"),
        "RV",
        "Mensaje original",
    ),
    "pt": Tongue(
        "Olá Ana,\n\nconfirmamos o fim em 21 de novembro.\nFalta apenas a nota fiscal.\n\nAbraço\nCleo",
        "Em seg., 21 de set. de 2026 às 19:00, Cancellation desk <{a}> escreveu:",
        ("De", "Enviada em", "Para", "Assunto"),
        "RES",
        "Mensagem original",
    ),
    "it": Tongue(
        "Ciao Ana,\n\nconfermiamo la fine al 21 novembre.\nIl conteggio va bene così.\n\nCordiali saluti\nCleo",
        "Il giorno lun 21 set 2026 alle ore 19:00 Cancellation desk <{a}> ha scritto:",
        ("Da", "Inviato", "A", "Oggetto"),
        "R",
        "Messaggio originale",
    ),
    "nl": Tongue(
        "Hoi Ana,\n\nwij bevestigen het einde per 21 november.\nDe video blijft tot dan online.\n\nGroet\nCleo",
        "Op ma 21 sep 2026 om 19:00 schreef Cancellation desk <{a}>:",
        ("Van", "Verzonden", "Aan", "Onderwerp"),
        "Antw",
        "Oorspronkelijk bericht",
    ),
    "pl": Tongue(
        "Dzień dobry,\n\npotwierdzamy koniec 21 listopada.\nProszę o rozliczenie.\n\nPozdrawiam\nCleo",
        "pon., 21 wrz 2026 o 19:00 Cancellation desk <{a}> napisał(a):",
        ("Od", "Wysłano", "Do", "Temat"),
        "ODP",
        "Wiadomość oryginalna",
    ),
    "sv": Tongue(
        "Hej Ana,\n\nvi bekräftar slutet den 21 november.\nFakturan kommer i morgon.\n\nHälsningar\nCleo",
        "Den mån 21 sep. 2026 kl 19:00 skrev Cancellation desk <{a}>:",
        ("Från", "Skickat", "Till", "Ämne"),
        "SV",
        "Ursprungligt meddelande",
    ),
    "ja": Tongue(
        "アナ様\n\n11月21日の終了を確認しました。\n精算書をお送りください。\n\nクレオ",
        "2026年9月21日(月) 19:00 Cancellation desk <{a}>:",
        ("差出人", "送信日時", "宛先", "件名"),
        "Re",
        "元のメッセージ",
        "iso-2022-jp",
    ),
    "zh": Tongue(
        "您好，\n\n我们确认推广于11月21日结束。\n请把结算单发给我们。\n\n谢谢",
        "Cancellation desk <{a}> 于2026年9月21日周一 19:00写道：",
        ("发件人", "发送时间", "收件人", "主题"),
        "回复",
        "原始邮件",
        "gb2312",
    ),
}

Written = tuple[Pairs, tuple[Pairs, bytes]]


def quoted(text: str = QUOTED) -> str:
    return "".join(f"> {line}\n" if line else ">\n" for line in text.splitlines())


def attributed(tongue: Tongue) -> str:
    return tongue.wrote.format(a=DESK)


def block(tongue: Tongue, who: str, *, bold: str = "") -> str:
    values = (f"Cancellation desk <{DESK}>", "Monday, 21 September 2026 19:00", "Cleo Marsh", subject(who))
    return "".join(f"{bold}{label}:{bold} {value}\n" for label, value in zip(tongue.labels, values, strict=True))


def page(text: str) -> str:
    return "".join(f"<div>{line or '<br>'}</div>" for line in text.replace("&", "&amp;").split("\n"))


def gmail(tongue: Tongue, who: str) -> Written:
    plain = f"{tongue.answer}\n\n{attributed(tongue)}\n\n{quoted()}"
    html = (
        f'<div dir="ltr">{page(tongue.answer)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f'{attributed(tongue).replace("<", "&lt;").replace(">", "&gt;")}<br></div><blockquote class="gmail_quote">'
        f"{page(QUOTED)}</blockquote></div>"
    )
    parts = [text_part(plain, "quoted-printable"), text_part(html, "quoted-printable", subtype="html")]
    head = [
        ("DKIM-Signature", "v=1; a=rsa-sha256; d=creators.example; s=20230601; b=abc"),
        ("X-Received", "by 2002:a05:6402 with SMTP id x1"),
    ]
    return [
        *head,
        *thread(who),
        ("Message-ID", f"<CAKx{who}{len(tongue.answer)}{tongue.prefix.encode().hex()}@mail.gmail.example>"),
    ], many("alternative", "000000000000a1b2c3062f", parts)


def gmail_on_a_phone(tongue: Tongue, who: str) -> Written:
    attribution = (
        attributed(tongue).replace(f"<{DESK}>", f"<{DESK}>\n", 1) if "<" in tongue.wrote else attributed(tongue)
    )
    return thread(who), text_part(f"{tongue.answer}\n\n{attribution}\n\n{quoted()}", "base64")


def outlook(tongue: Tongue, who: str) -> Written:
    head = [
        ("Thread-Topic", subject(who)),
        ("Thread-Index", "AdwABC0123456789=="),
        ("Accept-Language", "en-US"),
        ("X-MS-Has-Attach", ""),
        ("X-MS-TNEF-Correlator", ""),
    ]
    return [*thread(who), *head], text_part(f"{tongue.answer}\n\n\n{block(tongue, who)}\n{QUOTED}", "base64")


def outlook_page(tongue: Tongue, who: str) -> Written:
    lines = "".join(
        f"<b>{line.replace(':', ':</b>', 1)}<br>" for line in block(tongue, who).replace("<", "&lt;").splitlines()
    )
    html = (
        f'<html><head><style>p.MsoNormal{{margin:0}}</style></head><body><div class="WordSection1">{page(tongue.answer)}'
        f'<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">{lines}</p></div>{page(QUOTED)}</div></body></html>'
    )
    return [*thread(who), ("x-ms-exchange-senderadcheck", "1"), ("X-Mailer", "Microsoft Outlook 16.0")], text_part(
        html, "quoted-printable", subtype="html"
    )


def outlook_web(tongue: Tongue, who: str) -> Written:
    text = f"{tongue.answer}\n________________________________\n{block(tongue, who)}\n{QUOTED}"
    return [*thread(who), ("X-MS-Exchange-CrossTenant-id", "0000")], text_part(text, "quoted-printable")


def outlook_old(tongue: Tongue, who: str) -> Written:
    text = f"{tongue.answer}\n\n-----{tongue.original}-----\n{block(tongue, who)}\n{QUOTED}"
    return [
        *thread(who),
        ("X-Mailer", "Microsoft Office Outlook 12.0"),
        ("X-MimeOLE", "Produced By Microsoft MimeOLE"),
    ], text_part(text)


def apple(tongue: Tongue, who: str) -> Written:
    text = f"{tongue.answer}\n\n> {attributed(tongue)}\n> \n{quoted()}"
    return [*thread(who), ("X-Mailer", "Apple Mail (2.3774.500.171.1.1)")], text_part(text, "quoted-printable")


def iphone(tongue: Tongue, who: str) -> Written:
    text = f"{tongue.answer}\n\n{attributed(tongue)}\n\n\ufeff{quoted()}"
    return [*thread(who), ("X-Mailer", "iPhone Mail (22A3354)")], text_part(text, "base64")


def thunderbird(tongue: Tongue, who: str) -> Written:
    text = f"{attributed(tongue)}\n{quoted()}\n{tongue.answer}\n"
    return [*thread(who), ("User-Agent", "Mozilla Thunderbird"), ("Content-Language", "en-US")], text_part(text)


def yahoo(tongue: Tongue, who: str) -> Written:
    text = f"{tongue.answer}\n\n    {attributed(tongue)}\n\n" + "".join(f" {line}\n" for line in QUOTED.splitlines())
    return [*thread(who), ("X-Mailer", "WebService/1.1.22645 YMailNorrin")], text_part(text)


def zoho(tongue: Tongue, who: str) -> Written:
    text = (
        f"{tongue.answer}\n\n\n---- On Mon, 21 Sep 2026 19:00:00 +0200 Cancellation desk <{DESK}> wrote ---\n\n{QUOTED}"
    )
    return [*thread(who), ("X-Mailer", "Zoho Mail"), ("X-ZohoMailClient", "External")], text_part(text)


def notes(tongue: Tongue, who: str) -> Written:
    text = f'{tongue.answer}\n\n\n-----"Cancellation desk" <{DESK}> wrote: -----\nTo: Cleo Marsh\nDate: 09/21/2026 07:00PM\nSubject: x\n\n{QUOTED}'
    return [
        ("In-Reply-To", thread(who)[0][1]),
        ("X-Mailer", "HCL Domino Release 12.0.2"),
        ("X-MIMETrack", "Serialize by Router"),
    ], text_part(text)


def groupwise(tongue: Tongue, who: str) -> Written:
    text = f"{tongue.answer}\n\n>>> Cancellation desk <{DESK}> 21.09.2026 19:00 >>>\n{QUOTED}"
    return [("References", thread(who)[1][1]), ("X-Mailer", "Novell GroupWise Internet Agent 18.4")], text_part(text)


def mutt(tongue: Tongue, who: str) -> Written:
    first, _, rest = tongue.answer.partition("\n\n")
    text = f"{attributed(tongue)}\n{quoted('please confirm')}\n{first}\n\n{quoted('the date')}\n{rest}\n"
    return [*thread(who), ("User-Agent", "Mutt/2.2.12 (2023-09-09)"), ("Mail-Followup-To", DESK)], text_part(text)


def roundcube(tongue: Tongue, who: str) -> Written:
    text = f"{tongue.answer}\n\nOn 2026-09-21 19:00, Cancellation desk wrote:\n{quoted()}"
    return [*thread(who), ("User-Agent", "Roundcube Webmail/1.6.6")], text_part(text)


def qq(tongue: Tongue, who: str) -> Written:
    text = (
        f'{tongue.answer}\n\n\n\n\n------------------ {tongue.original} ------------------\n{tongue.labels[0]}: "desk" <{DESK}>;\n'
        f"{tongue.labels[3]}: x\n\n{QUOTED}"
    )
    return [*thread(who), ("X-QQ-MIME", "TCMime 1.0 by Tencent"), ("X-Mailer", "QQMail 2.x")], text_part(text, "base64")


Style = Callable[[Tongue, str], Written]
STYLES: dict[str, tuple[Style, str]] = {
    "gmail": (gmail, "en de fr es pt it nl pl sv ja zh"),
    "gmail-phone": (gmail_on_a_phone, "en de fr es nl pl"),
    "outlook": (outlook, "en de fr es pt it nl pl sv ja zh"),
    "outlook-page": (outlook_page, "en de fr es pt it nl pl sv ja zh"),
    "outlook-web": (outlook_web, "en de fr es it zh"),
    "outlook-old": (outlook_old, "en de fr es pt it nl pl sv"),
    "apple": (apple, "en de fr es it nl"),
    "iphone": (iphone, "en de fr es pt it nl pl sv ja zh"),
    "thunderbird": (thunderbird, "en de fr it nl pl sv"),
    "yahoo": (yahoo, "en de es fr pt"),
    "zoho": (zoho, "en fr es"),
    "notes": (notes, "en de it"),
    "groupwise": (groupwise, "en de"),
    "mutt": (mutt, "en de fr"),
    "roundcube": (roundcube, "en pl"),
    "qq": (qq, "zh ja"),
}
TURN = ("support", "cleo", "emil", "later")


def answers() -> Iterator[Sample]:
    """Whole answers with their thread, one for each program and language."""
    turn = 0
    for style, (write, spoken) in STYLES.items():
        for code in spoken.split():
            who, tongue = TURN[turn % len(TURN)], TONGUES[code]
            turn += 1
            pairs, part = write(tongue, who)
            own = (
                []
                if any(name == "Message-ID" for name, _ in pairs)
                else [("Message-ID", f"<{style}.{code}@creators.example>")]
            )
            title = f"{tongue.prefix}: {subject(who)}"
            raw = message([*trail(who, "Postfix", to=plus(who)), *names(who, title=title), *own, *pairs], part)
            yield Sample(f"answer-{style}-{code}", raw, who, words=tongue.answer)

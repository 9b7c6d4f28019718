"""Subjects that programs write, in the languages of the usual ones. Never proof alone: see `sorting`.

Collected from the translations of mail programs and servers (Exchange, Gmail, Notes, GroupWise, Postfix, Exim).
"""

# ruff: noqa: E501, RUF001 - words of many languages: letters look like others, and wide ones count twice
from __future__ import annotations

import re

_AWAY = (
    r"automatic(ally generated)? (reply|response|answer)",
    r"auto(mated|matic|matische?s?)?[- ]?(reply|response|respons|responder|answer|antwort|antwoord|svar)",
    r"ooo|oof|(i am|i['’]m|we are) (currently )?(out of( the)? office|away|on (vacation|leave|holiday)s?)",
    r"urlaub|im urlaub|(en )?(vacances|congés?)|(de )?vacaciones|(de )?férias|(in )?ferie|(met )?vakantie|(na )?urlopie?|semester",
    r"out[- ]of[- ](the[- ])?office( (auto)?-?reply| response| message| notification)?",
    r"(away|absence|vacation) (from (my|the) (mail|office|desk)|(auto)?-?reply|message|notice|notification|response)",
    r"vacation",
    r"automatische (antwort|beantwoording|r(ü|ue)ckmeldung)|automatisk svar|abwesend",
    r"abwesenheit(snotiz|snachricht|smeldung|sassistent|sbenachrichtigung)?",
    r"(ich bin )?(nicht im (haus|b(ü|ue)ro)|au(ß|ss)er haus)",
    r"(r(é|e)ponse|message|notification) (automatique|d['’]absence)",
    r"(absent(e|\(e\))?|absence)( du bureau| de bureau)?",
    r"respuesta autom(á|a)tica",
    r"(fuera de( la)? oficina|ausente de la oficina|mensaje de ausencia)",
    r"resposta autom(á|a)tica|auto-?resposta",
    r"(fora do escrit(ó|o)rio|aus(ê|e)ncia( tempor(á|a)ria)?)",
    r"(risposta|messaggio) automatic[ao]",
    r"(fuori (ufficio|sede)|assenza dall['’]ufficio)",
    r"automatisch (antwoord|bericht)",
    r"(afwezig(heidsmelding|heidsbericht|heid)?|niet aanwezig)",
    r"(odpowied(ź|z)|automatyczna odpowied(ź|z)) automatyczna|automatyczna odpowied(ź|z)",
    r"(poza biurem|nieobecno(ś|s)(ć|c)( w biurze)?)",
    r"automatiskt? svar|autosvar|fr(å|a)nvarande|fravær(ende)?|ikke til stede|fravarande",
    r"automaattinen vastaus|poissa( toimistosta)?",
    r"automatick(á|a) odpov(ě|e|ď|d)(ď|d)?",
    r"automatikus v(á|a)lasz|automatski odgovor|samodejni odgovor|аутоматски одговор|automatinis atsakymas|autom(ā|a)tisk(ā|a) atbilde|automaatvastus",
    r"r(ă|a)spuns automat|resposta autom(à|a)tica|erantzun automatikoa",
    r"otomatik (yan(ı|i)t|cevap)",
    r"автоматический ответ|автоответ|вне офиса|автоматична відповідь|автоматичен отговор|автоматски одговор",
    r"(balasan|jawaban) otomatis|balasan automatik|t(ự|u) (đ|d)(ộ|o)ng tr(ả|a) l(ờ|o)i|tr(ả|a) l(ờ|o)i t(ự|u) (đ|d)(ộ|o)ng|ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|स्वचालित उत्तर|پاسخ خودکار",
    r"αυτόματη απάντηση",
    r"自动(答复|回复)|自動(回覆|回復|答覆)|外出(通知)?",
    r"自動(応答|返信)|不在(通知|応答|のお知らせ|のため)?",
    r"자동 ?(회신|응답)|부재 ?중",
    r"رد تلقائي|מענה אוטומטי|תשובה אוטומטית",
    r"((ticket|case|request|anfrage)( (no\.? ?)?#?[\w-]{0,20}\d)?|your (message|request|enquiry|inquiry)) (received|created|opened|has been (received|created|opened))",
    r"((ihre |deine )?(anfrage|ticket)|(ihre|deine) (nachricht|e-?mail))( ist| wurde)?( bei uns)? (erhalten|eingegangen)|eingangsbest(ä|ae)tigung",
    r"(votre )?(demande|message|ticket) (a été )?(bien )?(re(ç|c)ue?|enregistr(é|e)e?)|accus(é|e) de r(é|e)ception",
    r"(su |tu )?(solicitud|consulta|mensaje)( ha sido)? (recibid[oa]|registrad[oa])|hemos recibido (su|tu) \w+|acuse de recibo",
    r"(sua )?(solicita(ç|c)(ã|a)o|mensagem|chamado)( foi)? (recebid[oa]|abert[oa])|recebemos (sua|a sua) \w+",
    r"(la (sua|tua) )?(richiesta|segnalazione)( (è|e) stata)? (ricevuta|presa in carico)|conferma di ricezione",
    r"(uw )?(verzoek|bericht|aanvraag|melding)( is)? ontvangen|ontvangstbevestiging",
    r"(twoje )?zg(ł|l)oszenie( zosta(ł|l)o)? (przyj(ę|e)te|zarejestrowane)|talebiniz al(ı|i)nd(ı|i)|ваш(е|а) (обращение|заявка) (получен|принят|зарегистрирован)[оа]",
    r"(お問い?合わ?せ)?を?受(け付け|付)(完了|のお知らせ|いたしました|ました)+|(您的)?(工单|请求|邮件)(已收到|已创建|已受理)|문의가? ?접수(되었습니다)?",
    r"(please |action required[:,] )?(verify|confirm) your (e-?mail|message|address)( to me)?",
)
_END = r"\s*($|[:：\-–—!(\[【|,\])】]|\s(until|till|through|from|since|bis|vom|ab|jusqu|du|hasta|del|até|fino|dal|tot|do|od)\b)"
_START = r"^\W*"

PROGRAM_WROTE = re.compile(f"{_START}({'|'.join(_AWAY)}){_END}", re.IGNORECASE)

# HCL Notes writes its own sentence and repeats nothing of ours
NOTES_AWAY = re.compile(
    r"^\W*auto\s?[:：].{1,200}?(out of (the )?office|absent|abwesend|au(ß|ss)er haus|nicht im (haus|b(ü|ue)ro)|ausente|fuori"
    r"|afwezig|nieobecn|frånvarande|不在|외출|부재|\((returning|retour|zur(ü|ue)ck|regreso|ritorno|retorno|terug))",
    re.IGNORECASE,
)

RECEIPT = re.compile(
    r"^\W*(read|not read|gelesen|ungelesen gel(ö|o)scht|lu|non lu|le(í|i)do|no le(í|i)do|lida|n(ã|a)o lida|letto|non letto"
    r"|gelezen|niet gelezen|przeczytane|nie przeczytano|delivered|relayed|(ü|u)bermittelt|zugestellt|remis|entregado"
    r"|return receipt(?: \(displayed\))?|read receipt|lesebest(ä|a)tigung|empfangsbest(ä|a)tigung|accus(é|e) de r(é|e)ception"
    r"|confirmaci(ó|o)n de lectura|conferma di lettura|leesbevestiging|開封済み|开封|已读|已讀|읽음|개봉|okundu|okunmadı|прочитано|не прочитано|прочетено|l(æ|ä)st|ulest|lest|luettu"
    r"|p(ř|r)e(č|c)teno|pre(č|c)(í|i)tan(é|e)|pro(č|c)itano|olvasva|elolvasva|citit|διαβάστηκε|อ่านแล้ว|đã đọc|dibaca|تمت القراءة|נקרא)\s*[:：]"
    r"|^\W*(return|read) receipt\b",
    re.IGNORECASE,
)

FAILED = re.compile(
    r"^\W*(undeliver(able|ed)|non[- ]?(remis|distribuable)|unzustellbar|nicht zugestellt|zustellung (fehlgeschlagen|nicht)"
    r"|no se (puede|pudo|ha podido) entregar|no entregado|n(ã|a)o (entregue|(é|e|foi) poss(í|i)vel entregar)|falha na entrega"
    r"|non recapitabile|mancato recapito|impossibile recapitare|onbestelbaar|niet bezorgd|kan niet worden bezorgd"
    r"|niedostarcz(one|alne)|nie mo(ż|z)na dostarczy(ć|c)|nie dostarczono|kan inte levereras|kan ikke leveres|olevererbart"
    r"|nedoru(č|c)iteln(é|e)|не доставлено|недоставленное|无法(送达|投递|传递)|未(送达|传递)|無法傳遞|配信(不能|できません)|배달되지 않음"
    r"|(mail )?delivery (has )?(failed|failure|error|status notification \(failure\)|status notification$|problem)"
    r"|(mail )?delivery failure|mail delivery failed|mail (system )?error|message (could )?not (be )?deliver(ed|able)"
    r"|failure (notice|delivery)|failed (mail|delivery|to deliver)|failed: |return(ed|ing) (mail|message|to sender)"
    r"|mail could not be delivered|message status - undeliverable|mail non remis|(é|e)chec de (la )?remise"
    r"|(é|e)chec d['’]envoi|error de entrega|error sending|your ((e-?)?mail|message) .{0,60}(could not|was not|not) (be )?deliver"
    r"|недоставленное сообщение|(邮件)?无法(送达|投递|传递)|(邮件)?投递失败|发送失败|退信|系统退信|邮件退回|발송 ?실패|반송|bounced?\b|teslim edilemedi|доставка не удалась|не е доставено|nedostavljeno|iletilemedi"
    r"|user unknown|permanent(ly)? (delivery )?fail|non[- ]delivery|rejected mail|ndn: |dsn: fail)"
    r"|undelivered mail returned",
    re.IGNORECASE,
)

DELAYED = re.compile(
    r"delay|still being retried|will be retried|transient|not yet (been )?delivered|warning: (could not send|message)"
    r"|verz(ö|oe)gert|retard|retras(o|ado)|atrasad|demora|ritard|in attesa|vertraagd|vertraging|op(ó|o)(ź|z)nion|försenad"
    r"|forsinket|задерж|延(迟|遲|误)|遅延|지연|success|relayed|\bdelivered:",
    re.IGNORECASE,
)

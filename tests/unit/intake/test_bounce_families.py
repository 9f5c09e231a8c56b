"""Notices as families of mail systems write them, in many languages and in wordings that no phrase of ours foresees."""

import pytest

from outreach.domain.failure import FailureReason, MailKind
from outreach.intake.failure_reason import reason_of
from outreach.intake.inbox import classify
from tests.incoming import a_mail

ANA = "ana@chapines.example"
DEAD, ALIVE = True, False

NOTICES = (
    (
        "Mail Delivery Subsystem <mailer-daemon@mx.example>",
        "Returned mail: see transcript for details",
        f"""   ----- The following addresses had permanent fatal errors -----
<{ANA}>
    (reason: 550 5.1.1 <{ANA}>... User unknown)

   ----- Transcript of session follows -----
... while talking to mx.chapines.example.:
>>> DATA
<<< 550 5.1.1 <{ANA}>... User unknown
550 5.1.1 <{ANA}>... User unknown
""",
        DEAD,
    ),
    (
        "Mail Delivery System <Mailer-Daemon@mx.example>",
        "Mail delivery failed: returning message to sender",
        f"""This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {ANA}
    Unrouteable address
""",
        DEAD,
    ),
    (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Failure)",
        f"""** Address not found **

Your message wasn't delivered to {ANA} because the address couldn't be found, or is unable to receive mail.

The response from the remote server was:
550 5.1.1 No such recipient here
""",
        DEAD,
    ),
    (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Failure)",
        f"""Delivery to the following recipient failed permanently:

     {ANA}

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the server for the recipient domain chapines.example.
The other server said:
550 550 unknown user {ANA} (state 14).
""",
        DEAD,
    ),
    (
        "MAILER-DAEMON@yahoo.example",
        "Failure Notice",
        f"""Sorry, we were unable to deliver your message to the following address.

<{ANA}>:
554: delivery error: dd This user doesn't have a yahoo.example account ({ANA}) [0]
""",
        DEAD,
    ),
    (
        "System Administrator <postmaster@mail.example>",
        "Undeliverable: A call about the DNS",
        f"""Your message did not reach some or all of the intended recipients.

The following recipient(s) could not be reached:

      {ANA} on 1/7/2016 10:00 AM
            The e-mail account does not exist at the organization this message was sent to. Check the e-mail address.
            <mx.chapines.example #5.1.1>
""",
        DEAD,
    ),
    (
        "postmaster@chapines.example",
        "Message delivery failed",
        f"""MailEnable: Message Delivery Failure.

Message could not be delivered to some recipients.
The following recipient(s) could not be reached:

Recipient: [SMTP:{ANA}]
Reason: Mailbox not found at the server
""",
        DEAD,
    ),
    (
        "mailer-daemon@mail.example",
        "Message undeliverable: A call about the DNS",
        f"""Your message did not reach some or all of the intended recipients.

   Sent: Fri, 1 Jul 2016 10:00:00 +0000
   Subject: A call about the DNS

The following recipient(s) could not be reached:

{ANA}
   Error Type: SMTP
   Remote server (192.0.2.7) issued an error.
   hMailServer sent: RCPT TO:<{ANA}>
   Remote server replied: 550 Account is not here any more, unknown.

hMailServer
""",
        DEAD,
    ),
    (
        "Courier mail server at mx.example <postmaster@mx.example>",
        "NOTICE: mail delivery status.",
        f"""This is a delivery status notification from mx.example,
running the Courier mail server.

UNDELIVERABLE MAIL

Your message to the following recipients cannot be delivered:

<{ANA}>:
     mx.chapines.example [192.0.2.7]:
>>> RCPT TO:<{ANA}>
<<< 550 User <{ANA}> unrecognised
""",
        DEAD,
    ),
    (
        "MAILER-DAEMON@mx.example (Domino)",
        "DELIVERY FAILURE: User ana (ana@chapines.example) not listed in Domino Directory",
        f"""Your message

  Subject: A call about the DNS

was not delivered to:

  {ANA}

because:

  User ana ({ANA}) not listed in Domino Directory
""",
        DEAD,
    ),
    (
        "Mail Delivery System <postmaster@mx.mimecast.example>",
        "[Postmaster] Email Delivery Failure",
        f"""Your email could not be delivered to the following recipient:

{ANA}

The server answered RCPT TO with: 550 Invalid Recipient - see the knowledge base
""",
        DEAD,
    ),
    (
        "MAILER-DAEMON@mx.example",
        "failure notice",
        f"""Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{ANA}>:
Sorry, no mailbox here by that name. vpopmail (#5.1.1)
""",
        DEAD,
    ),
    (
        "MAILER-DAEMON@mx.example",
        "failure notice",
        f"<{ANA}>:\nUser's storage is used up entirely; the maildir has overdrawn his diskspace quota. (#5.2.2)\n",
        ALIVE,
    ),
    (
        "Barracuda <postmaster@filter.example>",
        "**Message you sent blocked by our bulk email filter**",
        f"Your message to: {ANA}\nwas blocked by our Spam Firewall. It has NOT BEEN DELIVERED.\n",
        ALIVE,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Correo devuelto: no se pudo entregar",
        f"Su mensaje no pudo ser entregado a <{ANA}>:\nLa dirección de correo no se encuentra registrada aquí\n",
        DEAD,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Mensagem não entregue",
        f"Sua mensagem não pôde ser entregue a <{ANA}>:\nO endereço informado não foi localizado\n",
        DEAD,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Échec de la remise",
        f"Votre message n'a pas pu être remis à <{ANA}> :\nCette adresse n'est pas reconnue par notre serveur\n",
        DEAD,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Unzustellbar: Einladung",
        f"Ihre Nachricht konnte nicht zugestellt werden an <{ANA}>:\nDas Postfach existiert nicht\n",
        DEAD,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Mancato recapito: invito",
        f"Il messaggio non è stato recapitato a <{ANA}>:\nLa casella indicata non esiste\n",
        DEAD,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Onbestelbaar: uitnodiging",
        f"Uw bericht kon niet worden afgeleverd aan <{ANA}>:\nDeze gebruiker is bij ons niet bekend\n",
        DEAD,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "配信不能メール",
        f"次の宛先に配信できませんでした。\n<{ANA}>:\n指定されたアドレスは存在しません\n",
        DEAD,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "系统退信",
        f"您的邮件无法投递。\n<{ANA}>:\n收件人不存在\n",
        DEAD,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Недоставленное сообщение",
        f"Сообщение не доставлено.\n<{ANA}>:\nЭтот пользователь не найден\n",  # noqa: RUF001 # Cyrillic
        DEAD,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Correo devuelto",
        f"Su mensaje no pudo ser entregado a <{ANA}>:\nEl buzón del usuario ha superado su capacidad\n",
        ALIVE,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Unzustellbar: Einladung",
        f"Ihre Nachricht konnte nicht zugestellt werden an <{ANA}>:\nDas Postfach ist voll\n",
        ALIVE,
    ),
    (
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "配信不能メール",
        f"次の宛先に配信できませんでした。\n<{ANA}>:\nメールボックスの容量を超えています\n",
        ALIVE,
    ),
)


@pytest.mark.parametrize(("sender", "subject", "text", "dead"), NOTICES)
def test_a_notice_names_whom_it_did_not_reach_and_whether_for_good(
    sender: str,
    subject: str,
    text: str,
    dead: bool,  # noqa: FBT001 # a case
) -> None:
    verdict = classify(a_mail(sender, text, Subject=subject, Return_Path="<>"))

    assert verdict.kind is MailKind.BOUNCE
    assert [(one.address, one.permanent) for one in verdict.failures] == [(ANA, dead)]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("No se puede entregar: Invitación", f"Su mensaje no fue entregado.\n\n{ANA}: no existe"),
        ("Não é possível entregar: Convite", f"A mensagem não foi entregue.\n\n{ANA}: inexistente"),
        ("Non remis : Invitation", f"Le message n'a pas été remis.\n\n{ANA} : adresse inconnue"),
        ("Zustellung nicht möglich", f"Die Nachricht wurde nicht ausgeliefert.\n\n{ANA}: unbekannt"),
        ("Mancata consegna: invito", f"Il messaggio non è stato consegnato.\n\n{ANA}: utente inesistente"),
        ("Niet bezorgd: uitnodiging", f"Het bericht is niet bezorgd.\n\n{ANA}: onbekend"),
        ("Nie dostarczono wiadomości", f"Wiadomość nie została dostarczona.\n\n{ANA}: nieznany"),
        ("送信エラー", f"メールを送信できませんでした。\n\n{ANA}: アドレスが見つかりません"),
        ("退信通知", f"邮件投递失败。\n\n{ANA}: 用户不存在"),
        ("Письмо не доставлено", f"Письмо не доставлено.\n\n{ANA}: адрес не существует"),
    ],
)
def test_a_notice_of_a_system_with_an_uncommon_name_is_known_by_its_words(subject: str, text: str) -> None:
    """Null return path, or the failure at the very beginning."""
    written = classify(a_mail("Correo <correo@mx.example>", text, Subject=subject))
    by_path = classify(a_mail("Correo <correo@mx.example>", text, Subject=subject, Return_Path="<>"))

    for verdict in (written, by_path):
        assert (verdict.kind, [one.address for one in verdict.failures]) == (MailKind.BOUNCE, [ANA])


@pytest.mark.parametrize(
    "text",
    [
        "El mensaje no fue entregado todavía; se seguirá intentando durante 5 días.",
        "A mensagem ainda não foi entregue. O servidor continuará tentando.",
        "Le message n'a pas été remis. Le serveur continuera d'essayer.",
        "Die Nachricht wurde noch nicht zugestellt; es wird weiter versucht.",
        "Il messaggio non è stato consegnato: il server continuerà a tentare.",
        "Het bericht is nog niet bezorgd; wij blijven proberen.",
    ],
)
def test_a_system_that_goes_on_trying_in_any_language_sends_no_bounce(text: str) -> None:
    raw = a_mail("MAILER-DAEMON@mx.example", f"{text}\n\n<{ANA}>\n", Subject="Aviso", Return_Path="<>")

    assert classify(raw).kind is MailKind.DELAY


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        ("the addressee you wrote to could not be located", "", FailureReason.USER_UNKNOWN),
        ("la casilla del destinatario nunca fue dada de alta o no existe", "", FailureReason.USER_UNKNOWN),
        ("le compte du destinataire est introuvable", "", FailureReason.USER_UNKNOWN),
        ("adresat: taki użytkownik nie istnieje", "", FailureReason.USER_UNKNOWN),
        ("el dominio de correo es inexistente", "", FailureReason.HOST_UNKNOWN),
        ("a caixa do destinatário está lotada", "", FailureReason.MAILBOX_FULL),
        ("het account werd gedeactiveerd", "", FailureReason.DISABLED),
        ("remitente rechazado: dominio desconocido", "", FailureReason.SENDER_REFUSED),
        ("il messaggio è troppo grande", "", FailureReason.TOO_BIG),
        ("rechazado por el administrador", "", FailureReason.POLICY),
        ("bitte versuchen Sie es später", "", FailureReason.TEMPORARY),
        ("550 5.7.1 recipient address rejected", "5.7.1", FailureReason.POLICY),
        ("5.1.0 - Unknown address error 550-'5.7.0 go away'", "5.1.0", FailureReason.UNCLEAR),
        ("something else altogether", "5.7.9", FailureReason.POLICY),
        ("something else altogether", "", FailureReason.UNCLEAR),
    ],
)
def test_stems_tell_where_no_phrase_does(words: str, status: str, reason: FailureReason) -> None:
    assert reason_of(words, status) is reason


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Re: A call about the DNS",
            "I could not find the address of the call; is the link invalid?",
        ),
        (
            "Message returned",
            "Hello, my letter was returned: address unknown. What now? ana2@chapines.example",
        ),
        (
            "Re: Invitación",
            "La dirección del enlace no existe, mi buzón está lleno. Escriba a ana2@chapines.example",
        ),
        (
            "Mi correo anterior fue devuelto",
            "Hola, escribí a luz@lacralo.example y el usuario no existe. ¿Ayuda?",
        ),
        ("Re: Convite", "O endereço da sala não foi encontrado. Meu e-mail novo é ana2@chapines.example"),
        ("Mensagem devolvida", "Olá, minha mensagem para luz@lacralo.example voltou: usuário desconhecido. Obrigada"),
        (
            "Re: Invitation",
            "Bonjour, l'adresse du lien est introuvable, le compte suspendu. ana2@chapines.example",
        ),
        ("Mon message est resté non remis", "Bonjour, j'ai écrit à luz@lacralo.example, adresse inconnue. Merci"),
        (
            "Unzustellbar? Frage zur Einladung",
            "Guten Tag, ich schrieb an luz@lacralo.example: unbekannt. Danke",
        ),
        ("Mancato recapito del mio invito", "Buongiorno, ho scritto a luz@lacralo.example ma la casella non esiste."),
        (
            "Onbestelbaar, wat nu?",
            "Goedemorgen, ik schreef luz@lacralo.example maar die gebruiker is onbekend.",
        ),
        (
            "配信不能について",
            "私は luz@lacralo.example に送りましたが、アドレスが存在しません。",
        ),
    ],
)
def test_a_person_who_writes_of_such_things_sends_no_bounce(subject: str, text: str) -> None:
    assert classify(a_mail(f"Ana Xol <{ANA}>", text, Subject=subject)).kind in {MailKind.REPLY, MailKind.OTHER}


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatic reply: A call", f"I left the organisation; this account is not monitored. Write to {ANA}"),
        ("Respuesta automática: Invitación", f"Ya no trabajo aquí y este buzón no existe más. Escriba a {ANA}"),
        ("Resposta automática: Convite", f"Este endereço não existe mais; escreva para {ANA}"),
        ("Réponse automatique : Invitation", f"Cette adresse n'est plus valide, écrivez à {ANA}"),
        ("Automatische Antwort: Einladung", f"Dieses Postfach ist nicht mehr gültig und wird nicht gelesen. An {ANA}"),
        ("Risposta automatica: invito", f"Questa casella non esiste più, scrivere a {ANA}"),
        ("Automatisch antwoord: uitnodiging", f"Dit adres bestaat niet meer, schrijf naar {ANA}"),
        ("自動返信: 招待", f"このアドレスは存在しません。{ANA} までご連絡ください。"),
    ],
)
def test_an_automatic_answer_that_speaks_of_addresses_is_no_bounce(subject: str, text: str) -> None:
    raw = a_mail("Otto <otto@chapines.example>", text, Subject=subject, Auto_Submitted="auto-replied", Return_Path="<>")

    assert classify(raw).kind is MailKind.AUTO_REPLY

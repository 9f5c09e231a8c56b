"""Whether a person asks not to be written to again: short clear statements in English, Spanish, Portuguese, French."""

import re
from email.message import Message

from outreach.intake.folding import folded
from outreach.intake.mail_text import header
from outreach.intake.quote import new_text

# A longer letter may say more than "stop": a person reads it.
LONGEST_LETTER = 600
FIRST_SENTENCES = 6
COURTESY = re.compile(
    r"^(hi|hello|dear all|hola|ola|bonjour|buen dia|buenos dias|bom dia|please|pls|kindly|por favor|favor de|favor|porfa"
    r"|s il vous plait|svp|merci de|veuillez|solicito|i want to|i would like to|i d like to|i wish to|quiero|deseo"
    r"|quisiera|quero|desejo|gostaria de|je veux|je souhaite|je voudrais)\s+"
    r"|\s+(please|pls|thanks|thank you|por favor|porfa|gracias|muchas gracias|obrigad[oa]|merci|svp|s il vous plait"
    r"|immediately|now|already|ya|ja|inmediatamente|imediatamente)$"
)
MAILS = (
    r"((these|those|this|such|your|any|more|me|us|estos|esos|sus|tus|mas|mais|seus|esses|estes|vos|de|des|d|ces)\s)*"
)
MAILS += r"(e ?mails?|messages?|mails?|spam|correos?( electronicos?)?|mensajes?|mensagens?|courriels?|invitaciones|invitations?)"
LIST = r"((your|the|this|all|any|su|sus|la|las|tu|esta|sua|suas|a|da|votre|vos|cette|l)\s)*"
LIST += r"((mailing|distribution|contact|future)\s)?(lists?|listas?|liste|mailings?|e ?mails?|correos|envios|base( de datos)?"
LIST += r"|database|diffusion|communications?|comunicaciones|invitations?)( de (distribucion|correo|envio|diffusion|difusion))?"
OPT_OUT = re.compile(
    "|".join(
        (
            # English
            rf"stop|stop it|stop (e ?mailing|mailing|writing|contacting|spamming)( to)?( me| us)?|stop sending( me| us)?( {MAILS})?",
            rf"unsubscribe( me| us)?( from {LIST})?|(remove|take) (me|us|my (e ?mail )?(address|e ?mail))( (from|off) {LIST})?",
            rf"(opt|opting) ?out( of {LIST})?|be removed( from {LIST})?|no more {MAILS}",
            r"(do not|don t|never) (e ?mail|contact|write|write to)( to)? (me|us)( again| any ?more| any longer)?",
            rf"(do not|don t) send( me| us)?( any( more)?| more)? ?({MAILS})?( again| any ?more)?",
            # Spanish
            rf"(de)?baja|(dar(me|nos)?|de(n)?me|dennos) de baja( (de|en) {LIST})?|de baja|no me (escriban?|contacten?|molesten?)( mas)?",
            rf"no (me |nos )?(envien?|enviar|manden?|mandar|escribir)(me|nos)?( mas)?( {MAILS})?( mas)?",
            rf"no (quiero|deseo|queremos|deseamos) (seguir recibiendo|recibir)( mas)?( {MAILS})?( mas)?",
            rf"(seguir recibiendo|cancelar) (la |mi )?(suscripcion|{MAILS})|desuscribir(me)?|desinscribir(me)?",
            rf"(borren?|eliminen?|quiten?|saquen?|remuevan?)(me|nos)( de {LIST})?|(eliminar|borrar|quitar)(me)?( de {LIST})?",
            # Portuguese
            rf"remover?|remov[ae]( |-)?me|me remova(m)?( d[ae] {LIST})?|remov(er|a|am)( o)?( meu)?( e ?mail| endereco)?( d[ae] {LIST})?",
            r"(descadastr(ar|e|em)|descadastramento)( me| meu e ?mail)?|(cancelar|cancele) (a |minha )?(inscricao|assinatura)",
            rf"nao (quero|desejo|queremos)( mais)? receber( mais)?( {MAILS})?|sair d[ae] {LIST}",
            rf"nao me (escrev[ae]m?|envi[ae]m?|mandem?|contatem?)( mais)?( {MAILS})?( mais)?|nao enviar( mais)?( {MAILS})?",
            rf"(parar?|parem)( de (me )?(enviar|mandar|escrever)( {MAILS})?)?|excluir( meu e ?mail)?",
            # French
            rf"(me )?desinscri(re|vez)( moi)?|desinscription|(me )?desabonne(r|z|ment)( moi)?( de {LIST})?",
            rf"arrete[rz]?( de (m ecrire|m envoyer {MAILS}))?|ne (m ecrivez|me contactez|m envoyez) plus( {MAILS}| rien)?",
            rf"(je )?ne (veux|souhaite|desire) plus recevoir( {MAILS})?|ne plus (m ecrire|recevoir {MAILS}|m envoyer {MAILS})",
            rf"(retirez|supprimez|enlevez|effacez)( moi| mon (adresse|e ?mail))( de {LIST})?",
        )
    )
)
# A mailto link writes the word and may add the token of the message.
SUBJECT = re.compile(
    r"(unsubscribe|unsub|opt ?out|stop|baja|desuscribir|remover|descadastrar|desinscrire)( [\w+.@]{6,80})?"
)
SENTENCES = re.compile(r"[.!;\n]+|,\s")


def asks_by_subject(message: Message) -> bool:
    """The subject is what an unsubscribe link writes (RFC 2369, mailto): the word alone or with a token."""
    return SUBJECT.fullmatch(folded(header(message, "subject"))) is not None


def asks_in_words(message: Message) -> bool:
    """One of the first sentences of the new text is a plain request to stop; what is quoted does not count."""
    text = new_text(message)
    if len(text) > LONGEST_LETTER:
        return False
    sentences = [one for one in SENTENCES.split(text) if one.strip()][:FIRST_SENTENCES]
    return any(is_request(one) for one in sentences)


def is_request(sentence: str) -> bool:
    """Whether a sentence says only that the writer wants no more mail; a question never does."""
    said = folded(sentence)
    if sentence.rstrip().endswith("?"):
        return False
    while said and not OPT_OUT.fullmatch(said):
        shorter = COURTESY.sub("", said)
        if shorter == said:
            return False
        said = shorter
    return bool(said)

#include "parsers/machinewords.h"

const char *const machine_daemons[] = {
	"mailer-daemon", "mailerdaemon", "mail-daemon", "maildaemon", "mdaemon",
	"postmaster", "post_master", "double-bounce", "mail.delivery.system", "mailadm", "smtpd",
	NULL
};

const char *const machine_daemon_names[] = {
	"mail delivery subsystem", "mail delivery system", "mailer-daemon", "mailer daemon",
	NULL
};

const char *const machine_no_reply[] = {
	"no-reply", "noreply", "no_reply", "no.reply", "do-not-reply", "donotreply",
	"do_not_reply", "no-responder", "noresponder", "ne-pas-repondre", "nepasrepondre",
	"nao-responda", "naoresponda", "non-rispondere", "nicht-antworten", NULL
};

const char *const machine_bounce_subjects[] = {
	/* en */
	"undeliver", "undelivered", "delivery status notification", "delivery failure",
	"delivery failed", "delivery fail", "delivery error", "delivery notification",
	"delivery problem", "delivery report", "delivery has failed", "mail delivery system",
	"message delivery", "mail delivery", "failure notice", "failure delivery",
	"returned mail", "returned to sender", "mail returned", "returned message",
	"could not be delivered", "could not send message", "cannot send message",
	"mail system error", "mail error", "non-delivery", "nondeliverable", "nondelivery",
	"not delivered", "unable to deliver", "unable to send", "rejected mail",
	"message rejected", "mail rejected", "warning: message", "mail failure",
	"sending failed", "send failure", "dsn:", "dsn ", "bounce",
	"email address error", "permanent error",
	/* es */
	"no se puede entregar", "no se pudo entregar", "no entregado", "no entregable",
	"error de entrega", "fallo en la entrega", "devuelto",
	/* de */
	"unzustellbar", "nicht zugestellt", "nicht zustellbar", "zustellung fehlgeschlagen",
	"fehler bei der zustellung", "unzustellbare",
	/* fr */
	"non remis", "non distribu", "non delivre", "echec de la remise", "echec de remise",
	"echec de livraison", "non livre", "retour a l'expediteur",
	/* pt */
	"nao entregue", "nao foi possivel entregar", "falha na entrega", "falha de entrega",
	"nao pode ser entregue",
	/* it */
	"mancata consegna", "mancato recapito", "non recapitabile", "impossibile recapitare",
	"errore di consegna", "non consegnato",
	/* nl */
	"niet bezorgd", "onbestelbaar",
	/* ru, ja */
	"\xd1\x81\xd0\xbe\xd0\xbe\xd0\xb1\xd1\x89\xd0\xb5\xd0\xbd\xd0\xb8\xd0\xb5 "
	"\xd0\xbd\xd0\xb5 \xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2\xd0\xbb\xd0\xb5",
	"\xe3\x83\xa1\xe3\x83\xbc\xe3\x83\xab\xe3\x82\xa8\xe3\x83\xa9\xe3\x83\xbc",
	NULL
};

const char *const machine_bounce_phrases[] = {
	"could not be delivered", "couldn't be delivered", "cannot be delivered",
	"can't be delivered", "could not deliver", "was not delivered",
	"wasn't delivered", "not able to deliver", "unable to deliver", "wasn't able to deliver",
	"delivery failed", "delivery has failed", "failed permanently", "delivery failure",
	"delivery to the following", "undeliverable", "undelivered", "permanent error",
	"permanent failure", "fatal error", "permanent fatal errors", "non-delivery",
	"returned to sender", "returned mail", "returned message", "did not reach",
	"unknown user", "user unknown", "no such user", "does not exist",
	"was rejected", "rejected by", "address(es) failed", "following address",
	"following recipient", "error message below", "reason for the",
	"delivery error", "delivery status", "mail system error", "failure reason",
	"could not send", "unable to send", "problems delivering", "problem delivering",
	"transcript of session", "mailbox is full", "mailbox full", "quota",
	"no se ha podido entregar", "no se pudo entregar", "konnte nicht zugestellt",
	"konnten nicht zugestellt", "n'a pas pu etre", "non e stato possibile",
	"nao foi possivel entregar", "nao pode ser entregue",
	NULL
};

const char *const machine_delay_phrases[] = {
	"delayed", "warning: could not send", "warning: message", "still being retried",
	"will be retried", "will retry", "will keep trying", "not yet been delivered",
	"has not been delivered yet", "still not delivered", "delivery is delayed",
	"this is a warning message only", "you do not need to resend",
	"wird weiterhin versucht", "retrasad", "retarde", "verzogert", "in ritardo", "atrasad",
	NULL
};

const char *const machine_auto_starts[] = {
	"auto:", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response",
	"autoresponse", "automatic reply", "automatic response", "automated reply",
	"automated response", "out of office", "out of the office", "out-of-office", "ooo:",
	"vacation", "on vacation", "away from", "i am away", "i'm away", "on leave",
	"respuesta automatica", "respuesta automatizada", "contestacion automatica",
	"fuera de la oficina", "fuera de oficina", "ausente", "de vacaciones",
	"automatische antwort", "automatische ruckantwort", "automatische beantwortung",
	"abwesenheit", "abwesend", "abwesenheitsnotiz", "ausser haus", "nicht im buro",
	"automatisch:", "automatisk svar", "autosvar", "automaattinen vastaus",
	"reponse automatique", "message d'absence", "absence du bureau", "absent du bureau",
	"en conges", "notification d'absence",
	"resposta automatica", "fora do escritorio", "ausencia do escritorio", "de ferias",
	"risposta automatica", "fuori ufficio", "fuori sede", "in ferie", "assenza dall'ufficio",
	"automatisch antwoord", "automatische reactie", "afwezig", "niet aanwezig",
	"automatyczna odpowiedz", "odpowiedz automatyczna",
	/* Outlook.com's complaints, which are no RFC 5965 reports */
	"complaint about message from",
	NULL
};

const char *const machine_auto_subjects[] = {
	"out of office", "out of the office", "automatic reply", "auto-reply", "autoreply",
	"auto reply", "vacation reply", "vacation message", "automated response",
	"abwesenheitsnotiz", "respuesta automatica", "reponse automatique",
	"resposta automatica", "risposta automatica", "automatische antwort",
	"read:", "read receipt", "lesebestatigung", "confirmacion de lectura",
	"confirmation de lecture", "conferma di lettura", "confirmacao de leitura",
	NULL
};

const char *const machine_returned[] = {
	"------ this is a copy of", "--- below this line is a copy", "----- original message",
	"--- original message", "---- original message", "----original message",
	"--- the following", "----- message header", "----- returned message",
	"------- returned message", "--- returned message", "--- enclosed is a copy",
	"--- undelivered message", "----- unsent message", "---------- returned",
	"----- forwarded message", "---------- forwarded message", "original message follows",
	"the original message was", "content-type: message/rfc822",
	"content-type: text/rfc822-headers", "message header follows",
	"------ original message", "received: from", "received: by", "return-path: <",
	"--- attached is a copy", "your original message", "original message headers",
	"----- transcript of message", "*** original message", "-----ursprungliche nachricht",
	"the header of the original message", "the message headers", "message headers follow",
	NULL
};

const char *const machine_recipient_intros[] = {
	"did not reach", "not delivered to", "be delivered to", "address(es) failed",
	"following recipient", "following address", "recipients failed", "failed permanently",
	"delivery to", "fatal errors", "undeliverable to", "were not able", "mail to the",
	NULL
};

const char *const machine_contact_leads[] = {
	"contact", "contacting", "assistance", "support", "help", "questions", "postmaster",
	"administrator", "contacte", "kontakt", "contacter", "contatto", NULL
};

const char *const machine_recipient_leads[] = {
	"final-recipient: rfc822;", "original-recipient: rfc822;", "x-actual-recipient: rfc822;",
	"rcpt to:", "could not be delivered to:", "failed recipient:", "recipient address:",
	"recipient:", "recipients:", "to:", "address:", "user unknown:", "unknown user:",
	"intended recipient:", "e-mail address:", "email address:", "deliver to",
	"delivered to", "delivery to", "send to", "sent to", "message to", "mail to",
	NULL
};

const struct machine_header machine_headers[] = {
	{ "Auto-Submitted", "auto-replied", LETTER_AUTO },
	{ "Auto-Submitted", "auto-notified", LETTER_AUTO },
	{ "X-Autoreply", NULL, LETTER_AUTO },
	{ "X-Autorespond", NULL, LETTER_AUTO },
	{ "X-Autoresponder", NULL, LETTER_AUTO },
	{ "X-Auto-Reply", NULL, LETTER_AUTO },
	{ "X-Auto-Reply-From", NULL, LETTER_AUTO },
	{ "X-Mail-Autoreply", NULL, LETTER_AUTO },
	{ "X-FC-MachineGenerated", "true", LETTER_AUTO },
	{ "X-Vacation", NULL, LETTER_AUTO },
	{ "X-POST-MessageClass", "9; autoresponder", LETTER_AUTO },
	{ "Delivered-To", "autoresponder", LETTER_AUTO },
	{ "Preference", "auto_reply", LETTER_AUTO },
	{ "Precedence", "auto_reply", LETTER_AUTO },
	{ "Precedence", "auto-reply", LETTER_AUTO },
	{ "X-Precedence", "auto_reply", LETTER_AUTO },
	/* Lists before what robots of a list write. */
	{ "List-Id", NULL, LETTER_LIST },
	{ "List-Post", NULL, LETTER_LIST },
	{ "X-Mailing-List", NULL, LETTER_LIST },
	{ "Mailing-List", NULL, LETTER_LIST },
	{ "X-Mailman-Version", NULL, LETTER_LIST },
	{ "List-Unsubscribe", NULL, LETTER_LIST },
	/* "list" without any field of a list: a robot that wants no answers. */
	{ "Precedence", "list", LETTER_AUTO },
	{ "Auto-Submitted", "auto-", LETTER_AUTO },
	{ "Precedence", "bulk", LETTER_AUTO },
	{ "Precedence", "junk", LETTER_AUTO },
	{ "X-Auto-Response-Suppress", "all", LETTER_AUTO },
	{ "X-Auto-Response-Suppress", "dr, oof, autoreply", LETTER_AUTO },
	{ "X-Auto-Response-Suppress", "oof", LETTER_AUTO },
	{ "X-Auto-Response-Suppress", "autoreply", LETTER_AUTO },
};

const size_t machine_headers_n = sizeof(machine_headers) / sizeof(machine_headers[0]);

const struct machine_status machine_statuses[] = {
	{ "user unknown", "5.1.1" },
	{ "unknown user", "5.1.1" },
	{ "no such user", "5.1.1" },
	{ "no such mailbox", "5.1.1" },
	{ "mailbox not found", "5.1.1" },
	{ "does not exist", "5.1.1" },
	{ "doesn't exist", "5.1.1" },
	{ "host unknown", "5.1.2" },
	{ "unknown host", "5.1.2" },
	{ "domain not found", "5.1.2" },
	{ "account is disabled", "5.2.1" },
	{ "mailbox is full", "5.2.2" },
	{ "mailbox full", "5.2.2" },
	{ "over quota", "5.2.2" },
	{ "quota exceeded", "5.2.2" },
	{ "too large", "5.3.4" },
	/* given up: no longer 4.4.1 and 4.4.7 */
	{ "timed out", "5.4.1" },
	{ "connection refused", "5.4.1" },
	{ "retry timeout exceeded", "5.4.7" },
};

const size_t machine_statuses_n = sizeof(machine_statuses) / sizeof(machine_statuses[0]);

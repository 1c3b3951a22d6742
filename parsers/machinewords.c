#include "parsers/machinewords.h"

const char *const machine_daemons[] = {
	"mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon", "maildaemon", "mdaemon",
	"postmaster", "post_master", "double-bounce", "mail.delivery.system", "mailadm", "smtpd",
	"mail-delivery-system", "maildeliverysystem", NULL
};

const char *const machine_daemon_names[] = {
	"mail delivery subsystem", "mail delivery system", "mail deliver system",
	"mailer-daemon", "mailer daemon", "delivery subsystem", "internet mail delivery", NULL
};

const char *const machine_no_reply[] = {
	"no-reply", "noreply", "no_reply", "no.reply", "do-not-reply", "donotreply",
	"do_not_reply", "no-responder", "noresponder", "ne-pas-repondre", "nepasrepondre",
	"nao-responda", "naoresponda", "non-rispondere", "nicht-antworten", NULL
};

const char *const machine_auto_starts[] = {
	/* en */
	"auto:", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response",
	"autoresponse", "automatic reply", "automatic response", "automated reply",
	"automated response", "out of office", "out of the office", "out-of-office", "ooo:",
	"vacation", "on vacation", "away from", "i am away", "i'm away", "on leave",
	"i am out of", "i'm out of", "annual leave", "not in the office", "autoresponder",
	/* es */
	"respuesta automatica", "respuesta automatizada", "contestacion automatica",
	"fuera de la oficina", "fuera de oficina", "ausente", "de vacaciones",
	"respuesta de vacaciones", "mensaje automatico",
	/* de */
	"automatische antwort", "automatische ruckantwort", "automatische beantwortung",
	"automatische ruckmeldung", "automatische abwesenheit",
	"abwesenheit", "abwesend", "ausser haus", "nicht im buro", "nicht im hause",
	"urlaubsmeldung", "ich bin im urlaub", "autom. antwort", "automatisch:",
	/* fr */
	"reponse automatique", "reponse auto", "message d'absence", "absence du bureau",
	"absent du bureau", "en conges", "notification d'absence", "absence :", "absence:",
	"message automatique",
	/* pt */
	"resposta automatica", "fora do escritorio", "ausencia do escritorio", "de ferias",
	"ausencia temporaria", "mensagem automatica",
	/* it */
	"risposta automatica", "fuori ufficio", "fuori sede", "in ferie", "assenza dall'ufficio",
	"risponditore automatico", "messaggio automatico",
	/* ca, nl, da, no, sv, fi, et */
	"resposta automatica", "automatisch antwoord", "automatische reactie", "afwezig",
	"niet aanwezig", "afwezigheid", "automatisk svar", "automatiskt svar", "autosvar",
	"franvaro", "fravaer", "ikke pa kontoret", "inte pa kontoret", "automaattinen vastaus",
	"automaatvastus", "poissa",
	/* pl, cs, sk, hr, sl, hu, ro, lt, lv, tr, vi, id */
	"automatyczna odpowiedz", "odpowiedz automatyczna", "poza biurem",
	"automaticka odpoved", "mimo kancelar", "automatski odgovor", "samodejni odgovor",
	"automatikus valasz", "hazon kivul", "raspuns automat", "automatinis atsakymas",
	"automatiska atbilde", "otomatik yanit", "otomatik cevap", "ofis disinda",
	"tu dong tra loi", "balasan otomatis",
	/* ru, uk, bg, el, he, ar */
	"автоматический ответ", "автоответ", "автоматична відповідь", "автоматичен отговор",
	"αυτόματη απάντηση", "תשובה אוטומטית", "رد تلقائي",
	/* ja, zh, ko, th */
	"自動応答", "自動返信", "不在通知", "自动答复", "自动回复", "自動回覆", "自動答覆", "자동 회신", "자동 응답",
	"자동회신", "자동응답", "ตอบกลับอัตโนมัติ",
	NULL
};

const char *const machine_auto_subjects[] = {
	"out of office", "out of the office", "automatic reply", "auto-reply", "autoreply",
	"auto reply", "vacation reply", "vacation message", "automated response",
	"abwesenheitsnotiz", "respuesta automatica", "reponse automatique",
	"resposta automatica", "risposta automatica", "automatische antwort",
	"read:", "read receipt", "lesebestatigung", "gelesen:", "confirmacion de lectura",
	"leido:", "confirmation de lecture", "lu :", "conferma di lettura", "letto:",
	"confirmacao de leitura", "lida:", "leesbevestiging", "開封確認",
	NULL
};

/* Outlook.com's and AOL's; and SpamCop's, which people send through a robot. */
const char *const machine_complaint_starts[] = {
	"complaint about message from", "email feedback report for ip",
	"client tos notification", "[spamcop (", "abuse complaint about", NULL
};

const char *const machine_challenge_senders[] = {
	"@spamarrest.com", ".spamarrest.com", "@boxbe.com", ".boxbe.com", "antispam@uol.com",
	"antispam@bol.com", "anti-spam@", "@mailblocks.com", ".mailblocks.com", "@knowspam.net",
	"@bluebottle.com", "@0spam.com", "@ipermitmail.com", "-confirm-", "-confirm+",
	"+confirm", "qconfirm", "challenge@", "challenge-response@", "spamblocker", "choicemail",
	"sendio", "@vanquish.com", "verify@", NULL
};

const char *const machine_challenge_words[] = {
	/* en */
	"please confirm your message", "confirm your message", "confirm that you are a",
	"confirm that you're a", "confirm that your message", "prove that you are",
	"prove you are", "verify that you are a", "verify your email so that",
	"sender verification", "verify that i am", "to verify your address",
	"released for delivery", "until you confirm", "before your message is delivered",
	"before your message can be delivered", "for your message to be delivered",
	"your message has been held", "message is being held", "held in a queue",
	"placed in a holding", "pending your confirmation", "awaiting your confirmation",
	"approved senders", "approved sender list", "allowed senders list",
	"add you to my list of", "on my guest list", "guest list", "(verification)",
	"[verification]", "challenge-response", "challenge/response", "confirm (conf#",
	"to reduce the amount of spam", "reply to this message to confirm",
	"reply to this email to confirm", "just this once", "only have to do this once",
	"first time you have sent", "you only need to do this once",
	/* pt */
	"mensagem esta retida", "confirmar o envio", "confirme o envio",
	"confirmacao de envio", "mensagem sera entregue", "antispam uol", "anti-spam uol",
	"servico antispam",
	/* es */
	"confirme que es una persona", "confirmar su mensaje", "confirme su mensaje",
	"su mensaje esta retenido", "verificacion del remitente", "verificacion de remitente",
	/* de */
	"bestatigen sie, dass sie", "bestatigen sie bitte ihre nachricht",
	"bitte bestatigen sie ihre nachricht", "absenderverifizierung", "absenderbestatigung",
	/* fr */
	"confirmer votre message", "confirmez votre message", "vous etes bien un humain",
	"vous authentifier", "authentification de l'expediteur", "mail en attente",
	"message est en attente de",
	/* it */
	"confermare il messaggio", "conferma il tuo messaggio", "verifica del mittente",
	NULL
};

const char *const machine_calendar_methods[] = {
	"request", "reply", "cancel", "counter", "declinecounter", "refresh", "add", NULL
};

const struct machine_header machine_headers[] = {
	{ "Auto-Submitted", "auto-replied", LETTER_AUTO, false },
	{ "Auto-Submitted", "auto-notified", LETTER_AUTO, false },
	{ "X-Autoreply", NULL, LETTER_AUTO, false },
	{ "X-Autorespond", NULL, LETTER_AUTO, false },
	{ "X-Autoresponder", NULL, LETTER_AUTO, false },
	{ "X-Autoresponder-Revision", NULL, LETTER_AUTO, false },
	{ "X-Auto-Reply", NULL, LETTER_AUTO, false },
	{ "X-Auto-Reply-From", NULL, LETTER_AUTO, false },
	{ "X-Autogenerated", NULL, LETTER_AUTO, false },
	{ "X-Autoreply-Version", NULL, LETTER_AUTO, false },
	{ "X-Mail-Autoreply", NULL, LETTER_AUTO, false },
	{ "X-MDAutoresponder", NULL, LETTER_AUTO, false },
	{ "X-FC-MachineGenerated", "true", LETTER_AUTO, false },
	{ "X-Vacation", NULL, LETTER_AUTO, false },
	{ "X-Cron-Env", NULL, LETTER_AUTO, false },
	{ "X-Mailer", "vacation", LETTER_AUTO, false },
	{ "X-Mailer", "autoresponder", LETTER_AUTO, false },
	{ "X-POST-MessageClass", "9; autoresponder", LETTER_AUTO, false },
	{ "Delivered-To", "autoresponder", LETTER_AUTO, false },
	{ "Preference", "auto_reply", LETTER_AUTO, false },
	{ "Precedence", "auto_reply", LETTER_AUTO, false },
	{ "Precedence", "auto-reply", LETTER_AUTO, false },
	{ "X-Precedence", "auto_reply", LETTER_AUTO, false },
	/* Lists before what robots of a list write. */
	{ "List-Id", NULL, LETTER_LIST, false },
	{ "List-Post", NULL, LETTER_LIST, false },
	{ "X-Mailing-List", NULL, LETTER_LIST, false },
	{ "Mailing-List", NULL, LETTER_LIST, false },
	{ "X-Mailman-Version", NULL, LETTER_LIST, false },
	{ "List-Unsubscribe", NULL, LETTER_LIST, false },
	/* "list" without any field of a list: a robot that wants no answers. */
	{ "Precedence", "list", LETTER_AUTO, true },
	{ "Auto-Submitted", "auto-", LETTER_AUTO, false },
	{ "Precedence", "bulk", LETTER_AUTO, true },
	{ "Precedence", "junk", LETTER_AUTO, true },
	{ "X-Auto-Response-Suppress", "all", LETTER_AUTO, true },
	{ "X-Auto-Response-Suppress", "dr, oof, autoreply", LETTER_AUTO, true },
	{ "X-Auto-Response-Suppress", "dr, rn, nrn, oof, autoreply", LETTER_AUTO, true },
	{ "X-Auto-Response-Suppress", "oof", LETTER_AUTO, true },
	{ "X-Auto-Response-Suppress", "autoreply", LETTER_AUTO, true },
};

const size_t machine_headers_n = sizeof(machine_headers) / sizeof(machine_headers[0]);

const struct machine_header machine_challenge_marks[] = {
	{ "X-Delivery-Agent", "tmda", LETTER_CHALLENGE, false },
	{ "X-TMDA-Fingerprint", NULL, LETTER_CHALLENGE, false },
	{ "X-ASK-Info", NULL, LETTER_CHALLENGE, false },
	{ "X-Qconfirm", NULL, LETTER_CHALLENGE, false },
	{ "X-Boxbe-Challenge", NULL, LETTER_CHALLENGE, false },
	{ "X-ChoiceMail-Registration-Request", NULL, LETTER_CHALLENGE, false },
	{ "X-Sender-Verification", NULL, LETTER_CHALLENGE, false },
	{ "X-Challenge-Response", NULL, LETTER_CHALLENGE, false },
};

const size_t machine_challenge_marks_n =
    sizeof(machine_challenge_marks) / sizeof(machine_challenge_marks[0]);

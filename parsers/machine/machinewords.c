#include "parsers/machine/machinewords.h"

#include "parsers/base/array.h"

const char *const machine_daemons[] = {
	"mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon", "maildaemon", "mdaemon",
	"postmaster", "post_master", "double-bounce", "mail.delivery.system", "mailadm", "smtpd",
	"mail-delivery-system", "maildeliverysystem", NULL
};

const char *const machine_daemon_names[] = {
	"mail delivery subsystem", "mail delivery system", "mail deliver system",
	"mailer-daemon", "mailer daemon", "delivery subsystem", "internet mail delivery", NULL
};

const char *const machine_program_words[] = {
	"mailer", "daemon", "postmaster", "smtp", "mail service", "mail_service", "mail-service",
	"mailservice", "mail server", "mail-server", "mailserver", "mail_server", "mailsystem",
	"mail system", "mail-system", "mail_system", "mail gateway", "mailgateway", "gateway",
	"relay",
	"antivirus", "anti-virus", "anti_virus", "virusscan", "virus scan", "mailscan",
	"mail scan",
	"mailguard", "mailsweeper", "mailmarshal", "mailwatch", "mailfilter", "mail filter",
	"spamfilter", "spam filter", "content filter", "amavis", "workmail", "amazonses",
	"exchange",
	"bounce", "non-delivery", "undeliver", "delivery", "mail administrator", "mailadmin",
	/* Exchange's own name, in its languages */
	"system administrator", "systemadministrator", "system-administrator",
	"system_administrator",
	"administrateur systeme", "administrador del sistema", "administrador de sistema",
	"administrador do sistema", "amministratore di sistema", "amministratore del sistema",
	"systeembeheerder", "systemadministrat", "systemansvarlig", "jarjestelmanvalvoja",
	"administrator systemu", "spravce systemu", "rendszergazda", "administrator de sistem",
	"sistem yoneticisi", "системныи администратор", "системнии адміністратор",
	"διαχειριστησ συστηματοσ", "מנהל מערכת", "מנהל המערכת", "مسوول النظام", "システム管理者",
	"系统管理员", "系統管理員", "시스템 관리자", NULL
};

const char *const machine_list_daemons[] = {
	"bounce", "bounces", "listserv", "majordomo", NULL
};

const char *const machine_no_reply[] = {
	"no-reply", "noreply", "no_reply", "no.reply", "do-not-reply", "donotreply",
	"do_not_reply", "no-responder", "noresponder", "ne-pas-repondre", "nepasrepondre",
	"nao-responda", "naoresponda", "non-rispondere", "nicht-antworten", NULL
};

const char *const machine_auto_phrases[] = {
	/* en */
	"auto reply", "auto-reply", "autoreply", "auto response", "auto-response",
	"autoresponse", "automatic reply", "automatic response", "automated reply",
	"automated response", "automatic e-mail response", "automatic email response",
	"out of office",
	"out of the office", "out-of-office", "out of office autoreply", "out of office reply",
	"out of office response", "out of office notification", "out of office message",
	"out of the office autoreply", "vacation reply", "vacation response",
	"vacation message", "vacation notice", "vacation autoreply",
	"away from my mail", "away from my desk",
	"away from the office",
	"away from office", "i am away", "i'm away", "i am currently away",
	"i am out of the office",
	"i'm out of the office", "i am out of office", "i'm out of office",
	"i am currently out of the office", "not in the office", "autoresponder", "away message",
	/* es */
	"respuesta automatica", "respuesta automatizada", "contestacion automatica",
	"fuera de la oficina", "fuera de oficina", "estoy fuera de la oficina",
	"ausencia de la oficina",
	"respuesta de vacaciones", "mensaje automatico", "estoy de vacaciones",
	"ausencia temporal", "autorespuesta",
	/* de */
	"automatische antwort", "automatische ruckantwort", "automatische beantwortung",
	"automatische ruckmeldung", "automatische e-mail-antwort",
	"automatische abwesenheitsnotiz",
	"automatische abwesenheitsmeldung", "automatische abwesenheitsbenachrichtigung",
	"automatische nachricht", "autom. antwort",
	"abwesenheitsnotiz", "abwesenheitsmeldung", "abwesenheitsnachricht",
	"abwesenheitsassistent",
	"abwesenheitsbenachrichtigung", "abwesenheitsagent",
	"urlaubsmeldung", "urlaubsbenachrichtigung",
	"ich bin im urlaub", "ich bin nicht im buro", "bin im urlaub", "autoantwort",
	/* fr */
	"reponse automatique", "reponse auto", "message d'absence", "absence du bureau",
	"absent du bureau", "notification d'absence",
	"je suis absent", "je suis absente", "je suis en conges", "message automatique",
	"absente du bureau", "courriel d'absence", "hors du bureau",
	/* pt */
	"resposta automatica", "fora do escritorio", "ausencia do escritorio",
	"estou de ferias", "ausencia temporaria", "mensagem automatica", "ausente do escritorio",
	"estou fora do escritorio", "resposta de ferias",
	/* it */
	"risposta automatica", "fuori ufficio", "sono in ferie",
	"assenza dall'ufficio", "assente dall'ufficio", "fuori dall'ufficio",
	"sono fuori ufficio",
	"risponditore automatico", "messaggio automatico", "messaggio di assenza",
	/* ca, nl, da, no, sv, is, fi, et */
	"automatisch antwoord", "automatische reactie", "afwezigheidsbericht",
	"afwezigheidsmelding",
	"afwezigheidsassistent",
	"automatisk svar", "automatiskt svar", "autosvar", "franvaromeddelande",
	"fravaersmelding", "fravaersmeddelelse", "fravaersbesked",
	"sjalfvirkt svar",
	"automaattinen vastaus", "poissaoloviesti", "poissaoloilmoitus", "poissa toimistosta",
	"automaatvastus", "kontorist valjas",
	/* pl, cs, sk, hr, sl, hu, ro, lt, lv, tr, vi, id, ms */
	"automatyczna odpowiedz", "odpowiedz automatyczna", "autoodpowiedz", "poza biurem",
	"nieobecnosc w biurze", "automaticka odpoved", "mimo kancelar", "mimo kancelarie",
	"nepritomnost v kancelari", "automatski odgovor", "samodejni odgovor", "izvan ureda",
	"automatikus valasz", "hazon kivul", "tavolleti uzenet", "irodan kivul", "raspuns automat",
	"in afara biroului", "automatinis atsakymas", "automatiska atbilde", "otomatik yanit",
	"otomatik cevap", "ofis disinda", "ofis disindayim", "tu dong tra loi", "tra loi tu dong",
	"balasan otomatis", "di luar kantor", "jawapan automatik",
	/* ru, uk, bg, sr, el, he, ar, fa */
	"автоматическии ответ", "автоответ", "автоответчик", "нет на рабочем месте", "вне офиса",
	"автоматична відповідь", "автовідповідь", "автоматичен отговор", "извън офиса",
	"автоматски одговор", "αυτοματη απαντηση", "εκτοσ γραφειου", "תשובה אוטומטית",
	"מענה אוטומטי",
	"מחוץ למשרד", "رد تلقايي", "الرد التلقايي", "خارج المكتب", "پاسخ خودکار",
	/* ja, zh, ko, th, hi */
	"自動応答", "自動返信", "不在通知", "自动答复", "自动回复", "自動回覆", "自動答覆", "外出自动回复",
	"자동 회신", "자동 응답", "자동회신", "자동응답", "부재중 자동 응답", "부재 중 자동 응답",
	"부재중 자동 회신", "부재 중 자동 회신",
	"ตอบกลับอัตโนมัติ", "स्वत: उत्तर", "स्वचालित उत्तर",
	/* ca, eu, sq, is, mk, ka, az, kk, sr, ms */
	"erantzun automatikoa", "pergjigje automatike", "ავტომატური პასუხი", "avtomatik cavab",
	"автоматты жауап", "аутоматски одговор", "balasan automatik", "自動回复", "自动应答",
	"arpus biroja", "prombutnes pazinojums", "atostogu pranesimas", "kontorist ara",
	"автоматична відповідь", "автоматическое уведомление", "уведомление об отсутствии",
	NULL
};

/*
 * As Outlook, Gmail and people in their settings word it; counts only where the
 * subject shows that a program put words before ours.
 */
const char *const machine_absence_texts[] = {
	"out of office", "out of the office", "out-of-office", "away from the office",
	"on vacation",
	"on annual leave", "on leave", "on holiday", "limited access to", "will be back on",
	"automatic reply", "automatic response", "i am away", "i am currently away",
	"nicht im buro", "ausser haus", "im urlaub", "abwesend", "nicht erreichbar",
	"absent du bureau", "en conges", "en vacances", "je suis absent", "actuellement absent",
	"fuera de la oficina", "de vacaciones", "me encuentro ausente", "estoy ausente",
	"fuori ufficio", "in ferie", "sono assente", "fora do escritorio", "de ferias",
	"estarei ausente",
	"ausente do escritorio", "afwezig", "niet op kantoor", "met vakantie", "op vakantie",
	"poza biurem", "na urlopie", "nieobecn", "pa semester", "inte pa kontoret", "franvarande",
	"ikke pa kontoret", "pa ferie", "fravaerende", "bortreist", "poissa", "lomalla",
	"mimo kancelar", "na dovolene", "nepritomen", "szabadsagon", "hazon kivul", "tavol vagyok",
	"in concediu", "nu sunt la birou", "in afara biroului", "в отпуске", "отсутствую",
	"нет в офисе",
	"у відпустці", "відсутніи", "відсутня", "ofis disinda", "izindeyim", "yillik izin",
	"εκτοσ γραφειου", "σε αδεια", "απουσιαζω", "מחוץ למשרד", "בחופשה", "לא אהיה במשרד",
	"خارج المكتب", "في اجازة", "不在にして", "不在です", "休暇", "外出しており", "不在办公室", "休假", "外出中",
	"不在辦公室", "부재중", "부재 중", "휴가", "atvalinajum", "prombutne", "atostog", "puhkus", NULL
};

const char *const machine_auto_nouns[] = {
	"vacation", "holiday", "holidays", "away", "urlaub", "ausente", "ausencia", "vacaciones",
	"conges", "vacances", "ferias", "ferie", "assenza", "afwezigheid", "vakantie",
	"semester", "poissa", "lomalla", "urlop", "nieobecnosc", "dovolena", "nepritomen",
	"szabadsag", "concediu", "izinli", "отпуск", "відпустка", "αδεια", "חופשה", "اجازة",
	"auto", "ooo", "oof", "on vacation", "on leave", "on annual leave", "annual leave",
	"de vacaciones", "automatisch", "abwesenheit", "abwesend", "ausser haus",
	"nicht im buro", "nicht im hause", "en conges", "en conge", "absence", "absent",
	"de ferias", "in ferie", "assente", "fuori sede", "afwezig", "niet aanwezig",
	"niet op kantoor", "buiten kantoor", "franvaro", "franvarande", "fravaerende", "fravaer",
	"ikke pa kontoret", "ikke til stede", "inte pa kontoret", "ej pa kontoret", "外出中", "부재중",
	"부재 중", "외출 중", "不在办公室", "היעדרות", "הודעת היעדרות", "tavol", "poissaolo", "orlaub",
	"verlof", "odsotnost", "odsutnost", "отсъства", "απουσια", "休暇", "休假", "休暇中", NULL
};

const char *const machine_auto_absences[] = {
	" is out of the office", " is out of office", " is away from the office",
	" is on vacation",
	" is on leave", " is on annual leave", " ist nicht im buro", " ist ausser haus",
	" ist abwesend", " ist im urlaub", " est absent du bureau", " est absent", " est absente",
	" est en conges", " esta fuera de la oficina", " esta de vacaciones",
	" esta fora do escritorio", " esta de ferias", " e fuori ufficio", " e in ferie",
	" is niet aanwezig", " is afwezig", " ar inte pa kontoret", " er ikke pa kontoret", NULL
};

const char *const machine_auto_ends[] = {
	":", " :", "(", " (", "[", " [", "]", ")", " -", " –", " —", "!", ".", ",", " |", "\"",
	" re:", " re ", " aw:", " r:", " sv:", " until", " till", " from ", " as of", " starting",
	" returning", " to your ", " for your ", " thank you", " today", " tomorrow", " this week",
	" and ", " bis", " vom ", " ab ", " von ", " auf ihre", " hasta", " desde", " del ",
	" a su ",
	" jusqu", " du ", " a votre", " ate ", " de ", " fino", " dal ", " tot ", " van ",
	" vanaf",
	" t.e.m", " t/m", " till ", " fra ", " til ", " od ", " do ", " с ", " до ", " по ",
	" з ", "】", "」", "』", "）", "］", NULL
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
	{ "X-Autogenerated", NULL, LETTER_AUTO, false },
	{ "X-FC-MachineGenerated", "true", LETTER_AUTO, false },
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
	{ "X-BeenThere", NULL, LETTER_LIST, false },
	{ "X-ML-Name", NULL, LETTER_LIST, false },
	{ "X-Google-Group-Id", NULL, LETTER_LIST, false },
	{ "List-Subscribe", NULL, LETTER_LIST, false },
	{ "List-Owner", NULL, LETTER_LIST, false },
	/* RFC 3834 section 5: all but "no" says that nobody wrote it. */
	{ "Auto-Submitted", NULL, LETTER_AUTO, true },
};

const size_t machine_headers_n = COUNT(machine_headers);

const char *const machine_list_addresses[] = {
	"list-post", "x-beenthere", "mailing-list", "x-mailing-list", NULL
};

const struct machine_header machine_suppressors[] = {
	{ "X-Auto-Response-Suppress", "all", LETTER_HUMAN, false },
	{ "X-Auto-Response-Suppress", "oof", LETTER_HUMAN, false },
	{ "X-Auto-Response-Suppress", "autoreply", LETTER_HUMAN, false },
	{ "Precedence", "bulk", LETTER_HUMAN, false },
	{ "Precedence", "junk", LETTER_HUMAN, false },
	{ "Precedence", "list", LETTER_LIST, false },
	{ "X-Precedence", "bulk", LETTER_HUMAN, false },
	{ "X-Precedence", "junk", LETTER_HUMAN, false },
	{ "X-Precedence", "list", LETTER_LIST, false },
	{ "List-Unsubscribe", "<", LETTER_LIST, false },
};

const size_t machine_suppressors_n = COUNT(machine_suppressors);

const char *const machine_bulk_values[] = { "bulk", "list", "junk", NULL };

const char *const machine_bulk_fields[] = {
	"campaign", "newsletter", "mailing-id", "mailingid", "x-mc-user", "x-csa-complaints", NULL
};

const char *const machine_auto_fields[] = {
	"autorepl", "auto-repl", "autorespon", "auto-respond", "vacation", NULL
};

const char *const machine_auto_field_denials[] = {
	"suppress", "-no-", "-not-", "disable", "prevent", "loop", NULL
};

const char *const machine_denials[] = { "no", "false", "0", "off", "none", NULL };

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
    COUNT(machine_challenge_marks);

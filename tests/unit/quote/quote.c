#include "parsers/quote/quote.h"

#include "parsers/base/wordlist.h"
#include "parsers/quote/quotewords.h"
#include "parsers/quote/signwords.h"
#include "parsers/text/fold.h"
#include "tests/tap.h"

#define OLD	"> It worked before.\n> Did you change anything?\n"

static const struct row {
	const char *name, *in, *reply, *signature;
	bool has_quote;
} rows[] = {
	{ "empty", "", "", "", false },
	{ "one line", "It is broken.\n", "It is broken.", "", false },
	{ "own quote stays", "The log says:\n> error 5\n\nWhat is that?",
	  "The log says:\n> error 5\n\nWhat is that?", "", false },
	{ "mbox's >From is the writer's", "I tried it.\n\n>From the log I see nothing.\n",
	  "I tried it.\n\n>From the log I see nothing.", "", false },
	{ "a quoted From", "Yes.\n\nOn Mon, 3 Mar 2025 at 10:00, Jo <jo@acme.example> wrote:\n"
	  ">From here on\n>it works\n", "Yes.", "", true },
	{ "en", "Yes, I did.\n\nOn Mon, 3 Mar 2025 at 10:00, Jo <jo@acme.example> wrote:\n\n" OLD,
	  "Yes, I did.", "", true },
	{ "en, attribution in two lines", "Yes.\n\nOn Mon, 3 Mar 2025 at 10:00, Jo Smith Long\n"
	  "<jo@acme.example> wrote:\n" OLD, "Yes.", "", true },
	{ "es", "S\xc3\xad.\n\nEl lun, 3 mar 2025 a las 10:00, Jo (<jo@acme.example>) "
	  "escribi\xc3\xb3:\n\n" OLD, "S\xc3\xad.", "", true },
	{ "de", "Ja.\n\nAm Mo., 3. M\xc3\xa4rz 2025 um 10:00 Uhr schrieb Jo <jo@acme.example>:\n\n"
	  OLD, "Ja.", "", true },
	{ "fr", "Oui.\n\nLe lun. 3 mars 2025 \xc3\xa0 10:00, Jo <jo@acme.example> a \xc3\xa9"
	  "crit\xc2\xa0:\n\n" OLD, "Oui.", "", true },
	{ "pt", "Sim.\n\nEm seg., 3 de mar. de 2025 \xc3\xa0s 10:00, Jo <jo@acme.example> "
	  "escreveu:\n\n" OLD, "Sim.", "", true },
	{ "it", "S\xc3\xac.\n\nIl giorno lun 3 mar 2025 alle ore 10:00 Jo <jo@acme.example> ha "
	  "scritto:\n\n" OLD, "S\xc3\xac.", "", true },
	{ "nl", "Ja.\n\nOp ma 3 mrt 2025 om 10:00 schreef Jo <jo@acme.example>:\n\n" OLD,
	  "Ja.", "", true },
	{ "history without '>'", "Yes.\n\nOn 3 Mar 2025, at 10:00, Jo <jo@acme.example> wrote:\n\n"
	  "It worked before.\n", "Yes.", "", true },
	{ "Outlook, en", "Yes.\n\n________________________________\nFrom: Jo <jo@acme.example>\n"
	  "Sent: Monday, March 3, 2025 10:00 AM\nTo: desk\nSubject: Lamp\n\nIt worked before.\n",
	  "Yes.", "", true },
	{ "Outlook, de, bold labels", "Ja.\n\n*Von:* Jo\n*Gesendet:* Montag\n*An:* desk\n"
	  "*Betreff:* Lampe\n\nEs ging.\n", "Ja.", "", true },
	{ "Outlook, fr",
	  "Oui.\n\nDe : Jo\nEnvoy\xc3\xa9 : lundi\n\xc3\x80 : desk\nObjet : Lampe\n\n"
	  "Bonjour\n", "Oui.", "", true },
	{ "original message", "Yes.\n\n-----Original Message-----\nFrom: Jo\n\nold\n", "Yes.",
	  "", true },
	{ "Ursprungsnachricht", "Ja.\n\n-----Urspr\xc3\xbcngliche Nachricht-----\nVon: Jo\nold\n",
	  "Ja.", "", true },
	{ "reply line", "Yes.\n\n## Please type your reply above this line ##\nold\n", "Yes.",
	  "", true },
	{ "answer below", "On 3 Mar 2025 at 10:00, Jo <jo@acme.example> wrote:\n" OLD
	  "\nYes, the bulb.", "Yes, the bulb.", "", true },
	{ "answers between", "On 3 Mar 2025 at 10:00, Jo <jo@acme.example> wrote:\n> One?\nYes.\n"
	  "> Two?\nNo.\n", "> One?\nYes.\n> Two?\nNo.", "", true },
	{ "answer above and below",
	  "Hello,\n\nOn 3 Mar 2025 at 10:00, Jo <jo@acme.example> wrote:\n"
	  "> One?\n\nYes.\n", "Hello,\n\n\nYes.", "", true },
	{ "several introduced quotes stay", "On 3 Mar 2025, Jo <jo@acme.example> wrote:\n> One?\n"
	  "Yes.\nOn 4 Mar 2025, Al <al@acme.example> wrote:\n> Two?\nNo.\n",
	  "> One?\nYes.\n> Two?\nNo.", "", true },
	{ "a mail that is all quoted stays", "> One\n> Two\n", "> One\n> Two", "", false },
	{ "a mail that is all quoted history", "> On 3 Mar 2025, Jo <jo@x.example> wrote:\n> Two\n",
	  "", "", true },
	{ "bare forward stays", "From: Jo <jo@acme.example>\nSent: Monday\nTo: Ana\n"
	  "Subject: Lamp\n\nIt is broken.\n",
	  "From: Jo <jo@acme.example>\nSent: Monday\nTo: Ana\nSubject: Lamp\n\nIt is broken.",
	  "", false },
	{ "forward with a word above stays",
	  "See below.\n\n---------- Forwarded message ---------\n"
	  "From: Jo <jo@acme.example>\nDate: Monday\nSubject: Lamp\n\nIt is broken.\n",
	  "See below.\n\n---------- Forwarded message ---------\nFrom: Jo <jo@acme.example>\n"
	  "Date: Monday\nSubject: Lamp\n\nIt is broken.", "", false },
	{ "signature", "It is broken.\n\n-- \nJo Smith\nACME\n", "It is broken.",
	  "--\nJo Smith\nACME", false },
	{ "signature above the quote", "Yes.\n\n--\nJo\n\nOn 3 Mar 2025, Ana <a@x.example> wrote:\n"
	  OLD, "Yes.", "--\nJo", true },
	{ "signature below the quote", "Yes.\n\nOn 3 Mar 2025, Ana <a@x.example> wrote:\n" OLD
	  "\n-- \nJo\n", "Yes.", "--\nJo", true },
	{ "device", "Yes.\n\nSent from my phone\n", "Yes.", "Sent from my phone", false },
	{ "device, es", "S\xc3\xad.\n\nEnviado desde mi iPhone\n", "S\xc3\xad.",
	  "Enviado desde mi iPhone", false },
	{ "device, de", "Ja.\n\nVon meinem iPhone gesendet\n", "Ja.", "Von meinem iPhone gesendet",
	  false },
	{ "a closing and a name", "It is broken.\n\nThanks,\nJo Smith\nACME Ltd\n", "It is broken.",
	  "Thanks,\nJo Smith\nACME Ltd", false },
	{ "a closing, de", "Es ist kaputt.\n\nMit freundlichen Gr\xc3\xbc\xc3\x9f" "en\n\nJo\n",
	  "Es ist kaputt.", "Mit freundlichen Gr\xc3\xbc\xc3\x9f" "en\n\nJo", false },
	{ "a closing alone stays", "It is broken.\n\nThanks!\n", "It is broken.\n\nThanks!", "",
	  false },
	{ "a sentence below a closing stays", "It works.\n\nThanks!\nPlease close it\n",
	  "It works.\n\nThanks!\nPlease close it", "", false },
	{ "a question further below stays", "It works.\n\nThanks!\nJo\nCan you close it?\n",
	  "It works.\n\nThanks!\nJo\nCan you close it?", "", false },
	{ "only a closing", "Thanks!\nJo\n", "Thanks!\nJo", "", false },
	{ "a name behind a dash", "Yes.\n\n-Jo\n", "Yes.", "-Jo", false },
	{ "a list at the end stays", "I tried:\n\n-restart\n-reset\n",
	  "I tried:\n\n-restart\n-reset", "", false },
	{ "a list's footer", "Yes.\n\n____________\ndev mailing list\nhttp://l.example\n", "Yes.",
	  "____________\ndev mailing list\nhttp://l.example", false },
	{ "a wrapped quoted line", "Yes.\n\nOn 3 Mar 2025, Jo <jo@acme.example> wrote:\n"
	  "> This quoted line was long already when a server of my company added to\nit.\n> End.\n",
	  "Yes.", "", true },
	{ "an answer in lower case between quotes", "On 3 Mar 2025, Jo <jo@acme.example> wrote:\n"
	  "> This quoted line is as long as that but it ends with its whole sentence.\nno.\n> End.\n",
	  "no.", "", true },
	{ "a wrapped address", "Yes.\n\nOn 3 Mar 2025, Jo <jo@acme.example\n> wrote:\n\n> Old\n",
	  "Yes.", "", true },
	{ "a block that begins with Date", "Yes.\n\nDate: Mon, 3 Mar 2025\nTo: desk\n"
	  "From: jo@acme.example\nSubject: Lamp\n\nold\n", "Yes.", "", true },
	{ "a forward that ends in blank lines", "See.\n\nBegin forwarded message:\n\n> Thanks\n> Jo"
	  "\n\n\n", "See.\n\nBegin forwarded message:\n\n> Thanks\n> Jo", "", false },
	{ "sent from in a sentence stays", "Sent from the office is how it looks,\nbut it is not.\n"
	  "a\nb\nc\n", "Sent from the office is how it looks,\nbut it is not.\na\nb\nc",
	  "", false },
	{ "a long text below dashes stays",
	  "a\n--\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\n",
	  "a\n--\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb", "", false },
	{ "wrote in a sentence stays", "As Jo wrote: it is broken.\nOn 3 March I wrote twice.\n"
	  "Nobody answered.", "As Jo wrote: it is broken.\nOn 3 March I wrote twice.\n"
	  "Nobody answered.", "", false },
	{ "a label in a sentence stays", "From: is an empty field in the form.\nWhy?",
	  "From: is an empty field in the form.\nWhy?", "", false },
	{ "indentation of the first line", "\n\n    if (x)\n        y();\n",
	  "    if (x)\n        y();",
	  "", false },
	{ "an attribution on the writer's line", "Yes--- On Mon, 3 Mar 2025 at 10:00, jo@acme.example "
	  "wrote:\n" OLD, "Yes", "", true },
	{ "an original message on the writer's line", "Yes -----Original Message-----\nFrom: Jo\nold",
	  "Yes", "", true },
	{ "dashes in a line stay", "Press --- or +++:\nthen go", "Press --- or +++:\nthen go", "",
	  false },
	{ "an attribution with a gap", "Yes.\n\nOn Mon, 3 Mar 2025 at 10:00 Jo Smith\n\n<\n"
	  "mailto:Jo Smith <jo@acme.example>\n> wrote:\n\nold\n", "Yes.", "", true },
	{ "less than is no address", "if x < 3:\n> y\nthen", "if x < 3:\n> y\nthen", "", false },
	{ "a '>' wrapped onto the line above", "Yes.\n\nOn 3 Mar 2025, Jo <jo@acme.example> wrote:\n"
	  "> One\n (http://x.example/a) >\n> Two\n", "Yes.", "", true },
	{ "the writer's own quote above the history", "See:\n> error 5\n\nOn 3 Mar 2025, Jo <jo@x.example> "
	  "wrote:\n" OLD, "See:\n> error 5", "", true },
	{ "name and verb at the end", "Yes.\n\nJo Smith writes:\n\n" OLD, "Yes.", "", true },
	{ "name and verb between the writer's words stay", "The customer wrote:\n> It is dark.\nPlease look.",
	  "The customer wrote:\n> It is dark.\nPlease look.", "", false },
	{ "quoting", "Yes.\n\nQuoting Jo Smith <jo@acme.example>:\n\n" OLD, "Yes.", "", true },
	{ "mutt's other order", "Yes.\n\n* Jo Smith <jo@acme.example> [2025-03-03 10:00]:\n" OLD, "Yes.", "",
	  true },
	{ "what I wrote on a day stays", "Hello,\nOn 12/02/2025 at 3pm I wrote to you about this:\nread it",
	  "Hello,\nOn 12/02/2025 at 3pm I wrote to you about this:\nread it", "", false },
	{ "a block of Date and To", "Yes.\n\nDate: Wed, 16 May 2025 00:15:02 -0600\nTo: jo@acme.example\n\nold",
	  "Yes.", "", true },
	{ "an appointment stays", "Meet:\n\nDate: Wednesday 3, October 2025\nTime: 7:00am\nTo: room 3\n\nBring it.",
	  "Meet:\n\nDate: Wednesday 3, October 2025\nTime: 7:00am\nTo: room 3\n\nBring it.", "", false },
	{ "a closing on the first line opens nothing", "Thanks,\n\nDone\n\nregards\n\nJo Smith\n",
	  "Thanks,\n\nDone", "regards\n\nJo Smith", false },
	{ "a rule above the reply line", "Yes.\n\n###\nPlease type your reply above this line\nold", "Yes.", "",
	  true },
	{ "name and verb without a quote stay", "Jo wrote:\nI am away.", "Jo wrote:\nI am away.", "",
	  false },
	{ "a wrapped value in a block", "Yes.\n\n  *From:* jo@acme.example [mailto:\n"
	  "  jo@acme.example]\n  *Sent:* Monday\n  *To:* desk\n  *Subject:* Lamp\n", "Yes.", "",
	  true },
	{ "a block in a language that we do not know", "Baga.\n\n____________\n"
	  "Xyz: Jo <jo@acme.example>\nQrs: 3.3.2025 10:00\nTuv: desk\nWxy: Lamp\n\nold\n",
	  "Baga.", "", true },
	{ "labels below a rule stay", "Facts:\n\n------\nHost: mail\nPort: 25\nUser: jo\n",
	  "Facts:\n\n------\nHost: mail\nPort: 25\nUser: jo", "", false },
	{ "webmail, fr", "Oui.\n\n====\n\nMessage du : 12/12/2016 13:20\nDe : \"Jo\" <jo@acme.example>"
	  "\nA : desk\nCopie à :\nSujet : Lampe\n\nvieux\n", "Oui.", "", true },
	{ "Gmail, ru", "Да.\n\nпн, 3 мар. 2025 г. в 10:00, Jo <jo@acme.example>:\n" OLD, "Да.", "",
	  true },
	{ "mail.ru", "Да.\n\nПонедельник, 3 марта 2025, 10:00 +03:00 от Jo <jo@acme.example>:\n" OLD,
	  "Да.", "", true },
	{ "Gmail, uk", "Так.\n\nпн, 3 бер. 2025 р. о 10:00 Jo <jo@acme.example> пише:\n\n" OLD,
	  "Так.", "", true },
	{ "Gmail, ja", "はい。\n\n2025年3月3日(月) 10:00 Jo <jo@acme.example>:\n\n" OLD, "はい。", "",
	  true },
	{ "Gmail, zh", "是的。\n\nJo <jo@acme.example> 于2025年3月3日周一 10:00写道：\n\n" OLD,
	  "是的。", "", true },
	{ "Gmail, ko", "네.\n\n2025년 3월 3일 (월) 오전 10:00, Jo <jo@acme.example>님이 작성:\n\n" OLD,
	  "네.", "", true },
	{ "Gmail, pl", "Tak.\n\npon., 3 mar 2025 o 10:00 Jo <jo@acme.example> napisał(a):\n\n" OLD,
	  "Tak.", "", true },
	{ "Gmail, cs", "Ano.\n\npo 3. 3. 2025 v 10:00 odesílatel Jo <jo@acme.example>\nnapsal:\n\n"
	  OLD, "Ano.", "", true },
	{ "Gmail, tr", "Evet.\n\nJo <jo@acme.example>, 3 Mar 2025 Pzt, 10:00 tarihinde şunu yazdı:\n\n"
	  OLD, "Evet.", "", true },
	{ "Gmail, sv", "Ja.\n\nDen mån 3 mars 2025 kl 10:00 skrev Jo <jo@acme.example>:\n\n" OLD,
	  "Ja.", "", true },
	{ "Gmail, da", "Ja.\n\nDen man. 3. mar. 2025 kl. 10.00 skrev Jo <jo@acme.example>:\n\n" OLD,
	  "Ja.", "", true },
	{ "Gmail, fi", "Kyllä.\n\nma 3. maalisk. 2025 klo 10.00 Jo (jo@acme.example) kirjoitti:\n\n"
	  OLD, "Kyllä.", "", true },
	{ "Gmail, hu", "Igen.\n\nJo <jo@acme.example> ezt írta (időpont: 2025. márc. 3., H, 10:00):\n\n"
	  OLD, "Igen.", "", true },
	{ "Gmail, ro", "Da.\n\nÎn lun., 3 mar. 2025 la 10:00, Jo <jo@acme.example> a scris:\n\n" OLD,
	  "Da.", "", true },
	{ "Gmail, el", "Ναι.\n\nΣτις Δευ 3 Μαρ 2025 στις 10:00 π.μ., ο χρήστης Jo\n<jo@acme.example> "
	  "έγραψε:\n\n" OLD, "Ναι.", "", true },
	{ "Gmail, pt-PT", "Sim.\n\nJo <jo@acme.example> escreveu (segunda, 3/03/2025 à(s) 10:00):\n\n"
	  OLD, "Sim.", "", true },
	{ "Zoho", "Yes.\n\n---- On Mon, 03 Mar 2025 10:00:00 +0000 Jo <jo@acme.example> wrote ----\n\n"
	  "old\n", "Yes.", "", true },
	{ "Outlook, ja", "はい。\n\n差出人: Jo <jo@acme.example>\n送信日時: 2025年3月3日 10:00\n宛先: desk\n"
	  "件名: Lamp\n\nold\n", "はい。", "", true },
	{ "Outlook, zh", "是的。\n\n发件人: Jo <jo@acme.example>\n发送时间: 2025年3月3日 10:00\n"
	  "收件人: desk\n主题: Lamp\n\nold\n", "是的。", "", true },
	{ "Outlook, ko", "네.\n\n보낸 사람: Jo <jo@acme.example>\n보낸 날짜: 2025년 3월 3일\n받는 사람: desk\n"
	  "제목: Lamp\n\nold\n", "네.", "", true },
	{ "Outlook, ru", "Да.\n\nОт: Jo <jo@acme.example>\nОтправлено: 3 марта 2025 г. 10:00\n"
	  "Кому: desk\nТема: Lamp\n\nold\n", "Да.", "", true },
	{ "Outlook, uk", "Так.\n\nВід: Jo <jo@acme.example>\nНадіслано: 3 березня 2025 р. 10:00\n"
	  "Кому: desk\nТема: Lamp\n\nold\n", "Так.", "", true },
	{ "Outlook, el", "Ναι.\n\nΑπό: Jo <jo@acme.example>\nΣτάλθηκε: Δευτέρα, 3 Μαρτίου 2025\n"
	  "Προς: desk\nΘέμα: Lamp\n\nold\n", "Ναι.", "", true },
	{ "Outlook, hu", "Igen.\n\nFeladó: Jo <jo@acme.example>\nElküldve: 2025. március 3. 10:00\n"
	  "Címzett: desk\nTárgy: Lamp\n\nold\n", "Igen.", "", true },
	{ "Outlook, tr", "Evet.\n\nKimden: Jo <jo@acme.example>\nGönderildi: 3 Mart 2025 10:00\n"
	  "Kime: desk\nKonu: Lamp\n\nold\n", "Evet.", "", true },
	{ "Outlook, sv", "Ja.\n\nFrån: Jo <jo@acme.example>\nSkickat: den 3 mars 2025 10:00\n"
	  "Till: desk\nÄmne: Lamp\n\nold\n", "Ja.", "", true },
	{ "Outlook, ro", "Da.\n\nDe la: Jo <jo@acme.example>\nTrimis: luni, 3 martie 2025 10:00\n"
	  "Către: desk\nSubiect: Lamp\n\nold\n", "Da.", "", true },
	{ "original message, uk", "Так.\n\n-----Вихідне повідомлення-----\nold\n", "Так.", "", true },
	{ "device, ja", "はい。\n\niPhoneから送信\n", "はい。", "iPhoneから送信", false },
	{ "device, ko", "네.\n\n나의 iPhone에서 보냄\n", "네.", "나의 iPhone에서 보냄", false },
	{ "device, zh", "是的。\n\n从我的 iPhone 发送\n", "是的。", "从我的 iPhone 发送", false },
	{ "device, de, another order", "Ja.\n\nVon Outlook für Android gesendet\n", "Ja.",
	  "Von Outlook für Android gesendet", false },
	{ "a sentence that ends like a device stays", "Hallo,\n\nVon mir wurde gestern abend eine Mail "
	  "gesendet\n", "Hallo,\n\nVon mir wurde gestern abend eine Mail gesendet", "", false },
	{ "device with a link", "Yes.\n\nGet Outlook for iOS<https://x.example/o0ukef>\n", "Yes.",
	  "Get Outlook for iOS<https://x.example/o0ukef>", false },
	{ "a name alone behind a dash", "Yes.\n\n- jo\n", "Yes.", "- jo", false },
	{ "one item of a list stays", "I tried:\n- restart\n", "I tried:\n- restart", "", false },
	{ "the writer's card", "It broke again.\n\nJo Smith\nHead of Lamps\n+1 555 0100 200\n"
	  "www.acme.example\n", "It broke again.", "Jo Smith\nHead of Lamps\n+1 555 0100 200\n"
	  "www.acme.example", false },
	{ "somebody else's card stays", "Please call:\n\nAl Jones\n+1 555 0100 200\n"
	  "www.acme.example\n", "Please call:\n\nAl Jones\n+1 555 0100 200\nwww.acme.example", "",
	  false },
	{ "a card below a rule", "It broke again.\n\n-------------\n\nLogo\n\nJo Smith\n\nt. 555-010-0200"
	  "\n\nhttp://acme.example/\n", "It broke again.", "-------------\n\nLogo\n\nJo Smith\n\n"
	  "t. 555-010-0200\n\nhttp://acme.example/", false },
	{ "links below a rule stay", "See:\n\n-------\nhttp://a.example/\nhttp://b.example/\n",
	  "See:\n\n-------\nhttp://a.example/\nhttp://b.example/", "", false },
	{ "answers within the history", "My answers are below in red.\n\nFrom: Jo <jo@acme.example>\nSent: Monday\n"
	  "To: desk\n\nWhich lamp?\nThe red one.\n", "My answers are below in red.\n\nFrom: Jo "
	  "<jo@acme.example>\nSent: Monday\nTo: desk\n\nWhich lamp?\nThe red one.", "", false },
	{ "a closing and a name above history stay", "It broke.\n\nThanks,\nJo Smith\n\nOn 3 Mar 2025, Al "
	  "<al@acme.example> wrote:\n" OLD, "It broke.\n\nThanks,\nJo Smith", "", true },
	{ "a closing and a card above history", "It broke.\n\nThanks,\nJo Smith\n+1 555 010 0200\n\nOn 3 Mar "
	  "2025, Al <al@acme.example> wrote:\n" OLD, "It broke.", "Thanks,\nJo Smith\n+1 555 010 0200", true },
	{ "a closing, a name, a long card", "It broke.\n\nKind regards\n\nJo Smith\nHead\nACME\nRoad 1\n"
	  "Town\nLand\njo@acme.example\nwww.acme.example\n", "It broke.", "Kind regards\n\nJo Smith\n"
	  "Head\nACME\nRoad 1\nTown\nLand\njo@acme.example\nwww.acme.example", false },
	{ "small print below a closing", "It broke.\n\nThanks,\nJo\n\nThis e-mail and any attachments are "
	  "confidential and meant for the intended recipient only.\n", "It broke.",
	  "Thanks,\nJo\n\nThis e-mail and any attachments are confidential and meant for the intended "
	  "recipient only.", false },
	{ "a sentence that begins like small print stays", "Hello,\n\nThis message and any other I send "
	  "come back.\n", "Hello,\n\nThis message and any other I send come back.", "", false },
	/* What looks like a program's words. */
	{ "a log that a server wrote stays", "On 2025-03-03 at 10:12 the backup job wrote:\n\nERROR 17\n\n"
	  "Why?", "On 2025-03-03 at 10:12 the backup job wrote:\n\nERROR 17\n\nWhy?", "", false },
	{ "a route stays", "The parcel:\nFrom: Berlin\nTo: Madrid\nDate: 3 March\nIt is lost.",
	  "The parcel:\nFrom: Berlin\nTo: Madrid\nDate: 3 March\nIt is lost.", "", false },
	{ "labels in small letters stay", "config:\n  from: a@x.example\n  to: b@x.example\n  subject: x\n",
	  "config:\n  from: a@x.example\n  to: b@x.example\n  subject: x", "", false },
	{ "rules of Markdown stay", "One.\n\n---\n\nThe second part is long enough to be a sentence.\n\n"
	  "---\n\nWhat now?", "One.\n\n---\n\nThe second part is long enough to be a sentence.\n\n"
	  "---\n\nWhat now?", "", false },
	{ "sent by somebody stays", "The parcel\nsent by DHL on Monday\nis lost.",
	  "The parcel\nsent by DHL on Monday\nis lost.", "", false },
	{ "an item of a list is no mark", "Please print:\n- Original\n- Copy",
	  "Please print:\n- Original\n- Copy", "", false },
	/* Languages and programs without a row of their own. */
	{ "a title in an unknown language", "Jah.\n\n-----Xyz abc-----\nQrs: Jo <jo@acme.example>\n"
	  "Tuv: 3.3.2025 10:00\nWxy: desk\n\nold", "Jah.", "", true },
	{ "a title without dashes", "Yes.\n\n  Original Message  \nFrom: Jo Roe\nSent: Monday, March 3, 2025 "
	  "10:12 AM\nTo: desk\nSubject: Lamp\n\nold", "Yes.", "", true },
	{ "previous replies below a rule", "Yes.\n\n---\n*Previous Replies*\n\nNo, it is not mine at all.\n",
	  "Yes.", "", true },
	{ "device, another wording", "Jah.\n\nSaadetud minu iPhone'ist\n", "Jah.",
	  "Saadetud minu iPhone'ist", false },
	{ "an attribution that is quoted too", "> On 3 Mar 2025, Jo <jo@acme.example> wrote:\n> Which lamp?\n\n"
	  "The red one.", "The red one.", "", true },
	{ "the same in an unknown language", "> Xyz 3.3.2025 q 10:12 Jo <jo@acme.example> abc:\n> Which lamp?\n\n"
	  "The red one.", "The red one.", "", true },
	{ "the verb on a line of its own", "pon., 3 mar 2025 o 10:12 Jo Roe\n<jo@acme.example>\nnapisał(a):\n"
	  "> Która?\n\nTa.", "Ta.", "", true },
	{ "Yandex, with labels", "Да.\n\n----------------\nКому: desk;\nТема: Lamp;\n03.03.2025, 10:12, \"Jo\" "
	  "<jo@acme.example>:\n\nold", "Да.", "", true },
	{ "Notes, with a title", "Yes.\n\nJo Roe ---03/03/2025 10:12:13 AM---Which lamp?\n\nFrom: Jo Roe "
	  "<jo@acme.example>\nTo: desk\nDate: 03/03/2025 10:12 AM\nSubject: Lamp\n\nold", "Yes.", "", true },
	{ "a list's footer with a gap", "Yes.\n\n-----------\n\nTo unsubscribe from the list write to x\n",
	  "Yes.", "-----------\n\nTo unsubscribe from the list write to x", false },
	{ "a printer's conscience with its leaf", "Yes.\n\nP Please consider the environment before you print\n",
	  "Yes.", "P Please consider the environment before you print", false },
	{ "a scanner's line behind its link", "Yes.\n\n<https://x.example/sig> Virus-free. www.x.example\n",
	  "Yes.", "<https://x.example/sig> Virus-free. www.x.example", false },
	{ "what was filled in stays", "It fails.\n\n--- Details ---\nUser: jo@x.example\nTime: 2025-03-03 10:12:13\n"
	  "Host: mail\nError: 17\n\nWhy?", "It fails.\n\n--- Details ---\nUser: jo@x.example\n"
	  "Time: 2025-03-03 10:12:13\nHost: mail\nError: 17\n\nWhy?", "", false },
	{ "a block whose first value is no address stays", "It fails.\n\n-----\nXyz: mail\nQrs: jo@x.example\n"
	  "Tuv: 2025-03-03 10:12\n", "It fails.\n\n-----\nXyz: mail\nQrs: jo@x.example\n"
	  "Tuv: 2025-03-03 10:12", "", false },
	{ "a program that fails on a device stays", "What fails:\n\nDownload Outlook fails on Android",
	  "What fails:\n\nDownload Outlook fails on Android", "", false },
	{ "what somebody should give stays", "Please give my regards to\nAna Smith",
	  "Please give my regards to\nAna Smith", "", false },
	{ "a question about a list stays", "It is wrong.\n\n-----\n\nHow to unsubscribe from it?",
	  "It is wrong.\n\n-----\n\nHow to unsubscribe from it?", "", false },
	{ "a device in the answer stays", "It is this one:\n\nmy Samsung Galaxy\n",
	  "It is this one:\n\nmy Samsung Galaxy", "", false },
	{ "a closing that goes on", "Es ist kaputt.\n\nViele Grüße aus Berlin\nJo Smith\nACME\n+49 30 1234567",
	  "Es ist kaputt.", "Viele Grüße aus Berlin\nJo Smith\nACME\n+49 30 1234567", false },
	{ "a closing, ja", "壊れています。\n\nよろしくお願いいたします。\n田中\n03-1234-5678", "壊れています。",
	  "よろしくお願いいたします。\n田中\n03-1234-5678", false },
	{ "a last line that folds to nothing", "Yes.\n\u200e", "Yes.\n\u200e", "", false },
	{ "bytes that are no UTF-8",
	  "\xff\xfe\n\nOn 3 Mar 2025, \xff <a@x.example> wrote:\n> \xc3\n",
	  "\xff\xfe", "", true },
};

/* Words are compared with folded text: one that is not folded never matches. */
static void
test_folded(struct arena *a)
{
	const char *const *const lists[] = {
		quote_verbs, quote_no_names, quote_things, quote_leads, quote_quoting, quote_from, quote_date,
		quote_subject, quote_others, quote_no_labels, quote_original, quote_forwarded, quote_subject_forward,
		quote_subject_reply, quote_inline, quote_above, quote_first_person,
		sign_closings,
		sign_closing_stems, sign_device, sign_device_names, sign_device_sent,
		sign_device_own, sign_device_whole, sign_device_get, sign_device_more, sign_device_links,
		sign_postscripts, sign_postscript_marks, sign_facts,
		banner_starts, banner_outside, banner_mail, banner_click,
		sign_footers, sign_list_footers, sign_list_starts, sign_small_print, sign_small_words,
	};

	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; lists[i][k] != NULL; k++)
			tap_str(fold(a, str_c(lists[i][k])), str_c(lists[i][k]), "%s is folded",
			    lists[i][k]);
	for (const struct quote_above_row *r = quote_above_rows; r->above != NULL; r++) {
		struct str row = str_printf(a, "%s%s%s", r->above, r->reply, r->line);

		tap_str(fold(a, row), row, "%s is folded", row.p);
		tap_ok(wordlist_has(str_c(r->above), quote_above), "%s is among the first words",
		    r->above);
	}
}

int
main(void)
{
	struct arena *a = arena_new();
	struct address jo = { STR("Jo Smith"), STR("jo@acme.example") };
	struct quote_hints hints = { .sender = &jo, .subject = STR("Re: Lamp") };
	struct split s;
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		quote_split(a, str_c(rows[i].in), &hints, &s);
		tap_str(s.reply, str_c(rows[i].reply), "reply: %s", rows[i].name);
		tap_str(s.signature, str_c(rows[i].signature), "signature: %s", rows[i].name);
		tap_int(s.has_quote, rows[i].has_quote, "quote seen: %s", rows[i].name);
	}
	/* A mail that answers none: what it quotes at its end is the writer's. */
	hints.subject = STR("Broken");
	quote_split(a, STR("I run this:\n\n> make\n> make install"), &hints, &s);
	tap_str(s.reply, STR("I run this:\n\n> make\n> make install"), "a new mail keeps its quotes");
	hints.answers = true;
	quote_split(a, STR("No.\n\n> It is dark\n"), &hints, &s);
	tap_str(s.reply, STR("No."), "an answer without Re: loses them");
	hints.subject = STR("Re: Lamp");
	/* Each line looks like the end of an attribution: the work stays linear. */
	buf_init(&b, a);
	for (int i = 0; i < 20000; i++)
		buf_adds(&b, "On 1.2.2025 10:00 <a@b> x:\n");
	quote_split(a, buf_str(&b), &hints, &s);
	tap_ok(s.reply.n > 0, "20,000 lines that might introduce a quote");
	test_folded(a);
	arena_free(a);
	return tap_done();
}

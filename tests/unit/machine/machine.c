#include "parsers/machine/machine.h"
#include "parsers/mime/mime.h"
#include "tests/letters.h"
#include "tests/tap.h"

#define DSN(action, status, code)					\
	"Reporting-MTA: dns; mx.acme.example\n\n"			\
	"Final-Recipient: rfc822; jo@acme.example\nAction: " action "\n"	\
	"Status: " status "\nDiagnostic-Code: smtp;\n " code "\n"
#define WRAPPED								\
	"From: MAILER-DAEMON@in.example\nTo: desk@x.example\nSubject: Returned mail\n"	\
	"MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; " \
	"boundary=i\n\n--i\n\nFailed\n--i\nContent-Type: message/delivery-status\n\n"	\
	"Final-Recipient: rfc822; jo@acme.example\nAction: failed\nStatus: 5.1.1\n"	\
	"--i\nContent-Type: text/rfc822-headers\n\nMessage-ID: <m1@x.example>\n--i--\n"
#define RETURNED	"From: desk@x.example\nMessage-ID: <m1@x.example>\nTo: jo@acme.example\n"

static const struct row {
	const char	*name;
	const char	*from, *header, *subject, *text;
	const char	*status, *original;	/* parts of the report */
	const char	*want;	/* kind, or "bounce recipient status original[ delayed]" */
} rows[] = {
	{ "a person", "jo@acme.example", "", "It is broken", "Help", "", "", "human" },
	{ "Auto-Submitted: no", "jo@acme.example", "Auto-Submitted: no", "Hello", "", "", "",
	  "human" },
	{ "Auto-Submitted: auto-replied", "jo@acme.example", "Auto-Submitted: auto-replied",
	  "Re: Lamp", "", "", "", "auto" },
	{ "Auto-Submitted with a comment", "jo@acme.example",
	  "auto-submitted: Auto-Generated (rejected)", "Lamp", "", "", "", "auto" },
	{ "Precedence: bulk", "jo@acme.example", "Precedence: bulk", "News", "", "", "",
	  "human, no answer" },
	{ "Precedence: list alone", "jo@acme.example", "Precedence: list", "x", "", "", "",
	  "human, no answer" },
	{ "Precedence: list, to nobody and of nothing", "jo@acme.example", "Precedence: list", "",
	  "", "", "", "auto, no answer" },
	{ "List-Unsubscribe alone", "jo@acme.example", "List-Unsubscribe: <https://esp.example/u>",
	  "x", "", "", "", "human, no answer" },
	{ "List-Unsubscribe with no address", "jo@acme.example", "List-Unsubscribe: no", "x", "", "",
	  "", "human" },
	{ "List-Unsubscribe of bulk mail", "jo@acme.example",
	  "List-Unsubscribe: <https://esp.example/u>\nPrecedence: bulk", "x", "", "", "",
	  "list, no answer" },
	{ "List-Unsubscribe of a campaign", "jo@acme.example",
	  "List-Unsubscribe: <https://esp.example/u>\nX-Campaign: 7", "x", "", "", "",
	  "list, no answer" },
	{ "a word that begins a robot's subject", "jo@acme.example", "", "Auto: Motor dead",
	  "It does not start.", "", "", "human" },
	{ "the same, and the text says it", "jo@acme.example", "", "Auto: Motor",
	  "I am away.", "", "", "auto" },
	{ "a word alone", "jo@acme.example", "", "Vacation", "How do I enter it?", "", "", "human" },
	{ "a word alone, in an answer", "jo@acme.example", "In-Reply-To: <d1@x.example>",
	  "Vacation", "x", "", "", "auto" },
	{ "a delay in its words alone", "MAILER-DAEMON@acme.example", "Return-Path: <>", "Your mail",
	  "De bezorging aan de volgende ontvanger is vertraagd:\n\n  jo@acme.example\n", "", "",
	  "bounce jo@acme.example 4.0.0  delayed" },
	{ "X-Precedence: junk", "jo@acme.example", "X-Precedence: junk", "x", "", "", "",
	  "human, no answer" },
	{ "X-Auto-Response-Suppress: All", "jo@acme.example", "X-Auto-Response-Suppress: All", "x",
	  "", "", "", "human, no answer" },
	{ "X-Auto-Response-Suppress, a list", "jo@acme.example",
	  "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply", "x", "", "", "",
	  "human, no answer" },
	{ "X-Auto-Response-Suppress: OOF beside a robot's field", "jo@acme.example",
	  "X-Auto-Response-Suppress: OOF\nAuto-Submitted: auto-generated", "x", "", "", "",
	  "auto, no answer" },
	{ "X-Auto-Response-Suppress: of receipts", "jo@acme.example",
	  "X-Auto-Response-Suppress: DR, RN", "x", "", "", "", "human" },
	{ "a field encoded to deny", "jo@acme.example", "Auto-Submitted: =?utf-8?q?no?=", "x", "",
	  "", "", "auto" },
	{ "X-Autoreply", "jo@acme.example", "X-Autoreply: yes", "Re: x", "", "", "", "auto" },
	{ "X-Autoreply: no", "jo@acme.example", "X-Autoreply: no", "Re: x", "", "", "", "human" },
	{ "a field that names a robot", "jo@acme.example", "X-Desk-Auto-Reply-Id: 7", "Re: x", "", "", "",
	  "auto" },
	{ "a field that forbids robots", "jo@acme.example", "X-No-Autoreply: yes", "x", "", "", "",
	  "human" },
	{ "Auto-Submitted: no with a comment", "jo@acme.example", "Auto-Submitted: no (by hand)", "x", "",
	  "", "", "human" },
	{ "Auto-Submitted with a word of its own", "jo@acme.example", "Auto-Submitted: yes", "x", "", "",
	  "", "auto" },
	/* Ours is desk@x.example. */
	{ "a group in front of our mailbox", "jo@acme.example", "List-Post: <https://g.example/desk>, "
	  "<mailto:Desk@x.example>\nList-Id: <desk.x.example>\nPrecedence: list", "Lamp", "", "", "",
	  "human" },
	{ "another form of it", "jo@acme.example", "Mailing-List: list desk@x.example; contact "
	  "desk+owners@x.example\nX-Google-Group-Id: 1", "Lamp", "", "", "", "human" },
	{ "a robot's mail through it", "jo@acme.example", "X-BeenThere: desk@x.example\n"
	  "Auto-Submitted: auto-generated", "Lamp", "", "", "", "auto" },
	{ "a person who wants no answer", "jo@acme.example", "X-BeenThere: desk@x.example\n"
	  "X-Auto-Response-Suppress: All", "Lamp", "", "", "", "human, no answer" },
	{ "a list with an address that holds ours", "jo@acme.example",
	  "X-BeenThere: help-desk@x.example", "Lamp", "", "", "", "list, no answer" },
	{ "one whose address begins as ours", "jo@acme.example",
	  "List-Post: <mailto:desk@x.example.org>", "Lamp", "", "", "", "list, no answer" },
	{ "a list known by X-BeenThere", "jo@acme.example", "X-BeenThere: dev@acme.example\nPrecedence: list",
	  "x", "", "", "", "list, no answer" },
	{ "vacation, en", "jo@acme.example", "", "Out of Office: Re: Lamp", "", "", "", "auto" },
	{ "vacation, es", "jo@acme.example", "", "Respuesta autom\xc3\xa1tica: L\xc3\xa1mpara", "",
	  "", "", "auto" },
	{ "vacation, de", "jo@acme.example", "", "Abwesenheitsnotiz: Lampe", "", "", "", "auto" },
	{ "vacation, fr", "jo@acme.example", "", "R\xc3\xa9ponse automatique : Lampe", "", "", "",
	  "auto" },
	{ "vacation, pt", "jo@acme.example", "", "Resposta autom\xc3\xa1tica: x", "", "", "",
	  "auto" },
	{ "vacation, it", "jo@acme.example", "", "Risposta automatica: x", "", "", "", "auto" },
	{ "a person writes about one", "jo@acme.example", "", "Our out of office mails fail", "",
	  "",
	  "", "human" },
	{ "vacation, sv", "jo@acme.example", "", "Automatiskt svar: Lampa", "", "", "", "auto" },
	{ "vacation, cs", "jo@acme.example", "", "Automatick\xc3\xa1 odpov\xc4\x9b\xc4\x8f: x", "",
	  "", "", "auto" },
	{ "vacation, ja", "jo@acme.example", "",
	  "\xe8\x87\xaa\xe5\x8b\x95\xe5\xbf\x9c\xe7\xad\x94: x", "", "", "", "auto" },
	{ "Auto-Submitted: no beats weak signs", "jo@acme.example",
	  "Auto-Submitted: no\nPrecedence: bulk", "Automatic reply is broken", "", "", "",
	  "human, no answer" },
	{ "Auto-Submitted: no through a list", "jo@acme.example",
	  "Auto-Submitted: no\nList-Id: <dev.acme.example>", "x", "", "", "", "list, no answer" },
	{ "TMDA asks", "jo-confirm-1.2.abc@acme.example", "X-Delivery-Agent: TMDA/1.1",
	  "Please confirm your message", "", "", "", "challenge" },
	{ "a person who uses TMDA", "jo@acme.example", "X-Delivery-Agent: TMDA/1.1", "Lamp",
	  "It is broken", "", "", "human" },
	{ "a service asks", "verify@boxbe.com", "", "Your message to jo (Action Required)",
	  "Your message is being held until you confirm", "", "", "challenge" },
	{ "a robot asks, es", "jo@acme.example", "Auto-Submitted: auto-replied", "Re: x",
	  "Confirme que es una persona", "", "", "challenge" },
	{ "a person asks", "jo@acme.example", "", "x", "Please confirm your message of today", "",
	  "", "human" },
	{ "Outlook.com's complaint", "staff@hotmail.com", "",
	  "complaint about message from 192.0.2.1", "", "", "", "complaint" },
	{ "null sender", "jo@acme.example", "Return-Path: <>", "x", "", "", "", "auto" },
	{ "a postmaster who is a person", "postmaster@acme.example", "", "Lamp", "It blinks", "",
	  "", "human" },
	{ "a mail server that says nothing", "mailer-daemon@acme.example", "", "x", "", "", "",
	  "auto" },
	{ "no-reply", "no-reply@acme.example", "", "x", "", "", "", "auto" },
	{ "a web form by no-reply", "noreply@acme.example", "Reply-To: jo@acme.example", "x", "",
	  "", "", "human" },
	{ "a list", "jo@acme.example", "List-Id: <dev.acme.example>", "x", "", "", "", "list, no answer" },
	{ "a list's robot", "jo@acme.example", "Mailing-List: x\nPrecedence: bulk", "x", "", "", "",
	  "list, no answer" },
	{ "RFC 3464 failure", "mailer-daemon@acme.example", "", "Undelivered", "",
	  DSN("failed", "5.1.1", "550 5.1.1 unknown"), RETURNED,
	  "bounce jo@acme.example 5.1.1 m1@x.example" },
	{ "RFC 3464 delay", "mailer-daemon@acme.example", "", "Delayed", "",
	  DSN("delayed", "4.4.1", "timed out"), RETURNED,
	  "bounce jo@acme.example 4.4.1 m1@x.example delayed" },
	{ "RFC 3464 success", "mailer-daemon@acme.example", "", "Delivered", "",
	  DSN("delivered", "2.0.0", "250 ok"), RETURNED, "auto" },
	{ "a failure after a success", "mailer-daemon@acme.example", "", "x", "",
	  "\nFinal-Recipient: rfc822; ana@x.example\nAction: relayed\nStatus: 2.0.0\n\n"
	  "Final-Recipient: rfc822; jo@acme.example\nAction: failed\nStatus: 5.2.2\n", RETURNED,
	  "bounce jo@acme.example 5.2.2 m1@x.example" },
	{ "a status that says nothing", "mailer-daemon@acme.example", "", "x", "",
	  DSN("failed", "5.0.0", "550 5.7.1 refused"), "",
	  "bounce jo@acme.example 5.7.1 " },
	{ "the server's words beat the field", "mailer-daemon@acme.example", "", "x", "",
	  DSN("failed", "5.1.1", "552 5.2.2 over quota"), "", "bounce jo@acme.example 5.2.2 " },
	{ "expired, and why", "mailer-daemon@acme.example", "", "x", "",
	  DSN("failed", "4.4.7", "450 4.7.1 refused"), "", "bounce jo@acme.example 4.7.1 " },
	{ "expired, and why in the notice", "mailer-daemon@acme.example", "", "x",
	  "mx returned '550 4.4.7 expired'\nbefore: '441 4.4.1 no answer'\n",
	  DSN("failed", "4.4.7", "550 4.4.7 expired"), "", "bounce jo@acme.example 4.4.1 " },
	{ "a code in a language that we do not know", "mailer-daemon@acme.example", "", "Qwertz",
	  "Xyz abc:\n\njo@acme.example\n#550 5.1.1 x ##\n", "", "", "bounce jo@acme.example 5.1.1 " },
	{ "a code in a person's mail", "jo@acme.example", "", "Qwertz",
	  "jo@acme.example\n#550 5.1.1 x ##\n", "", "", "human" },
	{ "a delay by its subject", "mailer-daemon@acme.example", "", "Delayed Mail (still being retried)",
	  "<jo@acme.example>: 450 4.2.0 later\n", "", "", "bounce jo@acme.example 4.2.0  delayed" },
	{ "full, and tried again", "mailer-daemon@acme.example", "", "Mail delivery failed",
	  "The following address failed:\n\n jo@acme.example\n  mailbox is full: retry timeout exceeded\n",
	  "", "", "bounce jo@acme.example 4.2.2 " },
	{ "a postmaster who writes about mail", "postmaster@acme.example", "", "Your DKIM record",
	  "We got \"550 5.7.20 no valid signature\", mail could not be delivered.\n", "", "", "human" },
	{ "a postmaster's program", "postmaster@acme.example", "", "Undeliverable: Lamp",
	  "Your mail could not be delivered to\n\njo@acme.example\n", "", "", "bounce jo@acme.example 5.0.0 " },
	{ "a receipt of arrival", "postmaster@acme.example", "Return-Path: <>", "Delivered: Lamp",
	  "Your message was delivered to the following recipients.\n", "", "", "auto" },
	{ "a name of the server's own", "mailer-daemon@acme.example", "", "x", "",
	  "\nOriginal-Recipient: rfc822;jo@acme.example\nFinal-Recipient: rfc822;jo@mx1\n"
	  "Action: failed\nStatus: 5.1.1\n", "", "bounce jo@acme.example 5.1.1 " },
	{ "qmail", "MAILER-DAEMON@acme.example", "", "failure notice",
	  "Hi. This is the qmail-send program at acme.example.\nI wasn't able to deliver your "
	  "message.\n\n<jo@acme.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
	  "--- Below this line is a copy of the message.\n\n" RETURNED, "", "",
	  "bounce jo@acme.example 5.1.1 m1@x.example" },
	{ "Exim", "Mailer-Daemon@acme.example", "X-Failed-Recipients: jo@acme.example",
	  "Mail delivery failed: returning message to sender",
	  "The following address(es) failed:\n\n  jo@acme.example\n    550 unknown user\n", "", "",
	  "bounce jo@acme.example 5.1.1 " },
	{ "Exchange", "postmaster@acme.example", "", "Undeliverable: Lamp",
	  "Your message\n\n  To: ana@x.example\n\ndid not reach the following recipient(s):\n\n"
	  "jo@acme.example on Monday\n    mailbox full\n", "", "",
	  "bounce jo@acme.example 5.2.2 " },
	{ "a delay in words", "mailer-daemon@acme.example", "", "Delivery delayed",
	  "Delivery to the following recipient has been delayed:\n\n jo@acme.example\n\n"
	  "421 try later\n", "", "", "bounce jo@acme.example 4.0.0  delayed" },
	{ "whom to ask is not who failed", "mailer-daemon@acme.example", "", "Returned mail",
	  "could not be delivered\nplease contact <help@acme.example>\n\n<jo@acme.example>\n", "",
	  "", "bounce jo@acme.example 5.0.0 " },
	{ "a report in the text", "mailer-daemon@acme.example", "", "Returned mail",
	  "x\n" DSN("failed", "5.1.1", "550 x"), "", "", "bounce jo@acme.example 5.1.1 " },
	/* Notices that nothing in the envelope marks. */
	{ "a program by its address", "Smtp.Relay_7@mx.acme.example", "",
	  "Returned Mail - Error During Delivery", "--- Failed Recipients ---\n\n"
	  "<jo@acme.example>: mailbox unavailable. [SMTP Error Code 550]\n", "", "",
	  "bounce jo@acme.example 5.2.0 " },
	{ "a program by its name, sv", "\"Systemadministrat\xc3\xb6r\" <x@acme.example>", "",
	  "Oleveransbart: Lampa", "Kunde inte levereras:\n\njo@acme.example\n", "", "",
	  "bounce jo@acme.example 5.0.0 " },
	{ "a program by its address, uk", "mail-gateway@acme.example", "",
	  "\xd0\x9d\xd0\xb5 \xd0\xb2\xd0\xb4\xd0\xb0\xd1\x94\xd1\x82\xd1\x8c\xd1\x81\xd1\x8f "
	  "\xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2\xd0\xb8\xd1\x82\xd0\xb8: Lamp",
	  "<jo@acme.example>: 550 5.1.1\n", "", "", "bounce jo@acme.example 5.1.1 " },
	{ "nothing but the notice", "x17@acme.example", "", "Delivery Failure",
	  "Could not deliver to:\n\nFailed Recipient: jo@acme.example\n"
	  "Reason: 550 unknown user\n", "", "", "bounce jo@acme.example 5.1.1 " },
	{ "what became of it, behind our subject", "x17@acme.example", "",
	  "Re: Our lamp is broken : non remis", "Votre message n'a pas pu etre delivre a\n"
	  "jo@acme.example\n", "", "", "bounce jo@acme.example 5.0.0 " },
	{ "a full mailbox, tried again", "Postmaster@acme.example", "", "Mail Delivery Warning",
	  "Delivery of email to this address\n\"jo@acme.example\"\nhas been postponed due to a "
	  "full mailbox.\n", "", "", "bounce jo@acme.example 4.2.2  delayed" },
	{ "no address in From", "acme-ses", "", "Undelivered Mail Returned to Sender",
	  "An error occurred\n" DSN("failed", "5.1.1", "550 5.1.1 x"), "", "",
	  "bounce jo@acme.example 5.1.1 " },
	{ "the null sender in From", "<>", "From: <>", "Returned mail: see transcript",
	  "--- The following addresses had permanent fatal errors ---\n<jo@acme.example>\n"
	  "    (reason: 550 5.1.1 User unknown)\n", "", "", "bounce jo@acme.example 5.1.1 " },
	{ "a person whose mail fails", "Jo Doe <jo@acme.example>", "", "Delivery failure",
	  "Hello,\nmail could not be delivered to\n\nana@x.example\n550 user unknown\n", "", "",
	  "human" },
	{ "a person without a name who asks", "jo@acme.example", "", "Delivery failure",
	  "mail could not be delivered to\n\nana@x.example\n550 user unknown\nwhy?\n", "", "",
	  "human" },
	{ "a person answers a notice", "jo@acme.example", "", "Re: Delivery failure",
	  "could not be delivered to\n\nana@x.example\n550 user unknown\n", "", "", "human" },
	{ "Exchange, nl", "postmaster@acme.example", "", "Niet te bezorgen: Re: Lamp",
	  "Bezorging bij deze geadresseerden of groepen is mislukt:\n\njo@acme.example\nHet e-mailadres "
	  "is niet gevonden.\n", "", "", "bounce jo@acme.example 5.1.1 " },
	{ "Exchange, fr", "postmaster@acme.example", "", "Non remis : Re: Lampe",
	  "Échec de la remise à ces destinataires ou groupes :\n\njo@acme.example\nL'adresse de "
	  "messagerie est introuvable.\n", "", "", "bounce jo@acme.example 5.0.0 " },
	{ "Exchange, el", "postmaster@acme.example", "", "Μη παραδοτέο: Lamp",
	  "Η παράδοση απέτυχε σε:\n\njo@acme.example\n",
	  "", "", "bounce jo@acme.example 5.0.0 " },
	{ "a person passes a report on", "jo@acme.example", "", "Fwd: Undelivered mail",
	  "x\n" DSN("failed", "5.1.1", "550 x"), "", "", "human" },
	{ "a server names nobody but lists", "mailer-daemon@acme.example", "List-Id: <x.example>", "",
	  "acme.example.\n\n<jo@acme.example>:\n\n", "", RETURNED,
	  "bounce jo@acme.example 5.0.0 m1@x.example" },
	{ "Exim's delay", "Mailer-Daemon@acme.example", "", "Warning: message 1a delayed 24 hours",
	  "The address to which the message has not yet been delivered is:\n\n  jo@acme.example\n\n"
	  "Eventually the mail delivery software will give up, and the message will be returned.\n",
	  "", "", "bounce jo@acme.example 4.0.0  delayed" },
	{ "given up after all", "Mailer-Daemon@acme.example", "", "Delivery delayed",
	  "delayed, and given up\n\n  jo@acme.example\n", "", "", "bounce jo@acme.example 5.0.0 " },
	{ "a reply code in words only", "mailer-daemon@acme.example", "", "Undelivered Mail",
	  "could not be delivered\n\njo@acme.example Error, ERROR_CODE :451, ERROR_CODE :, busy.\n",
	  "", "", "bounce jo@acme.example 4.0.0 " },
	{ "a report without Status: the words", "mailer-daemon@acme.example", "", "x", "",
	  "\nFinal-Recipient: rfc822; jo@acme.example\nAction: failed\n"
	  "Diagnostic-Code: smtp; 552 Mailbox disk quota exceeded\n", "",
	  "bounce jo@acme.example 5.2.2 " },
	{ "a report without Status: the code", "mailer-daemon@acme.example", "", "x", "",
	  "\nFinal-Recipient: rfc822; jo@acme.example\nAction: failed\n"
	  "Diagnostic-Code: smtp; 450 Xyzzy\n", "", "bounce jo@acme.example 4.0.0 " },
	{ "X.400's form of an address", "postmaster@acme.example", "Return-Path: <>",
	  "Undeliverable: Lamp", "did not reach the following recipient(s):\n\n"
	  "c=XX;a= ;p=ACME;dda:SMTP=jo@acme.example; on Monday\n    mailbox full\n", "", "",
	  "bounce jo@acme.example 5.2.2 " },
	{ "what came back was written to us", "mailer-daemon@acme.example", "",
	  "Undeliverable: Lamp", "It could not tell which addresses failed\n", "",
	  "From: ana@x.example\nTo: mailer-daemon@acme.example\n", "bounce  5.0.0 " },
	{ "a gateway passes a report on", "mailer-daemon@gw.example", "", "Undeliverable: Lamp",
	  "The scanner passes this on\n", "", WRAPPED, "bounce jo@acme.example 5.1.1 m1@x.example" },
	{ "a gateway's name", "postmaster@gw.example", "", "Delivery Status Notification", "scanned\n",
	  "", WRAPPED, "bounce jo@acme.example 5.1.1 m1@x.example" },
	{ "a person attaches a report", "Jo Doe <jo@x.example>", "", "Undelivered mail",
	  "Look at this\n", "", WRAPPED, "human" },
	{ "a postmaster in Chinese", "postmaster@acme.example", "", "系统退信",
	  "抱歉，您的邮件被退回来了\n\n收件人：jo@acme.example\n\n退信原因：\nRCPT TO: 550 User not found\n",
	  "", "", "bounce jo@acme.example 5.1.1 " },
	{ "an absence in Korean, two words", "jo@acme.example", "", "부재 중 자동 회신: Lamp", "", "", "",
	  "auto" },
	/* Absences in languages that no table knows. */
	{ "words before our subject, and the text", "jo@acme.example", "In-Reply-To: <m1@x.example>",
	  "Xyzzy plugh: Re: Lamp", "I am out of the office until Monday.\n", "", "", "auto" },
	{ "a phrase behind a name", "jo@acme.example", "", "Arpus biroja automatiska atbilde: Re: x",
	  "", "", "", "auto" },
	{ "words before our subject alone", "jo@acme.example", "In-Reply-To: <m1@x.example>",
	  "Urgent: Re: Lamp", "It broke again.\n", "", "", "human" },
	{ "a person away", "jo@acme.example", "In-Reply-To: <m1@x.example>", "Re: Lamp",
	  "I am out of the office until Monday.\n", "", "", "human" },
	{ "a person forwards a bounce", "jo@acme.example", "", "Fwd: failure notice",
	  "What is this?\n> <jo@acme.example>:\n> 550 5.1.1 user unknown\n", "", "", "human" },
};

static struct str
classify(struct arena *a, const struct row *r)
{
	static const char *const kinds[LETTER_KINDS] = { "human", "auto", "bounce", "list",
	    "complaint", "challenge", "calendar" };
	struct report report = { .status = str_c(r->status), .original = str_c(r->original) };
	struct letter l = { .subject = str_c(r->subject), .text = str_c(r->text) };
	struct str rest = str_c(r->header), line, name;

	address_parse(a, str_c(r->from), STR_NONE, 1, &l.from);
	l.headers.v = ARENA_ARRAY(a, 4, struct header);
	while (str_line(&rest, &line) && str_split(&line, ':', &name))
		l.headers.v[l.headers.n++] = (struct header){ name, str_trim(line) };
	letter_classify(a, &report, &l);
	tap_int(l.kind_why.n > 0, l.kind != LETTER_HUMAN, "says why: %s", r->name);
	if (l.kind != LETTER_BOUNCE)
		return str_printf(a, "%s%s", kinds[l.kind],
		    l.no_answer.n > 0 ? ", no answer" : "");
	return str_printf(a, "bounce %.*s %.*s %.*s%s", STR_ARG(l.bounce.recipient),
	    STR_ARG(l.bounce.status), STR_ARG(l.bounce.original_id),
	    l.bounce.is_delayed ? " delayed" : "");
}

static void
test_reports(struct arena *a)
{
	struct report complaint = { .type = STR("feedback-report"), .feedback = STR("x") };
	struct report receipt = { .type = STR("disposition-notification") };
	struct letter l = { .message_id = STR_NONE };

	letter_classify(a, &complaint, &l);
	tap_int(l.kind, LETTER_COMPLAINT, "a complaint (RFC 5965)");
	letter_classify(a, &receipt, &l);
	tap_int(l.kind, LETTER_AUTO, "a receipt (RFC 8098)");
}

/* RFC 5429 section 2.2.1, and what Outlook writes of a mail that is deleted unread. */
static void
test_reject(struct arena *a)
{
	static const struct { const char *name, *disposition, *text, *want; } receipts[] = {
		{ "a filter's, with its reason", "automatic-action/MDN-sent-automatically; deleted",
		  "Your message was automatically rejected:\nmailbox is full\n",
		  "2 jo@acme.example 5.2.2 m1@x.example" },
		{ "a filter's", "automatic-action/MDN-sent-automatically; deleted",
		  "Ihre Nachricht wurde abgelehnt:\nKein Bedarf\n", "2 jo@acme.example 5.7.1 m1@x.example" },
		{ "deleted unread", "automatic-action/MDN-sent-automatically; deleted",
		  "Your message was deleted without being read\n", "1   " },
		{ "deleted by hand", "manual-action/MDN-sent-manually; deleted", "rejected: no\n", "1   " },
		{ "read", "automatic-action/MDN-sent-automatically; displayed", "was rejected\n", "1   " },
	};

	for (size_t i = 0; i < COUNT(receipts); i++) {
		struct report r = { .type = STR("disposition-notification"),
		    .receipt = str_printf(a, "Final-Recipient: rfc822; jo@acme.example\n"
		    "Original-Message-ID: <m1@x.example>\nDisposition: %s\n", receipts[i].disposition) };
		struct letter l = { .text = str_c(receipts[i].text) };

		letter_classify(a, &r, &l);
		tap_str(str_printf(a, "%d %.*s %.*s %.*s", (int)l.kind, STR_ARG(l.bounce.recipient),
		    STR_ARG(l.bounce.status), STR_ARG(l.bounce.original_id)),
		    str_c(receipts[i].want), "%s", receipts[i].name);
	}
}

static void
test_calendar(struct arena *a)
{
	static const struct { const char *method, *body; enum letter_kind want; } parts[] = {
		{ "REQUEST", "BEGIN:VCALENDAR\n", LETTER_CALENDAR },
		{ "reply", "BEGIN:VCALENDAR\n", LETTER_CALENDAR },
		{ "", "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n", LETTER_CALENDAR },
		{ "PUBLISH", "BEGIN:VCALENDAR\n", LETTER_HUMAN },
		{ "", "BEGIN:VCALENDAR\nSUMMARY:method\n", LETTER_HUMAN },
		{ "", "", LETTER_HUMAN },
	};

	for (size_t i = 0; i < COUNT(parts); i++) {
		struct report r = { .calendar = str_c(parts[i].body),
		    .calendar_method = str_c(parts[i].method) };
		struct letter l = { .message_id = STR_NONE };

		letter_classify(a, &r, &l);
		tap_int(l.kind, parts[i].want, "calendar %zu", i);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	mime_init();
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(classify(a, &rows[i]), str_c(rows[i].want), "%s", rows[i].name);
	test_reports(a);
	test_reject(a);
	test_calendar(a);
	arena_free(a);
	return tap_done();
}

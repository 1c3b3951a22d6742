/* What servers say in their own words: a row a format, in our own mails. */
#include "parsers/base/wordlist.h"
#include "parsers/head/mailbox.h"
#include "parsers/machine/bouncewords.h"
#include "parsers/machine/machine.h"
#include "parsers/machine/machinewords.h"
#include "parsers/machine/notice.h"
#include "parsers/machine/sesnotice.h"
#include "parsers/machine/smtpstatus.h"
#include "parsers/machine/wordings.h"
#include "parsers/text/fold.h"
#include "tests/letters.h"
#include "tests/tap.h"

#define RETURNED	"\nReceived: from desk\nFrom: desk@x.example\nTo: jo@acme.example\n" \
			"Message-ID: <m1@x.example>\nSubject: Lamp\n\nWrite to ana@x.example\n"

static const struct row {
	const char	*name;		/* the format's, and more behind a slash */
	const char	*subject;
	const char	*text;
	const char	*want;		/* "recipient status[ delayed]" */
} rows[] = {
	{ "qmail", "failure notice",
	  "Hi. This is the qmail-send program at acme.example.\nI'm afraid I wasn't able to "
	  "deliver your message to the following addresses.\n\n<jo@acme.example>:\n"
	  "Sorry, no mailbox here by that name. (#5.1.1)\n\n"
	  "--- Below this line is a copy of the message.\n" RETURNED, "jo@acme.example 5.1.1" },
	{ "qmail/no code", "failure notice",
	  "Hi. This is the qmail-send program at acme.example.\n\n<jo@acme.example>:\n"
	  "1.2.3.4 does not like recipient.\nRemote host said: 550 user unknown\nGiving up.\n\n"
	  "--- Below this line is a copy of the message.\n" RETURNED, "jo@acme.example 5.1.1" },
	{ "Apache James", "Re: Lamp",
	  "Hi. This is the James mail server at acme.example.\nI'm afraid I wasn't able to deliver "
	  "your message to the following addresses.\n\nError message below:\n"
	  "550 - no such user here\n\nMessage details:\n  RCPT TO: jo@acme.example\n",
	  "jo@acme.example 5.1.1" },
	{ "Courier", "NOTICE: mail delivery status.",
	  "This is a delivery status notification from mx.acme.example,\nrunning the Courier mail "
	  "server, version 1.\n\nUNDELIVERABLE MAIL\n\nYour message to the following recipients "
	  "cannot be delivered:\n\n<jo@acme.example>:\n     mx.acme.example [192.0.2.1]:\n"
	  " >>> RCPT TO:<jo@acme.example>\n <<< 550 over quota\n\n", "jo@acme.example 5.2.2" },
	{ "Courier/when it came", "NOTICE: mail delivery status.",
	  "This is a delivery status notification from mx.acme.example,\nrunning the Courier mail "
	  "server, version 1.\n\nThe original message was received on Monday\n\nUNDELIVERABLE MAIL\n\n"
	  "<jo@acme.example>:\n <<< 550 over quota\n\n", "jo@acme.example 5.2.2" },
	{ "Gmail", "Delivery Status Notification (Failure)",
	  "Delivery to the following recipient failed permanently:\n\n     jo@acme.example\n\n"
	  "Technical details of permanent failure:\nDNS Error: Domain name not found\n\n"
	  "----- Original message -----\n" RETURNED, "jo@acme.example 5.1.2" },
	{ "Gmail, delay", "Delivery Status Notification (Delay)",
	  "THIS IS A WARNING MESSAGE ONLY.\n\nDelivery to the following recipient has been "
	  "delayed:\n\n     jo@acme.example\n\nMessage will be retried for 2 more day(s)\n",
	  "jo@acme.example 4.0.0 delayed" },
	{ "Exim", "Mail delivery failed: returning message to sender",
	  "This message was created automatically by mail delivery software.\n\nA message that you "
	  "sent could not be delivered to one or more of its\nrecipients. This is a permanent "
	  "error. The following address(es) failed:\n\n  jo@acme.example\n"
	  "    Unrouteable address\n\n------ This is a copy of the message ------\n" RETURNED,
	  "jo@acme.example 5.1.0" },
	{ "Exim/never tried", "Mail delivery failed",
	  "This message was created automatically by mail delivery software.\nThe following "
	  "address(es) failed:\n\n  jo@acme.example\n    all hosts have been failing for a long "
	  "time\n", "jo@acme.example 4.4.7" },
	{ "Exim/warning", "Warning: message delayed 24 hours",
	  "This message was created automatically by mail delivery software.\nA message that you "
	  "sent has not yet been delivered to one or more of its recipients after more than 24 "
	  "hours.\n\n  jo@acme.example\n\nNo action is required on your part. Delivery attempts "
	  "will continue\n", "jo@acme.example 4.0.0 delayed" },
	{ "Exim, malformed address", "Mail failure - malformed recipient address",
	  "A message that you sent contained one or more recipient addresses that were\n"
	  "incorrectly constructed:\n\n  ana@x.example <jo@acme.example>: malformed address\n",
	  "jo@acme.example 5.1.3" },
	{ "GMX and 1&1", "Mail delivery failed: returning message to sender",
	  "The following address(es)\nfailed:\n\njo@acme.example:\nsize limit exceeded\n\n"
	  "--- The header of the original message is following. ---\n" RETURNED,
	  "jo@acme.example 5.3.4" },
	{ "GMX and 1&1/to oneself", "Mail delivery failed: returning message to sender",
	  "The following address(es)\nfailed:\n\ndesk@x.example:\nmailbox full\n\n"
	  "--- The header of the original message is following. ---\n" RETURNED,
	  "desk@x.example 5.2.2" },
	{ "Postfix", "Undelivered Mail Returned to Sender",
	  "This is the mail system at host mx.acme.example.\n\nI'm sorry to have to inform you "
	  "that your message could not\nbe delivered to one or more recipients.\n\n"
	  "For further assistance, please send mail to postmaster.\n\n"
	  "<jo@acme.example>: host mx.b.example said: 550 5.7.1 no (in reply to RCPT TO)\n",
	  "jo@acme.example 5.7.1" },
	{ "Postfix/late", "Delayed Mail (still being retried)",
	  "This is the mail system at host mx.acme.example.\n\n"
	  "# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n\n"
	  "Your message could not be delivered for 4 hours.\nIt will be retried until it is 5 "
	  "days old.\n\n<jo@acme.example>: connect to mx.b.example: Connection timed out\n",
	  "jo@acme.example 4.4.1 delayed" },
	{ "Sendmail", "Returned mail: see transcript for details",
	  "   ----- The following addresses had permanent fatal errors -----\n<jo@acme.example>\n\n"
	  "   ----- Transcript of session follows -----\n550 <jo@acme.example>... Host unknown\n",
	  "jo@acme.example 5.1.2" },
	{ "Sendmail, delay", "Warning: could not send message for past 4 hours",
	  "   ----- The following addresses had transient non-fatal errors -----\n"
	  "<jo@acme.example>\n\n   ----- Transcript of session follows -----\n"
	  "<jo@acme.example>... Deferred: Connection refused\nWarning: message still undelivered "
	  "after 4 hours\n", "jo@acme.example 4.4.1 delayed" },
	{ "Sendmail 5", "Returned mail: User unknown",
	  "   ----- Transcript of session follows -----\n550 <jo@acme.example>... User unknown\n\n"
	  "   ----- Unsent message follows -----\n" RETURNED, "jo@acme.example 5.1.1" },
	{ "Biglobe, X1, McAfee", "Returned mail",
	  "   ----- The following addresses had delivery problems -----\njo@acme.example\n\n"
	  "   ----- Non-delivered information -----\nThe number of messages in recipient's mailbox "
	  "exceeded the local limit.\n", "jo@acme.example 5.2.2" },
	{ "Smail 3", "mail failed, returning to sender",
	  "|--- Message log follows: ---|\n no valid recipients were found for this message\n"
	  "|--- Failed addresses follow: ---|\n <jo@acme.example> ... unknown host\n",
	  "jo@acme.example 5.1.2" },
	{ "InterMail", "Mail System Error - Returned Mail",
	  "This Message was undeliverable due to the following reason:\n\nThe user(s) account is "
	  "temporarily over quota.\n\n<jo@acme.example>\n\nPlease reply to Postmaster@x.example\n",
	  "jo@acme.example 5.2.2" },
	{ "Exchange 5.5 to 2003", "Undeliverable: Lamp",
	  "Your message\n\n  To:      ana@x.example\n  Subject: Lamp\n\ndid not reach the following "
	  "recipient(s):\n\njo@acme.example on Fri, 1 May\n    The recipient name is not recognized\n"
	  "\tThe MTS-ID of the original message is: c=x\n", "jo@acme.example 5.1.1" },
	{ "Windows SMTP", "Delivery Status Notification (Failure)",
	  "This is an automatically generated Delivery Status Notification.\n\n"
	  "Delivery to the following recipients failed.\n\n       jo@acme.example\n",
	  "jo@acme.example 5.0.0" },
	{ "Exchange 2007, German", "Unzustellbar: Lampe",
	  "Fehler bei der Nachrichtenzustellung an folgende Empf\xc3\xa4nger oder Gruppen:\n\n"
	  "jo@acme.example<mailto:jo@acme.example>\nDie E-Mail-Adresse wurde nicht gefunden.\n\n"
	  "Diagnoseinformationen f\xc3\xbcr Administratoren:\n\njo@acme.example\n"
	  "#550 5.1.1 RESOLVER.ADR.RecipNotFound ##\n", "jo@acme.example 5.1.1" },
	{ "Notes", "DELIVERY FAILURE",
	  "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\n"
	  "jo@acme.example\n\n------- Returned Message --------\n" RETURNED,
	  "jo@acme.example 5.1.1" },
	{ "Domino", "DELIVERY FAILURE: User not listed",
	  "Your message\n\n  Subject: Lamp\n\nwas not delivered to:\n\n  jo@acme.example\n\n"
	  "because:\n\n  User jo (jo@acme.example) not listed in Domino Directory\n",
	  "jo@acme.example 5.1.1" },
	{ "GroupWise", "Message status - undeliverable",
	  "The message that you sent was undeliverable to the following:\n"
	  "\tjo@acme.example (mailbox is full)\n", "jo@acme.example 5.2.2" },
	{ "OpenSMTPD", "Delivery status notification: failure",
	  "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An "
	  "error has occurred while attempting to deliver a message for\n    the following list of "
	  "recipients:\n\njo@acme.example: 550 5.2.2 Mailbox full\n\n    Below is a copy of the "
	  "original message:\n" RETURNED, "jo@acme.example 5.2.2" },
	{ "OpenSMTPD/late", "Delivery status notification: warning",
	  "    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    A message is "
	  "delayed for more than 4 hours for the following\n    list of recipients:\n\n"
	  "jo@acme.example: Network error on destination MXs\n\n"
	  "    this is only a temporary failure report.\n", "jo@acme.example 4.4.1 delayed" },
	{ "OpenSMTPD/expired", "Delivery status notification: delayed",
	  "    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    A message is "
	  "delayed for more than 0 seconds for the following\n    list of recipients:\n\n"
	  "jo@acme.example: Envelope expired\n\n"
	  "    this is only a temporary failure report.\n", "jo@acme.example 5.4.7" },
	{ "OpenSMTPD/may expire", "Delivery status notification: delayed",
	  "    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    A message is "
	  "delayed for more than 4 hours for the following\n    list of recipients:\n\n"
	  "jo@acme.example: Network error on destination MXs\n\n"
	  "    you are told when its time has expired\n", "jo@acme.example 4.4.1 delayed" },
	{ "MDaemon", "Permanent Delivery Failure",
	  "The attached message had PERMANENT fatal delivery errors!\n\nThe following addresses "
	  "did not receive a copy of it:\n\n> jo@acme.example\n\n--- Session Transcript ---\n"
	  "Fri 12:00: <-- 550 relaying denied\n", "jo@acme.example 5.7.1" },
	{ "hMailServer", "Message undeliverable: Lamp",
	  "Your message did not reach some or all of the intended recipients.\n\n"
	  "The following recipient(s) could not be reached:\n\njo@acme.example\n"
	  "   hMailServer sent: RCPT TO:<jo@acme.example>\n   Remote server replied: 550 unknown "
	  "recipient\n", "jo@acme.example 5.1.1" },
	{ "CommuniGate", "Undeliverable mail: Lamp",
	  "Failed to deliver to 'jo@acme.example'\nSMTP module(domain acme.example) reports:\n"
	  " host name is unknown: no such host\n", "jo@acme.example 5.1.2" },
	{ "IronPort", "Delivery Status Notification (Failure)",
	  "The following message to <jo@acme.example> was undeliverable.\nThe reason for the "
	  "problem:\n5.1.0 - Unknown address error 550-'No such user'\n", "jo@acme.example 5.1.0" },
	{ "MessagingServer", "Delivery Notification: Delivery has failed",
	  "This report relates to a message you sent with the following header fields:\n\n  To: "
	  "ana@x.example\n\nYour message cannot be delivered to the following recipients:\n\n"
	  "  Recipient address: jo@acme.example\n  Reason: unknown host or domain\n",
	  "jo@acme.example 5.1.2" },
	{ "IMail", "Undeliverable Mail",
	  "User mailbox exceeds allowed size: jo@acme.example\n\n\nOriginal message follows.\n"
	  RETURNED, "jo@acme.example 5.2.2" },
	{ "InterScan", "Mail delivery failed",
	  "Unable to deliver message to <jo@acme.example>.\n\nSent <<< RCPT TO:<jo@acme.example>\n"
	  "Received >>> 550 5.1.1 unknown\n", "jo@acme.example 5.1.1" },
	{ "MailMarshal", "Undeliverable Mail: \"Lamp\"",
	  "Your message:\n   From: desk@x.example\nCould not be delivered because of\n\n"
	  "550 5.1.1 unknown user\n\nThe following recipients were affected:\n"
	  "    jo@acme.example\n\nAdditional Information\n", "jo@acme.example 5.1.1" },
	{ "SurfControl", "SMTP delivery failure",
	  "Your message could not be sent.\nA transcript of the attempts to send the message "
	  "follows.\nThe number of attempts made: 1\nAddressed To: jo@acme.example\n\n"
	  "jo@acme.example: [192.0.2.5], 550 jo@acme.example... No such user\n",
	  "jo@acme.example 5.1.1" },
	{ "MailFoundry", "Message delivery has failed",
	  "Unable to deliver message to: <jo@acme.example>\nDelivery failed for the following "
	  "reason:\nServer mx[192.0.2.2] failed with: 550 no such user here\n\nThis has been a "
	  "permanent failure.  No further delivery attempts will be made.\n",
	  "jo@acme.example 5.1.1" },
	{ "MFilter", "failure notice",
	  "From mx.acme.example;\n-------server message\n550 5.7.1 denied\n\n-------SMTP command\n"
	  "RCPT TO: <jo@acme.example>\n\n-------original message\n" RETURNED,
	  "jo@acme.example 5.7.1" },
	{ "active! hunter", "FAILURE NOTICE :",
	  "  ----- The following addresses had permanent fatal errors -----\n\n"
	  ">>> jo@acme.example <jo@acme.example>\n\n  ----- original message -----\n" RETURNED,
	  "jo@acme.example 5.0.0" },
	{ "Zoho", "Undelivered Mail Returned to Sender",
	  "This is a permanent error.\n\njo@acme.example Invalid Address, ERROR_CODE :550, "
	  "ERROR_CODE :5.1.1 unknown\n", "jo@acme.example 5.1.1" },
	{ "Yahoo, sorry", "Failure Notice",
	  "Sorry, we were unable to deliver your message to the following address.\n\n"
	  "<jo@acme.example>:\nThis user doesn't have an acme.example account [0]\n\n"
	  "--- Below this line is a copy of the message.\n", "jo@acme.example 5.1.1" },
	{ "Verizon", "Undeliverable Message",
	  "Message could not be delivered to mobile\nError: No valid recipients for this MM\n"
	  "  RCPT TO: jo@acme.example\n", "jo@acme.example 5.1.1" },
	{ "EZweb", "Mail System Error - Returned Mail",
	  "The user(s) jo@acme.example \nare unknown to us: unknown user\n",
	  "jo@acme.example 5.1.1" },
	{ "KDDI", "Mail delivery failed",
	  "Your mail sent on: Thu, 29 Apr\n    Could not be delivered to: <jo@acme.example>\n"
	  "    As their mailbox is full.\n", "jo@acme.example 5.2.2" },
	{ "trouble delivering", "Mail could not be delivered",
	  "We had trouble delivering your message. Full details follow:\n\nSubject: 'Lamp'\n\n"
	  "1 error(s):\n\nSMTP Server <mx.acme.example> rejected recipient <jo@acme.example>\n"
	  "It responded as follows: [550 5.1.1 unknown user]\n", "jo@acme.example 5.1.1" },
	{ "/German", "Ihre Nachricht wurde nicht zugestellt",
	  "Ihre E-Mail konnte nicht zugestellt werden.\n\nFolgende Empf\xc3\xa4nger:\n"
	  "jo@acme.example\n  Das Postfach ist voll.\n", "jo@acme.example 5.2.2" },
	{ "/French", "\xc3\x89" "chec de la remise",
	  "Votre message n'a pas pu \xc3\xaatre remis aux destinataires suivants :\n\n"
	  "jo@acme.example\n  Utilisateur inconnu\n", "jo@acme.example 5.1.1" },
	{ "/Italian", "Mancata consegna",
	  "Non \xc3\xa8 stato possibile recapitare ai seguenti destinatari:\n\njo@acme.example\n"
	  "  casella piena\n", "jo@acme.example 5.2.2" },
	{ "/Spanish", "No se pudo entregar el mensaje",
	  "No se pudo entregar a los siguientes destinatarios:\njo@acme.example\n"
	  "  usuario desconocido\n", "jo@acme.example 5.1.1" },
	{ "/Portuguese", "Falha na entrega",
	  "N\xc3\xa3o foi poss\xc3\xadvel entregar aos seguintes destinat\xc3\xa1rios:\n"
	  "jo@acme.example\n  caixa cheia\n", "jo@acme.example 5.2.2" },
	{ "/Japanese", "\xe9\x85\x8d\xe4\xbf\xa1\xe4\xb8\x8d\xe8\x83\xbd",
	  "\xe4\xbb\xa5\xe4\xb8\x8b\xe3\x81\xae\xe5\xae\x9b\xe5\x85\x88\n<jo@acme.example>\n"
	  "\xe5\xae\x9b\xe5\x85\x88\xe4\xb8\x8d\xe6\x98\x8e\n", "jo@acme.example 5.1.1" },
	{ "/a spam filter's", "**Message you sent blocked by our bulk email filter**",
	  "Your message to: jo@acme.example\nwas blocked by our Spam Firewall. It has NOT BEEN "
	  "DELIVERED.\n", "jo@acme.example 5.7.1" },
	{ "/Chinese", "\xe7\xb3\xbb\xe7\xbb\x9f\xe9\x80\x80\xe4\xbf\xa1",
	  "\xe6\x94\xb6\xe4\xbb\xb6\xe4\xba\xba\xef\xbc\x9ajo@acme.example\n"
	  "\xe9\x82\xae\xe7\xae\xb1\xe4\xb8\x8d\xe5\xad\x98\xe5\x9c\xa8\n",
	  "jo@acme.example 5.1.1" },
	{ "/whom to ask", "Returned mail",
	  "could not be delivered\nplease contact <help@acme.example>\n\n<jo@acme.example>\n",
	  "jo@acme.example 5.0.0" },
	{ "/only the mail that came back", "Returned mail", "It did not work.\n" RETURNED,
	  "jo@acme.example 5.0.0" },
};

static struct letter
letter_of(const struct row *r, struct address *people)
{
	static struct header none = { STR_NONE, STR_NONE };
	struct letter l = { .subject = str_c(r->subject), .text = str_c(r->text) };

	people[0] = (struct address){ STR_NONE, STR("mailer-daemon@acme.example") };
	people[1] = (struct address){ STR_NONE, STR("desk@x.example") };
	l.from = (struct addresses){ &people[0], 1 };
	l.to = (struct addresses){ &people[1], 1 };
	l.headers = (struct headers){ &none, 0 };
	l.reasons.wanted = true;
	return l;
}

static struct str
reason(const struct letter *l, const char *about)
{
	for (size_t i = 0; i < l->reasons.n; i++)
		if (str_eq(l->reasons.v[i].about, str_c(about)))
			return l->reasons.v[i].why;
	return STR_NONE;
}

static void
test_formats(struct arena *a)
{
	struct report report = { .type = STR_NONE };
	struct address people[2];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct letter l = letter_of(&rows[i], people);
		struct str name = str_c(rows[i].name), got;

		letter_classify(a, &report, &l);
		got = str_printf(a, "%.*s %.*s%s", STR_ARG(l.bounce.recipient),
		    STR_ARG(l.bounce.status), l.bounce.is_delayed ? " delayed" : "");
		tap_str(got, str_c(rows[i].want), "%s", rows[i].name);
		name = str_sub(name, 0, str_chr(name, '/', 0));
		tap_str(reason(&l, "bounce format"), name, "the format of %s", rows[i].name);
		if (str_find(l.text, STR("<m1@"), 0) != SIZE_MAX)
			tap_str(l.bounce.original_id, STR("m1@x.example"), "the mail of %s",
			    rows[i].name);
	}
}

static void
test_alias(struct arena *a)
{
	static const struct row aliases[] = {
		{ "Postfix", "Undelivered Mail", "This is the mail system at host x.\n\n"
		  "<jo@b.example> (expanded from <help@acme.example>): unknown user\n",
		  "help@acme.example" },
		{ "Exim", "Mail delivery failed", "The following address(es) failed:\n\n"
		  "  jo@b.example\n    (ultimately generated from help@acme.example)\n",
		  "help@acme.example" },
		{ "none", "Undelivered Mail", "<jo@b.example>: unknown user\n", "" },
	};
	struct report report = { .type = STR_NONE };
	struct address people[2];

	for (size_t i = 0; i < COUNT(aliases); i++) {
		struct letter l = letter_of(&aliases[i], people);

		letter_classify(a, &report, &l);
		tap_str(l.bounce.recipient, STR("jo@b.example"), "who failed: %s",
		    aliases[i].name);
		tap_str(l.bounce.sent_to, str_c(aliases[i].want), "who was written to: %s",
		    aliases[i].name);
	}
}

static void
test_ses(struct arena *a)
{
	static const struct {
		const char	*name, *text, *want;
		enum ses_kind	 kind;
	} ses[] = {
		{ "bounce", "{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Permanent\","
		  "\"bouncedRecipients\":[{\"emailAddress\":\"jo@acme.example\",\"status\":\"5.1.1\","
		  "\"diagnosticCode\":\"smtp; 550 5.1.1\"}]},\"mail\":{\"messageId\":\"0101\","
		  "\"commonHeaders\":{\"messageId\":\"<m1@x.example>\"}}}",
		  "jo@acme.example 5.1.1 m1@x.example", SES_BOUNCE },
		{ "by its type only", "{\"eventType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Transient\","
		  "\"bounceSubType\":\"MailboxFull\",\"bouncedRecipients\":[{\"emailAddress\":"
		  "\"jo@acme.example\"}]}}", "jo@acme.example 4.2.2 ", SES_BOUNCE },
		{ "as a string in SNS's JSON", "{\"Message\" : \"{\\\"notificationType\\\":\\\"Bounce\\\","
		  "\\\"bouncedRecipients\\\":[{\\\"emailAddress\\\":\\\"jo@acme.example\\\"}]}\"}",
		  "jo@acme.example  ", SES_BOUNCE },
		{ "folded by a server", "{\"eventType\": \"DeliveryDelay\", \"delayedRecipients\":\n"
		  "[{\"emailAddress\": \"jo@acme.example\", \"status\": \"4.4.1\"}]}",
		  "jo@acme.example 4.4.1 ", SES_DELAY },
		{ "complaint", "{\"notificationType\":\"Complaint\",\"complainedRecipients\":["
		  "{\"emailAddress\":\"jo@acme.example\"}]}", "jo@acme.example  ", SES_COMPLAINT },
		{ "cut off", "{\"notificationType\":\"Bounce\",\"bouncedRecipients\":[{\"emailAddr",
		  "  ", SES_BOUNCE },
		{ "other JSON", "{\"eventType\":\"Open\"}", "  ", SES_NONE },
	};

	for (size_t i = 0; i < COUNT(ses); i++) {
		struct bounce b = { .is_delayed = false };

		tap_int(ses_read(a, str_c(ses[i].text), &b), ses[i].kind, "SES: %s", ses[i].name);
		tap_str(str_printf(a, "%.*s %.*s %.*s", STR_ARG(b.recipient), STR_ARG(b.status),
		    STR_ARG(b.original_id)), str_c(ses[i].want), "SES says: %s", ses[i].name);
	}
}

static void
test_status(struct arena *a)
{
	static const struct { const char *in, *any, *behind, *class; } texts[] = {
		{ "550 5.1.1 unknown", "5.1.1", "5.1.1", "5.0.0" },
		{ "552-5.2.2 full", "", "5.2.2", "5.0.0" },
		{ "(#4.4.1)", "4.4.1", "", "" },
		{ "550 unknown", "", "", "5.0.0" },
		{ "451: later", "", "", "4.0.0" },
		{ "192.0.2.5 and 1.2.3.4", "", "", "" },
		{ "550 4.4.7 two classes", "4.4.7", "", "5.0.0" },
		{ "5.0.0 then 5.7.1", "5.7.1", "", "" },
		{ "version 5.1.1.2", "", "", "" },
		{ "5.7.606", "5.7.606", "", "" },
	};

	(void)a;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct str in = str_c(texts[i].in);

		tap_str(smtp_status_in(in), str_c(texts[i].any), "a status in %s", texts[i].in);
		tap_str(smtp_status_behind_code(in), str_c(texts[i].behind),
		    "behind a code in %s", texts[i].in);
		tap_str(smtp_reply_class(in), str_c(texts[i].class), "the class of %s",
		    texts[i].in);
	}
}

static void
test_mailbox(void)
{
	static const struct { const char *in, *next, *bare; } texts[] = {
		{ "rfc822; jo@x.example", "jo@x.example", "jo@x.example" },
		{ "<jo@x.example>", "jo@x.example", "jo@x.example" },
		{ "to 'jo@x.example'.", "jo@x.example", "jo@x.example" },
		{ "\xe6\x94\xb6\xe4\xbb\xb6\xe4\xba\xba\xef\xbc\x9ajo@x.example", "jo@x.example",
		  "jo@x.example" },
		{ "\xc2\xabjo@x.example\xc2\xbb", "jo@x.example", "jo@x.example" },
		{ "@ nobody @", "", "" },
		{ "jo@x.example, ana@y.example", "jo@x.example", "jo@x.example" },
		{ "rfc822;\"a b\"@x.example", "", "" },
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		size_t from = 0;

		tap_str(mailbox_next(str_c(texts[i].in), &from), str_c(texts[i].next),
		    "the address in %s", texts[i].in);
		tap_str(mailbox_bare(str_c(texts[i].in)), str_c(texts[i].bare), "%s alone",
		    texts[i].in);
	}
}

/* A word that is not folded would never be found. */
static void
check_folded(struct arena *a, const char *word)
{
	if (word != NULL)
		tap_str(fold(a, str_c(word)), str_c(word), "%s is folded", word);
}

static void
test_folded(struct arena *a)
{
	const char *const *const lists[] = {
		bounce_subjects, bounce_phrases, bounce_delay_phrases, bounce_final_phrases,
		bounce_retried_phrases, bounce_success_subjects, bounce_reject_phrases,
		bounce_returned, bounce_intros, bounce_contact_leads, bounce_leads,
		machine_auto_phrases, machine_auto_nouns, machine_auto_absences, machine_auto_ends,
		machine_auto_fields, machine_denials, machine_auto_subjects, machine_complaint_starts,
		machine_challenge_senders, machine_challenge_words, machine_calendar_methods,
		machine_daemon_names, machine_program_words, machine_absence_texts,
	};

	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; lists[i][k] != NULL; k++)
			check_folded(a, lists[i][k]);
	for (size_t i = 0; i < bounce_wordings_n; i++)
		check_folded(a, bounce_wordings[i].phrase);
	for (size_t i = 0; i < bounce_formats_n; i++) {
		const struct bounce_format *f = &bounce_formats[i];
		const char *const words[] = { f->subject, f->sign, f->intro, f->lead, f->returned };

		for (size_t k = 0; k < COUNT(words); k++)
			check_folded(a, words[k]);
	}
}

/* NULL for a list: bounce_wordings. */
static const struct {
	const char		*language;
	const char *const	*list;
	const char		*as_written, *marks_apart, *bare;
} accents[] = {
	{ "de", bounce_delay_phrases, "ist verzögert",
	  "ist verzögert", "IST VERZOGERT" },
	{ "fr", bounce_delay_phrases, "est retardée",
	  "est retardée", "EST RETARDEE" },
	{ "es", bounce_delay_phrases, "se retrasó",
	  "se retrasó", "SE RETRASO" },
	{ "it", bounce_delay_phrases, "non è stato ancora consegnato",
	  "non è stato ancora consegnato", "NON E STATO ANCORA CONSEGNATO" },
	{ "pt", bounce_delay_phrases, "ainda não foi entregue",
	  "ainda não foi entregue", "AINDA NAO FOI ENTREGUE" },
	{ "nl", bounce_delay_phrases, "is vertraagd",
	  "is vertraagd", "IS VERTRAAGD" },
	{ "da", bounce_delay_phrases, "er forsinket",
	  "er forsinket", "ER FORSINKET" },
	{ "nb", bounce_delay_phrases, "er ennå ikke levert",
	  "er ennå ikke levert", "ER ENNA IKKE LEVERT" },
	{ "sv", bounce_delay_phrases, "är försenad",
	  "är försenad", "AR FORSENAD" },
	{ "fi", bounce_delay_phrases, "toimitus viivästyy",
	  "toimitus viivästyy", "TOIMITUS VIIVASTYY" },
	{ "pl", bounce_delay_phrases, "jest opóźniona",
	  "jest opóźniona", "JEST OPOZNIONA" },
	{ "cs", bounce_delay_phrases, "je zpožděno",
	  "je zpožděno", "JE ZPOZDENO" },
	{ "hu", bounce_delay_phrases, "késést szenved",
	  "késést szenved", "KESEST SZENVED" },
	{ "ro", bounce_delay_phrases, "nu a fost încă livrat",
	  "nu a fost încă livrat", "NU A FOST INCA LIVRAT" },
	{ "ru", bounce_delay_phrases, "ещё не доставлено",
	  "ещё не доставлено", "ЕЩЕ НЕ ДОСТАВЛЕНО" },
	{ "uk", bounce_delay_phrases, "затримка доставки",
	  "затримка доставки", "ЗАТРИМКА ДОСТАВКИ" },
	{ "tr", bounce_delay_phrases, "henüz teslim edilmedi",
	  "henüz teslim edilmedi", "HENUZ TESLIM EDILMEDI" },
	{ "el", bounce_delay_phrases, "η παράδοση καθυστέρησε",
	  "η παράδοση καθυστέρησε", "Η ΠΑΡΑΔΟΣΗ ΚΑΘΥΣΤΕΡΗΣΕ" },
	{ "el", bounce_delay_phrases, "δεν έχει παραδοθεί ακόμη",
	  "δεν έχει παραδοθεί ακόμη", "ΔΕΝ ΕΧΕΙ ΠΑΡΑΔΟΘΕΙ ΑΚΟΜΗ" },
	{ "he", bounce_delay_phrases, "עדיין לא נמסרה",
	  "עדיין לא נמסרה", "עדיין לא נמסרה" },
	{ "ar", bounce_delay_phrases, "تأخر التسليم",
	  "تأخر التسليم", "تاخر التسليم" },
	{ "de", bounce_reject_phrases, "wurde abgelehnt: Postfach",
	  "wurde abgelehnt: Postfach", "WURDE ABGELEHNT: POSTFACH" },
	{ "fr", bounce_reject_phrases, "a été rejeté",
	  "a été rejeté", "A ETE REJETE" },
	{ "es", bounce_reject_phrases, "ha sido rechazado",
	  "ha sido rechazado", "HA SIDO RECHAZADO" },
	{ "it", bounce_reject_phrases, "è stato rifiutato",
	  "è stato rifiutato", "E STATO RIFIUTATO" },
	{ "pt", bounce_reject_phrases, "foi rejeitado",
	  "foi rejeitado", "FOI REJEITADO" },
	{ "nl", bounce_reject_phrases, "is geweigerd",
	  "is geweigerd", "IS GEWEIGERD" },
	{ "da", bounce_reject_phrases, "blev afvist",
	  "blev afvist", "BLEV AFVIST" },
	{ "sv", bounce_reject_phrases, "har avvisats",
	  "har avvisats", "HAR AVVISATS" },
	{ "fi", bounce_reject_phrases, "on hylätty",
	  "on hylätty", "ON HYLATTY" },
	{ "pl", bounce_reject_phrases, "została odrzucona",
	  "została odrzucona", "ZOSTAŁA ODRZUCONA" },
	{ "cs", bounce_reject_phrases, "byla odmítnuta",
	  "byla odmítnuta", "BYLA ODMITNUTA" },
	{ "hu", bounce_reject_phrases, "visszautasította",
	  "visszautasította", "VISSZAUTASITOTTA" },
	{ "ro", bounce_reject_phrases, "a fost respins",
	  "a fost respins", "A FOST RESPINS" },
	{ "ru", bounce_reject_phrases, "письмо отклонено",
	  "письмо отклонено", "ПИСЬМО ОТКЛОНЕНО" },
	{ "uk", bounce_reject_phrases, "лист відхилено",
	  "лист відхилено", "ЛИСТ ВІДХИЛЕНО" },
	{ "tr", bounce_reject_phrases, "ileti reddedildi",
	  "ileti reddedildi", "ILETI REDDEDILDI" },
	{ "el", bounce_reject_phrases, "το μήνυμα απορρίφθηκε",
	  "το μήνυμα απορρίφθηκε", "ΤΟ ΜΗΝΥΜΑ ΑΠΟΡΡΙΦΘΗΚΕ" },
	{ "de", NULL, "Empfänger unbekannt",
	  "Empfänger unbekannt", "EMPFANGER UNBEKANNT" },
	{ "es", NULL, "no se encontró la dirección",
	  "no se encontró la dirección", "NO SE ENCONTRO LA DIRECCION" },
	{ "pt", NULL, "endereço não foi encontrado",
	  "endereço não foi encontrado", "ENDERECO NAO FOI ENCONTRADO" },
	{ "cs", NULL, "neznámý uživatel",
	  "neznámý uživatel", "NEZNAMY UZIVATEL" },
	{ "sv", NULL, "okänd användare",
	  "okänd användare", "OKAND ANVANDARE" },
	{ "hu", NULL, "ismeretlen felhasználó",
	  "ismeretlen felhasználó", "ISMERETLEN FELHASZNALO" },
	{ "fi", NULL, "osoitetta ei löydy",
	  "osoitetta ei löydy", "OSOITETTA EI LOYDY" },
	{ "pl", NULL, "nieznany użytkownik",
	  "nieznany użytkownik", "NIEZNANY UZYTKOWNIK" },
	{ "ro", NULL, "adresa nu a fost găsită",
	  "adresa nu a fost găsită", "ADRESA NU A FOST GASITA" },
	{ "ru", NULL, "адрес не найден",
	  "адрес не найден", "АДРЕС НЕ НАИДЕН" },
	{ "uk", NULL, "користувача не знайдено",
	  "користувача не знайдено", "КОРИСТУВАЧА НЕ ЗНАИДЕНО" },
	{ "tr", NULL, "kullanıcı bulunamadı",
	  "kullanıcı bulunamadı", "KULLANICI BULUNAMADI" },
	{ "el", NULL, "άγνωστος χρήστης",
	  "άγνωστος χρήστης", "ΑΓΝΩΣΤΟΣ ΧΡΗΣΤΗΣ" },
	{ "el", NULL, "ο χρήστης δεν υπάρχει",
	  "ο χρήστης δεν υπάρχει", "Ο ΧΡΗΣΤΗΣ ΔΕΝ ΥΠΑΡΧΕΙ" },
	{ "ar", NULL, "المستخدم غير موجود",
	  "المستخدم غير موجود", "المستخدم غير موجود" },
	{ "el", machine_auto_phrases, "Αυτόματη απάντηση",
	  "Αυτόματη απάντηση", "ΑΥΤΟΜΑΤΗ ΑΠΑΝΤΗΣΗ" },
	{ "el", machine_auto_phrases, "Εκτός γραφείου",
	  "Εκτός γραφείου", "ΕΚΤΟΣ ΓΡΑΦΕΙΟΥ" },
	{ "fr", machine_auto_phrases, "Réponse automatique",
	  "Réponse automatique", "REPONSE AUTOMATIQUE" },
	{ "cs", machine_auto_phrases, "Automatická odpověď",
	  "Automatická odpověď", "AUTOMATICKA ODPOVED" },
	{ "ru", machine_auto_phrases, "Автоматический ответ",
	  "Автоматический ответ", "АВТОМАТИЧЕСКИИ ОТВЕТ" },
	{ "uk", machine_auto_phrases, "Автоматична відповідь",
	  "Автоматична відповідь", "АВТОМАТИЧНА ВІДПОВІДЬ" },
	{ "tr", machine_auto_phrases, "Otomatik yanıt",
	  "Otomatik yanıt", "OTOMATIK YANIT" },
	{ "ar", machine_auto_phrases, "الرد التلقائي",
	  "الرد التلقائي", "الرد التلقايي" },
	{ "pt", machine_auto_phrases, "Resposta automática",
	  "Resposta automática", "RESPOSTA AUTOMATICA" },
	{ "ro", machine_auto_phrases, "Răspuns automat",
	  "Răspuns automat", "RASPUNS AUTOMAT" },
	{ "hu", machine_auto_phrases, "Automatikus válasz",
	  "Automatikus válasz", "AUTOMATIKUS VALASZ" },
};

static bool
is_known(struct arena *a, const char *const *list, const char *text)
{
	struct notice n = { .folded = fold(a, str_c(text)) };

	return list != NULL ? wordlist_within(n.folded, list) : notice_has_wording(&n);
}

/* With marks, with each mark a character of its own, and in capitals without any. */
static void
test_accents(struct arena *a)
{
	for (size_t i = 0; i < COUNT(accents); i++) {
		const char *const spelt[] = { accents[i].as_written, accents[i].marks_apart,
		    accents[i].bare };

		for (size_t k = 0; k < COUNT(spelt); k++)
			tap_ok(is_known(a, accents[i].list, spelt[k]), "%s: %s",
			    accents[i].language, spelt[k]);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_formats(a);
	test_alias(a);
	test_ses(a);
	test_status(a);
	test_mailbox();
	test_folded(a);
	test_accents(a);
	arena_free(a);
	return tap_done();
}

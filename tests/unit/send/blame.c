/* Whose fault a refusal is: what providers answer, each at the stage where they do. */
#include "daemon/send/blame.h"

#include "tests/tap.h"

#define MAIL	DIALOGUE_MAIL
#define RCPT	DIALOGUE_RCPT
#define END	DIALOGUE_END

static const struct {
	enum dialogue_stage	 stage;
	uint32_t		 code;
	const char		*reply;
	enum blame		 want;
	bool			 mend;		/* an admin reads what to do */
} rows[] = {
	/* Microsoft 365 */
	{ END, 554, "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; "
	    "Failed to process message", BLAME_SERVER, true },
	{ END, 554, "554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException."
	    "MapiExceptionShutoffQuotaExceeded", BLAME_SERVER, true },
	{ RCPT, 552, "552 5.2.2 The email account that you tried to reach is over quota",
	    BLAME_RECIPIENT, false },
	{ MAIL, 432, "432 4.3.2 Concurrent connections limit exceeded", BLAME_SERVER, true },
	{ MAIL, 432, "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded",
	    BLAME_SERVER, true },
	{ END, 554, "554 5.2.252 SendAsDenied; support@desk.example not allowed to send as x",
	    BLAME_SENDER, true },
	{ END, 550, "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
	    BLAME_SENDER, true },
	{ MAIL, 530, "530 5.7.57 Client not authenticated to send mail", BLAME_SENDER, true },
	{ MAIL, 535, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled",
	    BLAME_SENDER, true },
	{ RCPT, 550, "550 5.7.705 Access denied, tenant has exceeded threshold", BLAME_SERVER, true },
	{ RCPT, 550, "550 5.7.708 Service unavailable. Access denied, traffic not accepted from "
	    "this IP", BLAME_SERVER, true },
	{ END, 550, "550 5.1.8 Access denied, bad outbound sender", BLAME_SERVER, true },
	{ END, 550, "550 5.1.90 Your message can't be sent because you've reached your daily limit "
	    "for message recipients", BLAME_SERVER, true },
	{ END, 550, "550 5.7.501 Access denied, spam abuse detected", BLAME_SERVER, true },
	{ RCPT, 550, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found",
	    BLAME_RECIPIENT, false },
	{ RCPT, 550, "550 5.4.1 Recipient address rejected: Access denied", BLAME_RECIPIENT, false },
	{ END, 550, "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient",
	    BLAME_MESSAGE, false },
	{ END, 552, "552 5.3.4 Message size exceeds fixed maximum message size", BLAME_MESSAGE,
	    false },
	{ RCPT, 550, "550 5.7.1 Unable to relay", BLAME_SENDER, true },
	{ END, 550, "550 5.7.23 The message was rejected because of Sender Policy Framework "
	    "violation", BLAME_SENDER, true },
	{ END, 550, "550 5.7.509 Access denied, sending domain does not pass DMARC verification",
	    BLAME_SENDER, true },
	{ END, 550, "550 5.7.515 Access denied, sending domain does not meet the required "
	    "authentication level", BLAME_SENDER, true },
	{ RCPT, 550, "550 5.7.606 Access denied, banned sending IP", BLAME_SERVER, true },
	{ END, 554, "554 5.6.0 Corrupt message content", BLAME_MESSAGE, false },
	{ END, 550, "550 5.2.251 Sender throttled due to continuous mailbox full errors", BLAME_SERVER,
	    true },
	{ END, 550, "550 5.2.252 Sender throttled due to continuous send as denied errors",
	    BLAME_SENDER, true },
	{ END, 550, "550 5.2.253 Sender throttled due to continuous invalid license errors",
	    BLAME_SENDER, true },
	{ END, 550, "550 5.2.254 Sender throttled due to continuous too many recipients errors",
	    BLAME_SERVER, true },
	/* Gmail and Google Workspace */
	{ RCPT, 450, "450-4.2.1 Peak SMTP relay limit exceeded for this customer", BLAME_SERVER,
	    true },
	{ RCPT, 450, "450-4.2.1 The user you are trying to contact is receiving email too quickly",
	    BLAME_RECIPIENT, false },
	{ MAIL, 421, "421 4.7.0 Try again later, closing connection", BLAME_SERVER, false },
	{ DIALOGUE_OPEN, 454, "454 4.7.0 Too many login attempts, please try again later",
	    BLAME_SERVER, true },
	{ RCPT, 550, "550-5.7.0 Mail relay denied", BLAME_SENDER, true },
	{ MAIL, 530, "530-5.7.0 Authentication Required. For more information, go to",
	    BLAME_SENDER, true },
	{ END, 550, "550-5.4.5 Daily user sending limit exceeded", BLAME_SERVER, true },
	{ END, 550, "550-5.4.5 Daily SMTP relay limit exceeded for user", BLAME_SERVER, true },
	{ MAIL, 550, "550-5.7.1 Invalid credentials for relay for one of the domains", BLAME_SENDER,
	    true },
	{ RCPT, 550, "550-5.1.1 The email account that you tried to reach does not exist",
	    BLAME_RECIPIENT, false },
	{ RCPT, 552, "552-5.2.2 The recipient's inbox is out of storage space", BLAME_RECIPIENT,
	    false },
	{ END, 552, "552-5.2.3 Your message exceeded Google's message size limits", BLAME_MESSAGE,
	    false },
	{ END, 552, "552-5.7.0 This message was blocked because its content presents a potential "
	    "security issue", BLAME_MESSAGE, false },
	{ END, 550, "550-5.7.26 Unauthenticated email from desk.example is not accepted due to "
	    "domain's DMARC policy", BLAME_SENDER, true },
	{ END, 550, "550-5.7.25 The IP address sending this message does not have a PTR record",
	    BLAME_SERVER, true },
	{ END, 550, "550-5.7.1 Our system has detected that this message is likely unsolicited mail",
	    BLAME_MESSAGE, false },
	{ RCPT, 550, "550 5.2.1 The email account that you tried to reach is disabled",
	    BLAME_RECIPIENT, false },
	/* Amazon SES */
	{ END, 454, "454 Throttling failure: Maximum sending rate exceeded.", BLAME_SERVER, true },
	{ END, 454, "454 Throttling failure: Daily message quota exceeded.", BLAME_SERVER, true },
	{ MAIL, 501, "501 Invalid MAIL FROM address provided", BLAME_SENDER, true },
	{ END, 554, "554 Message rejected: Email address is not verified. The following identities "
	    "failed the check in region EU-WEST-1: support@desk.example", BLAME_SENDER, true },
	{ END, 554, "554 Access denied: User desk is not authorized to perform ses:SendRawEmail",
	    BLAME_SENDER, true },
	{ END, 554, "554 Message rejected: Sending paused for this account", BLAME_SERVER, true },
	{ MAIL, 530, "530 Authentication required", BLAME_SENDER, true },
	{ END, 552, "552 Message is too long: the size limit is 10 MB", BLAME_MESSAGE, false },
	/* SendGrid, Mailgun, Postmark, Sparkpost */
	{ END, 550, "550 The from address does not match a verified Sender Identity", BLAME_SENDER,
	    true },
	{ MAIL, 550, "550 5.7.1 Sender signature is not verified", BLAME_SENDER, true },
	{ RCPT, 550, "550 5.7.1 relaying denied", BLAME_SENDER, true },
	{ MAIL, 535, "535 Authentication failed: Bad username / password", BLAME_SENDER, true },
	{ MAIL, 550, "550 5.7.1 Sending domain must be used; account is suspended", BLAME_SERVER,
	    true },
	/* Postfix, Exim, Sendmail, qmail */
	{ RCPT, 554, "554 5.7.1 <jo@acme.example>: Relay access denied", BLAME_SENDER, true },
	{ MAIL, 553, "553 5.7.1 <support@desk.example>: Sender address rejected: not owned by user "
	    "desk", BLAME_SENDER, true },
	{ RCPT, 554, "554 5.7.1 <gw[192.0.2.1]>: Client host rejected: Access denied", BLAME_SERVER,
	    true },
	{ RCPT, 504, "504 5.5.2 <gw>: Helo command rejected: need fully-qualified hostname",
	    BLAME_SERVER, true },
	{ RCPT, 554, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using "
	    "list.example", BLAME_SERVER, true },
	{ RCPT, 550, "550 5.1.1 <jo@acme.example>: Recipient address rejected: User unknown",
	    BLAME_RECIPIENT, false },
	{ RCPT, 550, "550 No Such User Here", BLAME_RECIPIENT, false },
	{ RCPT, 550, "550 relay not permitted", BLAME_SENDER, true },
	{ MAIL, 552, "552 5.3.4 Message size exceeds fixed limit", BLAME_MESSAGE, false },
	{ END, 550, "550 5.7.1 message content rejected", BLAME_MESSAGE, false },
	{ END, 554, "554 5.7.1 Spam message rejected", BLAME_MESSAGE, false },
	{ END, 550, "550 This message contains a virus", BLAME_MESSAGE, false },
	{ RCPT, 553, "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
	    BLAME_SENDER, true },
	{ RCPT, 556, "556 5.1.10 Recipient address has null MX", BLAME_RECIPIENT, false },
	{ MAIL, 502, "502 5.5.2 Error: command not recognized", BLAME_SERVER, false },
	{ RCPT, 503, "503 5.5.1 Error: need MAIL command", BLAME_SERVER, false },
	{ END, 554, "554 5.3.0 Error: queue file write error", BLAME_SERVER, false },
	{ END, 554, "554 transaction failed", BLAME_MESSAGE, false },
	/* Fastmail, Yahoo, Zoho, GMX */
	{ MAIL, 551, "551 5.7.1 Not authorised to send from this header address", BLAME_SENDER, true },
	{ END, 554, "554 5.7.1 Email sending limit reached for this account", BLAME_SERVER, true },
	{ END, 553, "553 Sender is not allowed to relay emails", BLAME_SENDER, true },
	{ END, 550, "550 5.4.6 Unusual sending activity detected: account has been disabled",
	    BLAME_SERVER, true },
	{ END, 450, "450 4.7.1 rate limit", BLAME_SERVER, true },
	/* What is the same words' fault at one stage is another's at another. */
	{ MAIL, 550, "550 5.1.0 Address rejected", BLAME_SENDER, true },
	{ RCPT, 550, "550 5.1.0 Address rejected", BLAME_RECIPIENT, false },
	{ MAIL, 550, "550 5.1.1 <support@desk.example>: User unknown", BLAME_SENDER, true },
	{ MAIL, 553, "553 5.1.3 Bad address syntax", BLAME_SENDER, true },
	{ RCPT, 553, "553 5.1.3 Bad address syntax", BLAME_RECIPIENT, false },
	{ MAIL, 550, "550 5.2.1 Mailbox disabled", BLAME_SENDER, true },
	{ RCPT, 550, "550 5.2.1 Mailbox disabled", BLAME_RECIPIENT, false },
	{ MAIL, 450, "450 4.1.8 <support@desk.example>: Sender address rejected: Domain not found",
	    BLAME_SENDER, true },
	{ MAIL, 451, "451 4.1.0 try again", BLAME_SERVER, false },
	{ RCPT, 550, "550 5.1.0 <support@desk.example>: Sender address rejected: User unknown in "
	    "local recipient table", BLAME_SENDER, true },
	{ MAIL, 554, "554 5.7.1 Too much spam from you", BLAME_SERVER, true },
	{ RCPT, 550, "550 5.7.1 192.0.2.1 is a source of spam", BLAME_SERVER, true },
	{ END, 550, "550 5.7.1 192.0.2.1 is a source of spam", BLAME_MESSAGE, false },
	{ MAIL, 554, "554 5.6.1 no", BLAME_SENDER, true },
	/* A stranger's address has no say. */
	{ RCPT, 550, "550 5.1.1 <throttled@acme.example>: Recipient address rejected",
	    BLAME_RECIPIENT, false },
	{ RCPT, 550, "550 sendasdenied@acme.example is unknown here", BLAME_RECIPIENT, false },
	{ RCPT, 550, "550 no.spam@acme.example is unknown here", BLAME_RECIPIENT, false },
	{ END, 550, "550 <dmarc@acme.example> takes no such mail", BLAME_MESSAGE, false },
	/* Refused before any mail. */
	{ DIALOGUE_OPEN, 554, "554 5.1.1 go away", BLAME_SERVER, false },
};

/* Whether another envelope sender may pass, and one that is not null. */
static const struct {
	enum dialogue_stage	 stage;
	uint32_t		 code;
	const char		*reply;
	bool			 address, null;
} senders[] = {
	{ MAIL, 501, "501 Invalid MAIL FROM address provided", true, true },
	{ MAIL, 550, "550 5.1.0 Sender rejected", true, false },
	{ MAIL, 553, "553 5.1.7 The sender's address was syntactically invalid", true, false },
	{ MAIL, 555, "555 5.5.2 Syntax error, goodbye", true, false },
	{ MAIL, 530, "530 5.7.57 Client not authenticated to send mail", false, false },
	{ MAIL, 550, "550-5.4.5 Daily user sending limit exceeded", false, false },
	{ MAIL, 502, "502 5.5.2 Error: command not recognized", false, false },
	{ RCPT, 550, "550 5.7.1 <>: Sender address rejected: access denied", true, true },
	{ RCPT, 550, "550 This server does not accept bounces", false, true },
	{ RCPT, 550, "550 5.7.1 Null sender not allowed for submission", false, true },
	{ RCPT, 550, "550 5.1.1 <jo@acme.example>: User unknown", false, false },
	{ END, 554, "554 5.2.252 SendAsDenied; support@desk.example not allowed to send as "
	    "support+b-a@desk.example", true, false },
	{ END, 554, "554 Message rejected: Email address is not verified. The following identities "
	    "failed the check in region EU-WEST-1: support+b-a@desk.example", true, false },
	{ END, 550, "550 5.7.1 message content rejected", false, false },
	{ END, 550, "550 5.7.1 Messages without a return-path are not accepted", false, true },
};

static void
test_senders(struct arena *a)
{
	for (size_t i = 0; i < COUNT(senders); i++) {
		struct str reply = str_c(senders[i].reply);
		struct verdict v = blame_find(a, senders[i].stage, senders[i].code, reply);

		tap_int(v.is_address, senders[i].address, "the address: %s", senders[i].reply);
		tap_int(blame_names_null(a, reply), senders[i].null, "the null sender: %s",
		    senders[i].reply);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_senders(a);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct verdict v = blame_find(a, rows[i].stage, rows[i].code,
		    str_c(rows[i].reply));

		tap_int((int)v.blame, (int)rows[i].want, "%s", rows[i].reply);
		tap_int(v.mend != NULL, rows[i].mend, "what to do: %s", rows[i].reply);
	}
	arena_free(a);
	return tap_done();
}

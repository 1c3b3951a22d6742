/* blame: see blame.h. */
#include "daemon/send/blame.h"

#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/wordlist.h"
#include "parsers/machine/smtpstatus.h"
#include "parsers/text/fold.h"

#define LOGIN	"check the login of this mailbox, and whether SMTP is allowed for it"
#define SEND_AS	"let the login send as the mailbox's address"
#define QUOTA	"the provider's limit is used up: it goes on by itself; a higher limit helps"
#define VERIFY	"confirm the mailbox's address or domain with the provider"
#define BLOCKED	"the provider has blocked sending: ask its support why"
#define FULL	"the mailbox is full: empty its folder of sent mail"
#define DOMAIN	"check SPF, DKIM and DMARC of the mailbox's domain"
#define LICENCE	"give the mailbox a licence with Exchange"
#define RELAY	"the server does not relay for us: check host, port and login"
#define ALLOWED	"the server wants another network address or name: ask its admin"

enum { ANY = 0 };

/*
 * The first row that fits says it; `status` begins the enhanced code, `phrase` is folded.
 * Before MAIL nothing was said of a mail, before RCPT nothing of whom it is for, and its text
 * is known only once it went out.
 */
static const struct row {
	uint32_t		 code;
	const char		*status;
	const char		*phrase;
	struct verdict		 verdict;
	enum dialogue_stage	 since;
} rows[] = {
	/* What our login may not. */
	{ 530, NULL, NULL, { BLAME_SENDER, LOGIN } },
	{ 534, NULL, NULL, { BLAME_SENDER, LOGIN } },
	{ 535, NULL, NULL, { BLAME_SENDER, LOGIN } },
	{ 538, NULL, NULL, { BLAME_SENDER, LOGIN } },
	{ ANY, "5.7.57", NULL, { BLAME_SENDER, LOGIN } },
	{ ANY, "5.7.139", NULL, { BLAME_SENDER, LOGIN } },
	{ ANY, NULL, "authentication required", { BLAME_SENDER, LOGIN } },
	{ ANY, NULL, "not authenticated", { BLAME_SENDER, LOGIN } },
	{ ANY, NULL, "must authenticate", { BLAME_SENDER, LOGIN } },
	{ ANY, NULL, "smtp auth is required", { BLAME_SENDER, LOGIN } },
	{ ANY, NULL, "not logged in", { BLAME_SENDER, LOGIN } },
	{ ANY, "5.7.60", NULL, { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "send as this sender", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "sendasdenied", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "sender address rejected", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "sender rejected", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "not owned by user", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "not allowed to send as", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "not authorized to send from", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "not authorized to send on behalf", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "sender is not allowed to relay", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "envelope from address", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "mail from must equal", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "is not verified", { BLAME_SENDER, VERIFY } },
	{ ANY, NULL, "not a verified sender", { BLAME_SENDER, VERIFY } },
	{ ANY, NULL, "does not match a verified sender", { BLAME_SENDER, VERIFY } },
	{ ANY, NULL, "sender identity", { BLAME_SENDER, VERIFY } },
	{ ANY, NULL, "not authorised to send from", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "is not authorized to perform", { BLAME_SENDER, SEND_AS } },
	{ ANY, NULL, "invalid credentials", { BLAME_SENDER, LOGIN } },
	/* Microsoft 365, of who went on in spite of it. */
	{ ANY, "5.2.251", NULL, { BLAME_SERVER, FULL } },
	{ ANY, "5.2.252", NULL, { BLAME_SENDER, SEND_AS } },
	{ ANY, "5.2.253", NULL, { BLAME_SENDER, LICENCE } },
	/* What the provider counts, and what it blocks. */
	{ ANY, NULL, "submissionquotaexceeded", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "shutoffquotaexceeded", { BLAME_SERVER, FULL } },
	{ ANY, NULL, "mapiexceptionquotaexceeded", { BLAME_SERVER, FULL } },
	{ ANY, NULL, "concurrent connection", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "sender thread limit", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "recipientratelimit", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "daily user sending limit", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "daily sending quota", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "daily message quota", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "smtp relay limit", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "sending rate exceeded", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "sending limit", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "sending quota", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "throttl", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "too many messages", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "too many connections", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "too many login attempts", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "rate limit", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "exceeded threshold", { BLAME_SERVER, QUOTA } },
	{ ANY, NULL, "exceeded the maximum number of recipients", { BLAME_SERVER, QUOTA } },
	{ ANY, "5.7.705", NULL, { BLAME_SERVER, QUOTA } },
	{ ANY, "5.7.708", NULL, { BLAME_SERVER, BLOCKED } },
	{ ANY, "5.1.90", NULL, { BLAME_SERVER, QUOTA } },
	{ ANY, "5.7.501", NULL, { BLAME_SERVER, BLOCKED } },
	{ ANY, "5.7.502", NULL, { BLAME_SERVER, BLOCKED } },
	{ ANY, "5.7.503", NULL, { BLAME_SERVER, BLOCKED } },
	{ ANY, "5.1.8", NULL, { BLAME_SERVER, BLOCKED } },
	{ ANY, NULL, "sending paused", { BLAME_SERVER, BLOCKED } },
	{ ANY, NULL, "account is suspended", { BLAME_SERVER, BLOCKED } },
	{ ANY, NULL, "account has been disabled", { BLAME_SERVER, BLOCKED } },
	{ ANY, NULL, "outbound spam", { BLAME_SERVER, BLOCKED } },
	/* What is known of our network and domain. */
	{ ANY, "5.7.23", NULL, { BLAME_SENDER, DOMAIN } },
	{ ANY, "5.7.26", NULL, { BLAME_SENDER, DOMAIN } },
	{ ANY, "5.7.27", NULL, { BLAME_SENDER, DOMAIN } },
	{ ANY, "5.7.30", NULL, { BLAME_SENDER, DOMAIN } },
	{ ANY, "5.7.509", NULL, { BLAME_SENDER, DOMAIN } },
	{ ANY, "5.7.515", NULL, { BLAME_SENDER, DOMAIN } },
	{ ANY, NULL, "dmarc", { BLAME_SENDER, DOMAIN } },
	{ ANY, "5.7.25", NULL, { BLAME_SERVER, ALLOWED } },
	{ ANY, "5.7.606", NULL, { BLAME_SERVER, BLOCKED } },
	{ ANY, NULL, "blocked using", { BLAME_SERVER, BLOCKED } },
	{ ANY, NULL, "client host rejected", { BLAME_SERVER, ALLOWED } },
	{ ANY, NULL, "helo command rejected", { BLAME_SERVER, ALLOWED } },
	{ ANY, NULL, "ehlo command rejected", { BLAME_SERVER, ALLOWED } },
	{ ANY, NULL, "relay access denied", { BLAME_SENDER, RELAY } },
	{ ANY, NULL, "relaying denied", { BLAME_SENDER, RELAY } },
	{ ANY, NULL, "mail relay denied", { BLAME_SENDER, RELAY } },
	{ ANY, NULL, "unable to relay", { BLAME_SENDER, RELAY } },
	{ ANY, NULL, "relay not permitted", { BLAME_SENDER, RELAY } },
	{ ANY, NULL, "allowed rcpthosts", { BLAME_SENDER, RELAY } },
	{ ANY, NULL, "we do not relay", { BLAME_SENDER, RELAY } },
	/* What only this mail has: its size, its text. */
	{ ANY, "5.3.4", NULL, { BLAME_MESSAGE, NULL }, DIALOGUE_MAIL },
	{ ANY, "5.2.3", NULL, { BLAME_MESSAGE, NULL }, DIALOGUE_MAIL },
	{ ANY, "5.6.", NULL, { BLAME_MESSAGE, NULL }, DIALOGUE_BODY },
	{ 552, NULL, "size", { BLAME_MESSAGE, NULL }, DIALOGUE_MAIL },
	{ ANY, NULL, "message too large", { BLAME_MESSAGE, NULL }, DIALOGUE_MAIL },
	{ ANY, NULL, "exceeds fixed maximum message size", { BLAME_MESSAGE, NULL }, DIALOGUE_MAIL },
	{ ANY, NULL, "message length exceeds", { BLAME_MESSAGE, NULL }, DIALOGUE_MAIL },
	{ ANY, NULL, "virus", { BLAME_MESSAGE, NULL }, DIALOGUE_BODY },
	{ ANY, NULL, "spam", { BLAME_MESSAGE, NULL }, DIALOGUE_BODY },
	/* What the address is. */
	{ ANY, "5.1.7", NULL, { BLAME_SENDER, SEND_AS } },
	{ ANY, "5.1.", NULL, { BLAME_RECIPIENT, NULL }, DIALOGUE_RCPT },
	{ ANY, "5.2.", NULL, { BLAME_RECIPIENT, NULL }, DIALOGUE_RCPT },
	{ ANY, "5.4.", NULL, { BLAME_RECIPIENT, NULL }, DIALOGUE_RCPT },
	/* What the server cannot, or says of nothing that it has seen of the mail. */
	{ ANY, NULL, "spam", { BLAME_SERVER, BLOCKED } },
	{ 421, NULL, NULL, { BLAME_SERVER, NULL } },
	{ ANY, "4.3.1", NULL, { BLAME_SERVER, NULL } },
	{ ANY, "4.3.2", NULL, { BLAME_SERVER, NULL } },
	{ 500, NULL, NULL, { BLAME_SERVER, NULL } },
	{ 502, NULL, NULL, { BLAME_SERVER, NULL } },
	{ 503, NULL, NULL, { BLAME_SERVER, NULL } },
	{ ANY, "5.3.", NULL, { BLAME_SERVER, NULL } },
};

/* Without a word that we know, where it came tells: MAIL names nobody but us. */
static const struct verdict by_stage[] = {
	[DIALOGUE_OPEN] = { BLAME_SERVER, NULL }, [DIALOGUE_MAIL] = { BLAME_SENDER, SEND_AS },
	[DIALOGUE_RCPT] = { BLAME_RECIPIENT, NULL }, [DIALOGUE_DATA] = { BLAME_MESSAGE, NULL },
	[DIALOGUE_BODY] = { BLAME_MESSAGE, NULL }, [DIALOGUE_END] = { BLAME_MESSAGE, NULL },
};

/* How servers say that they take no bounces: the one where they expect them, too. */
static const char *const null_words[] = {
	"<>", "null sender", "null reverse", "null return", "null envelope", "null mail from",
	"empty sender", "empty envelope", "empty return", "empty reverse", "empty mail from",
	"blank sender", "no sender", "missing sender", "sender required", "sender is required",
	"sender cannot be empty", "sender must not be empty", "return-path", "return path",
	"accept bounces", "accept bounce", "bounces are not", "bounce messages", "no bounces",
	"not accept delivery status", "sender address rejected", "invalid sender",
	"sender denied", "invalid mail from", "valid sender", NULL
};

/* "5.7.5" does not begin "5.7.57"; "5.1." begins all of its subject. */
static bool
status_fits(struct str status, struct str start)
{
	return str_starts(status, start) && (start.p[start.n - 1] == '.' || status.n == start.n);
}

static struct verdict
judged(struct verdict v)
{
	v.is_address = v.blame == BLAME_SENDER && v.mend != NULL && strcmp(v.mend, LOGIN) != 0;
	return v;
}

/*
 * Servers repeat addresses, which strangers have chosen: no word of one is the server's.
 * "550 5.1.1 <throttled@acme.example>: unknown"
 */
static struct str
own_words(struct arena *a, struct str reply)
{
	struct str word;
	struct buf b;

	buf_init(&b, a);
	while (str_split(&reply, ' ', &word))
		if (str_chr(word, '@', 0) == SIZE_MAX) {
			buf_add(&b, word);
			buf_addc(&b, ' ');
		}
	return fold(a, buf_str(&b));
}

static bool
fits(const struct row *r, uint32_t code, struct str status, struct str folded)
{
	return (r->code == ANY || r->code == code) &&
	    (r->status == NULL || status_fits(status, str_c(r->status))) &&
	    (r->phrase == NULL || str_find(folded, str_c(r->phrase), 0) != SIZE_MAX);
}

struct verdict
blame_find(struct arena *a, enum dialogue_stage stage, uint32_t code, struct str reply)
{
	struct str status = smtp_status_behind_code(reply), words = own_words(a, reply);

	for (size_t i = 0; i < COUNT(rows); i++)
		if (stage >= rows[i].since && fits(&rows[i], code, status, words))
			return judged(rows[i].verdict);
	if (code < 500 && by_stage[stage].blame == BLAME_SENDER)	/* what passes is no right */
		return judged((struct verdict){ BLAME_SERVER, NULL, false });
	return judged(by_stage[stage]);
}

bool
blame_names_null(struct arena *a, struct str reply)
{
	return wordlist_within(fold(a, reply), null_words);
}

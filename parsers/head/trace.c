/* trace: see trace.h.  Costs a pass over the mail, and the sorting of its fields. */
#include "parsers/head/trace.h"

#include <stdlib.h>

#include "parsers/base/array.h"
#include "parsers/base/sha256.h"
#include "parsers/base/wordlist.h"
#include "parsers/head/rawheader.h"

static const char *const fields[] = {
	/* RFC 5321, 5322, 9228, and how servers called Delivered-To before it. */
	"return-path", "received", "delivered-to", "x-original-to", "x-delivered-to",
	"envelope-to", "x-envelope-to", "x-envelope-from", "x-real-to", "delivery-date",
	"x-received", "apparently-to",
	/* What was found out about it: RFC 8601, 6376, 4870, 7208, 8617. */
	"authentication-results", "x-authentication-results", "original-authentication-results",
	"authentication-results-original", "dkim-signature", "domainkey-signature",
	"received-spf", "dkim-filter", "x-dkim", "x-dmarc",
	/* Filters that have but one field. */
	"x-bogosity", "x-antivirus", "x-antivirus-status", "x-scanned-by", "x-sieve",
	"x-greylist", "x-greylisting", "x-ham-report", "x-junkemail", "x-virus-scanned",
	"x-virus-status", "x-mailscanner", "x-quarantine-id", "x-filter-time",
	/* Stores: mbox, POP and Sieve. */
	"status", "x-status", "x-uid", "x-uidl", "x-imap", "x-imapbase", "x-keywords",
	"content-length", "lines", "x-evolution-source", "x-account-key",
	"x-mozilla-status", "x-mozilla-status2", "x-mozilla-keys",
	NULL
};

static const char *const starts[] = {
	"resent-", "arc-", "bimi-", "dkim-", "x-arc-", "x-amavis", "x-barracuda-", "x-brightmail-",
	"x-cloudmark", "x-cmae", "x-cyrus-", "x-ctch-", "x-dspam-", "x-eop", "x-exchange-",
	"x-exim-", "x-forefront-", "x-forwarded-", "x-getmail-", "x-fetchmail-", "x-gm-",
	"x-gmx-", "x-google-", "x-ironport-", "x-mailscanner-", "x-me-", "x-microsoft-",
	"x-mimecast-", "x-ms-exchange-", "x-ms-has-", "x-ms-office365-", "x-ms-public",
	"x-ms-traffictypediagnostic", "x-ovh-", "x-policyd-", "x-postfix-", "x-proofpoint-",
	"x-rspamd-", "x-sasl-", "x-sea-", "x-ses-", "x-sophos-", "x-spam", "x-symantec-",
	"x-tm-as-", "x-tmase-", "x-ui-", "x-vade", "x-virus-", "x-yandex-",
	NULL
};

bool
trace_is(struct str name)
{
	char low[WORDLIST_LONGEST];
	size_t n = name.n < sizeof(low) ? name.n : sizeof(low);

	for (size_t i = 0; i < n; i++)
		low[i] = name.p[i] >= 'A' && name.p[i] <= 'Z' ?
		    (char)(name.p[i] + ('a' - 'A')) : name.p[i];
	return (name.n == n && wordlist_has((struct str){ low, n }, fields)) ||
	    wordlist_starts((struct str){ low, n }, starts);
}

void
trace_reached(struct arena *a, struct str block, size_t max, struct addresses *out)
{
	static const char *const names[] = { "Delivered-To", "X-Original-To", "Envelope-To",
	    "X-Envelope-To", "X-Delivered-To", "X-Real-To", NULL };
	struct rawheader h;

	while (rawheader_next(&block, &h) && trace_is(h.name) &&
	    !str_ieq(h.name, STR("Received")))
		if (wordlist_ihas(h.name, names))
			address_parse(a, h.value, STR_NONE, max, out);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* "name:value" with each run of blanks as one: servers fold and unfold (RFC 6376, 3.4.2). */
static struct str
flat(struct arena *a, const struct rawheader *h)
{
	struct str value = h->name.n > 0 ? h->value : str_trim(h->bytes);
	struct buf b;

	buf_init(&b, a);
	buf_reserve(&b, h->bytes.n + 1);
	buf_add(&b, str_lower(a, h->name));
	buf_addc(&b, ':');
	for (size_t i = 0; i < value.n; i++)
		if (!is_space(value.p[i]))
			buf_addc(&b, value.p[i]);
		else if (b.p[b.n - 1] != ' ')
			buf_addc(&b, ' ');
	return buf_str(&b);
}

static int
by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Adds the header; what stands behind it is the body. */
static struct str
add_header(struct arena *a, struct sha256 *sum, struct str raw)
{
	struct strs kept = { 0 };
	struct rawheader h;

	while (rawheader_next(&raw, &h))
		if (!trace_is(h.name))
			strs_add(a, &kept, flat(a, &h));
	if (kept.n > 0)
		qsort(kept.v, kept.n, sizeof(*kept.v), by_bytes);
	for (size_t i = 0; i < kept.n; i++) {
		sha256_add(sum, kept.v[i]);
		sha256_add(sum, STR("\n"));
	}
	return raw;
}

/* Without the empty lines at its end: stores add and drop them. */
static void
add_body(struct sha256 *sum, struct str body)
{
	struct str line;

	body = str_rtrim(body);
	while (str_line(&body, &line)) {
		sha256_add(sum, STR("\n"));
		sha256_add(sum, line);
	}
}

struct str
trace_digest(struct arena *a, struct str raw)
{
	unsigned char digest[SHA256_BYTES];
	struct sha256 *sum = sha256_new(a);

	add_body(sum, add_header(a, sum, rawheader_start(raw)));
	sha256_end(sum, digest);
	return sha256_hex(a, digest, sizeof(digest));
}

/*
 * docketctl deliver MAILBOX: an MTA's pipe.  Exit 0 says that the mail is in
 * the database, whatever becomes of it; anything that could be better later is
 * 75, so that the MTA keeps it (sysexits.h).
 */
#include "daemon/ctl/verbs.h"

#include <unistd.h>

#include "daemon/out/tally.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/partitions.h"
#include "parsers/base/array.h"
#include "parsers/base/sha256.h"
#include "parsers/head/address.h"
#include "parsers/head/domain.h"
#include "parsers/head/headers.h"
#include "parsers/head/rawheader.h"
#include "sql.h"

enum { CTL_NO_USER = 67, CHUNK = 65536 };

/* Standard input whole; false when it is over the limit or unreadable. */
static bool
read_all(struct arena *a, size_t max, struct str *out)
{
	struct buf b;
	char chunk[CHUNK];
	ssize_t n;

	buf_init(&b, a);
	while ((n = read(STDIN_FILENO, chunk, sizeof(chunk))) > 0) {
		if (b.n + (size_t)n > max)
			return false;
		buf_add(&b, (struct str){ chunk, (size_t)n });
	}
	*out = buf_str(&b);
	return n == 0;
}

/* A fault of ours or of the set-up must not bounce a customer's mail. */
static int
later(int status)
{
	return status == CTL_OK ? CTL_OK : CTL_AGAIN;
}

/* Whose quota it is: nothing but its header is read here.  Empty: nobody's. */
static struct str
sender_of(struct ctl *c, struct str raw)
{
	static const char *const names[] = { "From", "Sender", "Return-Path" };
	struct str header = str_sub(rawheader_start(raw), 0,
	    c->conf->letter.limits.header_bytes);

	for (size_t i = 0; i < COUNT(names); i++) {
		struct addresses list = { 0 };

		address_parse(c->a, headers_raw(header, str_c(names[i])), STR_NONE, 1, &list);
		if (list.n > 0 && list.v[0].addr.n > 0)
			return address_person(c->a, domain_key(c->a, list.v[0].addr));
	}
	return STR_NONE;
}

/* What is over it stays with the MTA, as other mail stays on its server. */
static int
meet_quota(struct ctl *c, struct str sender, struct str raw)
{
	int64_t had, now = clock_now();
	struct err e;

	if (sender.n == 0)
		return CTL_OK;
	if (tally_look(c->db, TALLY_BYTES, sender, now, &had, &e) == -1)
		return later(ctl_err(&e));
	if (had + (int64_t)raw.n > (int64_t)c->conf->sender_bytes_per_day)
		return ctl_fail(CTL_AGAIN, "%s has sent more than sender_bytes_per_day: "
		    "try again later", text_safe(c->a, sender).p);
	tally_put(c->db, TALLY_BYTES, sender, now, (int64_t)raw.n);
	return CTL_OK;
}

/* docketd, which makes the months' partitions, need not have run for months. */
static int
store(struct ctl *c, struct str mailbox, struct str raw)
{
	unsigned char sum[SHA256_BYTES];
	struct sql_deliver_in in = { .mailbox = mailbox,
	    .sha256 = { (const char *)sum, sizeof(sum) }, .size = (int64_t)raw.n,
	    .now = clock_now(), .bytes = raw };
	struct partitions p;
	struct err e;

	sha256_of(raw, sum);
	sql_deliver(c->db, &in);
	if (db_run(c->db, &e) == 0)
		return CTL_OK;
	if (e.kind == ERR_MESSAGE && partitions_need(c->db, in.now, &p, &e) == 0) {
		sql_deliver(c->db, &in);
		if (db_run(c->db, &e) == 0)
			return CTL_OK;
	}
	return later(ctl_err(&e));
}

int
ctl_deliver(struct ctl *c, int argc, char **argv)
{
	struct str raw;
	int n = ctl_options(c, argc, argv, NULL, 0), status;

	if (n < 0)
		return ctl_options_status(n);
	if (n != 1)
		return ctl_usage(c, "which mailbox?");
	if ((status = ctl_conf(c)) != CTL_OK)
		return later(status);
	if (mailboxes_find(&c->conf->mailboxes, str_c(argv[1])) == NULL)
		return ctl_fail((enum ctl_exit)CTL_NO_USER,
		    "there is no mailbox %s in %s", argv[1], c->conf_path);
	if (!read_all(c->a, c->conf->letter.limits.message_bytes, &raw))
		return ctl_fail(CTL_DATA, "the mail is larger than "
		    "limits.message_bytes, or cannot be read");
	if (raw.n == 0)
		return ctl_fail(CTL_DATA, "there is no mail on standard input");
	if ((status = ctl_db(c)) != CTL_OK)
		return later(status);
	if ((status = meet_quota(c, sender_of(c, raw), raw)) != CTL_OK)
		return status;
	return store(c, str_c(argv[1]), raw);
}

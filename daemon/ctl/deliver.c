/*
 * docketctl deliver MAILBOX: an MTA's pipe.  Exit 0 says that the mail is in
 * the database, whatever becomes of it; anything that could be better later is
 * 75, so that the MTA keeps it (sysexits.h).
 */
#include "daemon/ctl/verbs.h"

#include <unistd.h>

#include "daemon/sys/clock.h"
#include "daemon/ticket/partitions.h"
#include "parsers/base/sha256.h"
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
	return store(c, str_c(argv[1]), raw);
}

/* quota: see quota.h. */
#include "daemon/intake/quota.h"

#include "daemon/intake/person.h"
#include "daemon/out/tally.h"
#include "daemon/sys/log.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

enum { SHOWN = 1000 };			/* octets of its text that its entry has */

/* What a proven engineer sends is the desk's own. */
static bool
applies(const struct reading *r)
{
	return r->in->pending == 0 && r->in->item.raw.n > 0 && r->from.addr.n > 0 &&
	    !(r->agent != NULL && person_proven(r));
}

void
quota_ask(struct work *w, const struct reading *r)
{
	if (applies(r))
		tally_want(w, TALLY_BYTES, address_person(w->a, r->from.addr));
}

/* Its place is what it is known by when it comes again. */
static int
leave(struct work *w, struct reading *r)
{
	struct mail_item *m = &r->in->item;
	struct letter *l = &r->in->job.letter;
	struct sql_raw_seen_row seen;
	struct sql_raw_seen h;

	m->raw = STR_NONE;
	m->truncated = r->in->over_quota = true;
	reading_hash(w->a, m, r->sha256);
	h = sql_raw_seen(w->db, m->mailbox, (int64_t)m->uidvalidity, (int64_t)m->uid,
	    (struct str){ (const char *)r->sha256, sizeof(r->sha256) });
	if (work_run(w) == -1)
		return -1;
	if (sql_raw_seen_row(w->db, h, 0, &seen) && seen.is_item) {
		r->replay = true;
		return 0;
	}
	log_warning("mail left on the server: its sender has sent too much today",
	    { "mailbox", LOG_S(m->mailbox) }, { "uid", LOG_I(m->uid) },
	    { "from", LOG_S(r->from.addr) }, { "bytes", LOG_I(m->size) });
	l->quarantine = STR("its sender has sent more than sender_bytes_per_day: it stays in "
	    "the mailbox, and is read when there is room again; then this can be dropped");
	l->text = str_utf8_cut(l->text, SHOWN);
	l->reply_text = str_utf8_cut(l->reply_text, SHOWN);
	r->in->job.n_files = 0;
	return 0;
}

int
quota_take(struct work *w, struct reading *r)
{
	int64_t had, size = (int64_t)r->in->item.raw.n;
	struct str who;

	if (!applies(r) || r->replay || r->duplicate_of != 0)
		return 0;
	who = address_person(w->a, r->from.addr);
	if (tally_count(w, TALLY_BYTES, who, &had) == -1)
		return -1;
	if (had + size > (int64_t)w->conf->sender_bytes_per_day)
		return leave(w, r);
	tally_add(w, TALLY_BYTES, who, size);
	return 0;
}

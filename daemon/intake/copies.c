/* copies: see copies.h. */
#include "daemon/intake/copies.h"

#include "daemon/intake/customermail.h"
#include "daemon/intake/heldmail.h"
#include "daemon/intake/person.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

/*
 * Servers try for five days, and say so at the longest.  What has the same bytes again
 * later is a machine that sends the same Message-ID and Date each time.
 */
static const int64_t window = 7LL * 86400 * SECOND_US;

/* What it is called by; empty: it can be nobody's copy. */
static struct str
digest(const struct intake *in)
{
	return in->is_void || in->item.truncated ? STR_NONE : in->job.letter.digest;
}

struct str
copy_content(const struct reading *r)
{
	return r->copy_of != 0 ? STR_NONE : digest(r->in);
}

void
copies_lock(struct work *w, const struct intake_batch *in)
{
	int64_t *keys = ARENA_ARRAY(w->a, in->n, int64_t);
	size_t n = 0;

	for (size_t i = 0; i < in->n; i++) {
		struct str s = digest(in->v[i]);
		uint64_t key = 0;

		for (size_t k = 0; k < 2 * sizeof(key) && k < s.n; k += 2)
			key = key << 8 | (uint64_t)str_hex(s, k);
		if (s.n > 0)
			keys[n++] = (int64_t)key;
	}
	if (n > 0)
		sql_copy_lock(w->db, (struct db_int8s){ keys, n });
}

void
copy_ask(struct work *w, struct reading *r)
{
	struct str content = digest(r->in);

	r->h_copy = (struct sql_copy_find){ 0 };
	r->first = (struct first_copy){ 0 };
	r->copy_of = r->twin = 0;
	r->relieves = false;
	r->in->is_taken = false;
	if (content.n > 0 && !held_is_decided(r))
		r->h_copy = sql_copy_find(w->db, &(struct sql_copy_find_in){
		    .content = content, .mailbox = r->in->item.mailbox,
		    .raw = r->in->pending, .since = r->arrived - window,
		    .until = r->arrived + window });
}

void
copy_learn(struct work *w, struct reading *r)
{
	struct sql_copy_find_row row;

	if (sql_copy_find_row(w->db, r->h_copy, 0, &row))
		r->first = (struct first_copy){ .raw = row.raw, .ticket = row.ticket,
		    .mailbox = str_dup(w->a, row.mailbox), .is_taken = row.is_taken,
		    .is_done = row.is_done, .is_human = row.is_human,
		    .by_rule = row.by_rule };
}

void
copy_in_batch(struct reading *r, const struct reading *earlier, size_t n)
{
	struct str content = digest(r->in);

	for (size_t i = 0; i < n && content.n > 0 && !held_is_decided(r); i++) {
		const struct reading *o = &earlier[i];
		bool here = str_eq(o->in->item.mailbox, r->in->item.mailbox);

		if (o->replay || copy_is(o) || !str_eq(digest(o->in), content) ||
		    (r->first.is_taken && !(here && o->in->is_taken)))
			continue;
		r->first = (struct first_copy){ .raw = o->raw, .ticket = o->ticket,
		    .mailbox = o->in->item.mailbox, .is_taken = o->in->is_taken,
		    .is_human = o->letter->kind == LETTER_HUMAN, .by_rule = o->by_rule };
	}
}

/* Its Date says that it was sent now: what comes again each month has none, or an old one. */
static bool
is_dated(const struct reading *r)
{
	int64_t age = r->arrived - r->letter->date * SECOND_US;

	return r->letter->date != 0 && age < window && age > -window;
}

/*
 * The first is held on a ticket where this one would be taken: our server says more of it now.
 * What a rule holds waits, by whichever way it comes again.
 */
static bool
is_better(struct work *w, const struct reading *r)
{
	const struct first_copy *f = &r->first;
	const struct ticket *t = f->ticket == 0 || f->is_taken ? NULL : work_ticket(w, f->ticket);

	if (t == NULL || f->by_rule || reading_is_held(r) || r->letter->kind != LETTER_HUMAN ||
	    (r->ticket != 0 && r->ticket != t->id))
		return false;
	return r->agent != NULL ? person_proven(r) : customer_may(w, r, t);
}

static bool
is_same(const struct reading *r)
{
	const struct first_copy *f = &r->first;

	if (f->raw == 0)
		return false;
	/* A null sender, or a proof, is in what servers add. */
	if (!f->is_human && r->letter->kind == LETTER_HUMAN && !reading_is_held(r))
		return false;
	if (r->how == THREAD_TOKEN && r->ticket != f->ticket)
		return false;
	if (f->is_taken)
		return !f->is_done || is_dated(r);
	if (r->agent != NULL && person_proven(r))
		return false;
	return f->ticket != 0 || reading_is_held(r) || r->letter->kind != LETTER_HUMAN;
}

/* Each mailbox has a ticket of its own: the mail opens one, or goes on with it. */
static bool
is_beside(const struct conf *conf, const struct reading *r)
{
	return conf->both == BOTH_LINK && r->first.is_taken &&
	    r->ticket != r->first.ticket && r->letter->kind == LETTER_HUMAN &&
	    !reading_is_held(r) && !str_eq(r->first.mailbox, r->in->item.mailbox);
}

void
copy_decide(struct work *w, struct reading *r)
{
	if (is_better(w, r)) {
		r->relieves = true;
		if (r->ticket == 0 && r->agent == NULL) {
			r->ticket = r->first.ticket;
			r->how = THREAD_REFERENCE;
		}
		return;
	}
	if (!is_same(r))
		return;
	if (is_beside(w->conf, r))
		r->twin = r->first.ticket;
	else
		r->copy_of = r->first.raw;
}

bool
copy_is(const struct reading *r)
{
	return r->copy_of != 0 || (r->duplicate_of != 0 && r->twin == 0);
}

void
copy_store(struct work *w, const struct reading *r)
{
	int64_t first = r->copy_of != 0 ? r->copy_of : r->duplicate_of;

	sql_duplicate_insert(w->db, &(struct sql_duplicate_insert_in){ .raw = r->raw,
	    .at = r->arrived, .author = r->from.addr, .original = first,
	    .mailbox = r->in->item.mailbox });
	log_info("the same mail again", { "mailbox", LOG_S(r->in->item.mailbox) },
	    { "raw", LOG_I(r->raw) }, { "first", LOG_I(first) },
	    { "message_id", LOG_S(r->letter->message_id) });
}

void
copy_relieve(struct work *w, const struct reading *r)
{
	if (r->relieves)
		sql_held_relieve(w->db, r->first.raw, r->raw, w->now);
}

int
copy_tell_twin(struct work *w, const struct reading *r)
{
	struct entry en = { .kind = ENTRY_RULE, .author = STR("docket"), .ticket = r->twin };

	entry_data(w, &en, "what", STR("the same mail came to another mailbox"));
	entry_data(w, &en, "mailbox", r->in->item.mailbox);
	entry_data(w, &en, "ticket", str_printf(w->a, "%lld", (long long)r->ticket));
	return entry_add(w, &en);
}

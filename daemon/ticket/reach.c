/* reach: see reach.h. */
#include "daemon/ticket/reach.h"

#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "parsers/head/domain.h"
#include "parsers/machine/smtpstatus.h"
#include "parsers/machine/wordings.h"
#include "parsers/text/fold.h"
#include "sql.h"

#define TRIED_AGAIN	((int64_t)86400 * SECOND_US)

struct question {
	struct strs		 addresses;
	struct sql_reach_find	 asked;
	bool			 is_known;
	struct reach		*v;		/* what is known against some of them */
	size_t			 n;
};

struct reaches {
	struct strs	 wanted;	/* and not asked yet */
	struct question	*v;
	size_t		 n;
};

/* --- what a failure says of the address --- */

/* Of servers that say more than their class; all others refused that one mail. */
static const struct {
	const char	*status;
	enum reach_fate	 fate;
} fates[] = {
	{ "5.1.0", REACH_DEAD }, { "5.1.1", REACH_DEAD }, { "5.1.2", REACH_DEAD },
	{ "5.1.3", REACH_DEAD }, { "5.1.6", REACH_DEAD }, { "5.1.10", REACH_DEAD },
	{ "5.2.0", REACH_PASSING }, { "5.2.1", REACH_DEAD }, { "5.2.2", REACH_PASSING },
	{ "5.4.1", REACH_DEAD }, { "5.4.4", REACH_DEAD }, { "5.4.310", REACH_DEAD },
	{ "5.4.7", REACH_PASSING }, { "5.5.0", REACH_DEAD }, { "5.4.0", REACH_PASSING },
	{ "5.4.2", REACH_PASSING }, { "5.4.3", REACH_PASSING },
};

static struct str
status_of_words(struct arena *a, struct str words)
{
	struct str folded = fold(a, words);

	for (size_t i = 0; i < bounce_wordings_n; i++)
		if (str_find(folded, str_c(bounce_wordings[i].phrase), 0) != SIZE_MAX)
			return str_c(bounce_wordings[i].status);
	return STR_NONE;
}

enum reach_fate
reach_fate(struct arena *a, struct str status, struct str words)
{
	if (smtp_status_is_generic(status) && !str_starts(status, STR("4")))
		status = status_of_words(a, words);
	for (size_t i = 0; i < COUNT(fates); i++)
		if (str_eq(status, str_c(fates[i].status)))
			return fates[i].fate;
	return str_starts(status, STR("4")) ? REACH_PASSING : REACH_REFUSED;
}

struct str
reach_fate_word(enum reach_fate fate)
{
	static const struct str words[] = { [REACH_DEAD] = STR("dead"),
	    [REACH_PASSING] = STR("passing"), [REACH_REFUSED] = STR("refused") };

	return words[fate];
}

/* --- what is known --- */

static void
add_agents(const struct work *w, struct strs *out)
{
	for (size_t i = 0; i < w->conf->agents.n; i++)
		for (size_t k = 0; k < w->conf->agents.v[i].addresses.n; k++)
			strs_add(w->a, out, w->conf->agents.v[i].addresses.v[k]);
}

static struct question *
find(const struct work *w, struct str address)
{
	for (size_t i = 0; w->reaches != NULL && i < w->reaches->n; i++)
		if (strs_ihas(&w->reaches->v[i].addresses, address))
			return &w->reaches->v[i];
	return NULL;
}

void
reach_want(struct work *w, struct str address)
{
	struct reaches *r = w->reaches;

	if (r == NULL) {
		r = w->reaches = ARENA_NEW(w->a, struct reaches);
		add_agents(w, &r->wanted);
	}
	address = domain_key(w->a, address);
	if (address.n > 0 && find(w, address) == NULL && !strs_ihas(&r->wanted, address))
		strs_add(w->a, &r->wanted, address);
}

void
reach_ask(struct work *w)
{
	struct reaches *r = w->reaches;
	struct question q = { .is_known = false };

	if (r == NULL || r->wanted.n == 0)
		return;
	q.addresses = r->wanted;
	q.asked = sql_reach_find(w->db, q.addresses);
	r->wanted = (struct strs){ 0 };
	r->v = array_grow(w->a, r->v, r->n, sizeof(*r->v));
	r->v[r->n++] = q;
}

void
reach_learn(struct work *w)
{
	struct sql_reach_find_row row;

	for (size_t i = 0; w->reaches != NULL && i < w->reaches->n; i++) {
		struct question *q = &w->reaches->v[i];

		for (size_t k = 0; !q->is_known && sql_reach_find_row(w->db, q->asked, k, &row);
		    k++) {
			q->v = array_grow(w->a, q->v, q->n, sizeof(*q->v));
			q->v[q->n++] = (struct reach){ .address = str_dup(w->a, row.address),
			    .marked = str_dup(w->a, row.marked), .since = row.since,
			    .marked_at = row.marked_at,
			    .robot_at = row.robot_at, .why = str_dup(w->a, row.why) };
		}
		q->is_known = true;
	}
}

const struct reach *
reach_known(const struct work *w, struct str address)
{
	const struct question *q;

	address = domain_key(w->a, address);
	if (address.n == 0 || (q = find(w, address)) == NULL || !q->is_known)
		return NULL;
	for (size_t i = 0; i < q->n; i++)
		if (str_ieq(q->v[i].address, address))
			return &q->v[i];
	return NULL;
}

int
reach_find(struct work *w, struct str address, const struct reach **out)
{
	struct question *q;

	*out = NULL;
	if ((address = domain_key(w->a, address)).n == 0)
		return 0;
	q = find(w, address);
	if (q == NULL || !q->is_known) {
		reach_want(w, address);
		reach_ask(w);
		if (work_run(w) == -1)
			return -1;
		reach_learn(w);
	}
	*out = reach_known(w, address);
	return 0;
}

bool
reach_is_off(const struct work *w, const struct reach *r)
{
	if (r == NULL || r->marked.n == 0)
		return false;
	return agents_by_address(&w->conf->agents, r->address) == NULL ||
	    w->now - r->marked_at < TRIED_AGAIN;
}

/* --- what came back --- */

/* What this work knows is asked again. */
static void
forget(struct work *w)
{
	w->reaches = NULL;
}

int
reach_note(struct work *w, const struct reach_news *n, bool *first)
{
	struct str marked = n->is_complaint ? STR("complaint") :
	    n->fate == REACH_DEAD ? STR("bounce") : STR_NONE;
	struct sql_reach_note h = sql_reach_note(w->db, &(struct sql_reach_note_in){
	    .address = domain_key(w->a, n->address), .marked = marked, .why = n->why,
	    .ticket = n->ticket, .now = w->now });
	struct sql_reach_note_row row;

	*first = false;
	if (work_run(w) == -1)
		return -1;
	if (sql_reach_note_row(w->db, h, 0, &row))
		*first = row.first;
	forget(w);
	return 0;
}

void
reach_robot(struct work *w, struct str address)
{
	sql_reach_robot(w->db, domain_key(w->a, address), w->now);
	forget(w);
}

void
reach_clear(struct work *w, struct str address)
{
	sql_reach_clear(w->db, domain_key(w->a, address));
	forget(w);
}

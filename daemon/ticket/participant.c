/* participant: see participant.h. */
#include "daemon/ticket/participant.h"

#include "parsers/base/array.h"

static void
add(struct arena *a, struct addresses *all, struct address one)
{
	all->v = array_grow(a, all->v, all->n, sizeof(*all->v));
	all->v[all->n++] = one;
}

struct addresses
participants_copy(struct arena *a, const struct addresses *in)
{
	struct addresses out = { 0 };

	for (size_t i = 0; i < in->n; i++)
		add(a, &out, in->v[i]);
	return out;
}

bool
participant_join(struct arena *a, struct ticket *t, struct address one)
{
	if (ticket_has_participant(t, one.addr))
		return false;
	add(a, &t->participants, one);
	return true;
}

void
participants_read(struct work *w, struct ticket *t, struct sql_ticket_participants h)
{
	struct sql_ticket_participants_row row;

	for (size_t i = 0; sql_ticket_participants_row(w->db, h, i, &row); i++) {
		struct address one = { .addr = str_dup(w->a, row.address),
		    .name = str_dup(w->a, row.name) };

		add(w->a, &t->participants, one);
		if (row.doubt.n > 0) {
			strs_add(w->a, &t->doubted, one.addr);
			strs_add(w->a, &t->doubted, str_dup(w->a, row.doubt));
		}
	}
}

bool
ticket_has_participant(const struct ticket *t, struct str address)
{
	for (size_t i = 0; i < t->participants.n; i++)
		if (str_ieq(t->participants.v[i].addr, address))
			return true;
	return false;
}

void
ticket_add_participant(struct work *w, struct ticket *t, struct address ad)
{
	ad.addr = str_lower(w->a, ad.addr);
	if (ad.addr.n > 0 && participant_join(w->a, t, ad) && !t->is_new)
		sql_participant_insert(w->db, t->id, ad.addr, ad.name);
}

struct str
ticket_why_doubted(const struct ticket *t, struct str address)
{
	for (size_t i = t->doubted.n; i >= 2; i -= 2)
		if (str_ieq(t->doubted.v[i - 2], address))
			return t->doubted.v[i - 1];
	return STR_NONE;
}

bool
ticket_is_doubted(const struct ticket *t, struct str address)
{
	return ticket_why_doubted(t, address).n > 0;
}

void
ticket_doubt(struct work *w, struct ticket *t, struct str address, struct str why)
{
	strs_add(w->a, &t->doubted, address);
	strs_add(w->a, &t->doubted, why);
	sql_participant_doubt(w->db, t->id, str_lower(w->a, address), why);
}

int
ticket_add_cc(struct work *w, struct ticket *t, struct str address, const struct cause *by)
{
	if (!participant_join(w->a, t, (struct address){ .addr = address }))
		return 0;
	return plan_change(w->a, &t->plan, CHANGE_CC, STR_NONE, address, by);
}

void
participant_leave(struct arena *a, struct ticket *t, struct str address)
{
	struct addresses left = { 0 };

	for (size_t i = 0; i < t->participants.n; i++)
		if (!str_ieq(t->participants.v[i].addr, address))
			add(a, &left, t->participants.v[i]);
	t->participants = left;
}

int
ticket_remove_cc(struct work *w, struct ticket *t, struct str address, const struct cause *by)
{
	if (!ticket_has_participant(t, address))
		return 0;
	participant_leave(w->a, t, address);
	return plan_change(w->a, &t->plan, CHANGE_CC, address, STR_NONE, by);
}

int
ticket_retry_address(struct work *w, struct ticket *t, struct str address,
    const struct cause *by)
{
	return plan_change(w->a, &t->plan, CHANGE_REACH, STR_NONE, address, by);
}

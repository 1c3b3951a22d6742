/* returned: see returned.h. */
#include "daemon/intake/returned.h"

#include "daemon/intake/person.h"
#include "daemon/out/draft.h"
#include "daemon/out/unreached.h"
#include "daemon/ticket/reach.h"
#include "daemon/ticket/returnpath.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"

static bool
is_report(const struct letter *l)
{
	return l->kind == LETTER_BOUNCE || l->kind == LETTER_COMPLAINT;
}

static void
look(struct work *w, struct reading *r, const struct addresses *list)
{
	for (size_t i = 0; i < list->n && r->back.delivery == 0; i++) {
		if (!returnpath_is(list->v[i].addr) ||
		    !person_is_ours(w->conf, w->a, list->v[i].addr))
			continue;
		r->back.is_path = true;
		r->back.delivery = returnpath_read(w->core->keys, list->v[i].addr);
	}
}

static void
ask_by_id(struct work *w, struct reading *r)
{
	const struct bounce *bo = &r->letter->bounce;
	struct str id = bo->original_id;
	struct strs recipients = { 0 };

	strs_add(w->a, &recipients, domain_key(w->a, bo->recipient));
	strs_add(w->a, &recipients, domain_key(w->a, bo->sent_to));
	r->back.asked = sql_returned_by_id(w->db, draft_of_copy(w->a, id),
	    draft_delivery(id), recipients);
}

void
returned_ask(struct work *w, struct reading *r)
{
	const struct letter *l = r->letter;

	r->back = (struct returned){ .is_path = false };
	look(w, r, &l->to);
	look(w, r, &l->cc);
	look(w, r, &l->delivered_to);
	if (r->back.delivery != 0)
		r->back.asked = sql_returned_find(w->db, r->back.delivery);
	else if (is_report(l) && l->bounce.original_id.n > 0)
		ask_by_id(w, r);
}

void
returned_learn(struct work *w, struct reading *r)
{
	struct sql_returned_find_row row;

	r->back.delivery = 0;
	if (!sql_returned_find_row(w->db, r->back.asked, 0, &row))
		return;
	r->back.delivery = row.delivery;
	r->back.ticket = row.ticket;
	r->back.recipient = str_dup(w->a, row.recipient);
	r->back.is_notice = row.personal;
	r->back.is_sure = row.sure;
}

bool
returned_is_astray(const struct reading *r)
{
	return r->back.is_path && r->verdict != TOKEN_GOOD;
}

int
returned_hold(struct work *w, struct reading *r, struct ticket *t)
{
	if (r->back.delivery == 0)
		return reading_hold(w, r, NULL, STR("it came to an address for bounces that "
		    "docket did not make"));
	r->is_astray = true;
	if (reading_hold(w, r, t, str_printf(w->a, "it came to the address for bounces of a "
	    "mail to %.*s, where people do not write: a robot may have",
	    STR_ARG(r->back.recipient))) == -1)
		return -1;
	reach_robot(w, r->back.recipient);
	return 0;
}

/* A forward of theirs may have failed, and they have the mail. */
static bool
is_about_them(const struct reading *r)
{
	const struct bounce *bo = &r->letter->bounce;

	return (bo->recipient.n == 0 && bo->sent_to.n == 0) ||
	    str_ieq(bo->recipient, r->back.recipient) || str_ieq(bo->sent_to, r->back.recipient);
}

static struct reach_news
news_of(struct work *w, const struct reading *r, const struct ticket *t)
{
	const struct bounce *bo = &r->letter->bounce;
	struct reach_news n = { .address = r->back.recipient,
	    .is_complaint = r->letter->kind == LETTER_COMPLAINT,
	    .why = bo->diagnostic.n > 0 ? bo->diagnostic : bo->status,
	    .ticket = t == NULL ? 0 : t->id };

	n.fate = bo->is_delayed ? REACH_PASSING : reach_fate(w->a, bo->status, bo->diagnostic);
	if (n.fate == REACH_DEAD && (!r->back.is_sure || !is_about_them(r)))
		n.fate = REACH_REFUSED;
	return n;
}

int
returned_failed(struct work *w, struct reading *r, struct ticket *t, const struct entry *en,
    bool *is_notice)
{
	struct reach_news n = news_of(w, r, t);
	struct event ev = reading_event(r, EVENT_BOUNCE, t, en);

	*is_notice = r->back.is_notice;
	if (r->back.delivery == 0 || (n.is_complaint && !r->back.is_sure))
		return 0;
	ev.agent = NULL;
	ev.text = STR_NONE;
	ev.in_heap = false;
	ev.letter = NULL;
	ev.bounce = r->letter->bounce;
	return unreached_note(w, &n, &ev, n.is_complaint ||
	    (r->back.is_notice && !r->letter->bounce.is_delayed));
}

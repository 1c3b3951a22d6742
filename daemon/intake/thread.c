/* thread: see thread.h. */
#include "daemon/intake/thread.h"

#include "daemon/out/draft.h"
#include "daemon/ticket/personal.h"
#include "sql.h"

/* N of the last "[TAG #N]" whose TAG is one of ours, for there docket adds its own; 0: none. */
static int64_t
tagged(const struct conf *conf, struct str subject)
{
	size_t last = 0;
	int64_t found = 0;

	for (size_t i = 0; i < conf->mailboxes.n; i++) {
		struct str tag = conf->mailboxes.v[i].subject_tag;
		size_t at = 0;

		if (tag.n == 0)
			continue;
		while ((at = str_ifind(subject, tag, at)) != SIZE_MAX) {
			struct str rest = str_sub(subject, at + tag.n, subject.n);
			bool opened = at > 0 && subject.p[at - 1] == '[';
			size_t end = str_chr(rest, ']', 0);
			int64_t n;

			at += tag.n;
			if (!opened || end == SIZE_MAX || !str_starts(rest, STR(" #")))
				continue;
			if (at > last && str_i64(str_sub(rest, 2, end - 2), &n) && n > 0) {
				found = n;
				last = at;
			}
		}
	}
	return found;
}

/* These act only by what names a real sending (returned.h). */
static bool
is_report(const struct letter *l)
{
	return l->kind == LETTER_BOUNCE || l->kind == LETTER_COMPLAINT;
}

/* A copy of a mail of ours is found by its draft's; another docket's by its own. */
static void
add_ids(struct arena *a, struct strs *ids, const struct strs *more)
{
	for (size_t i = 0; i < more->n; i++) {
		struct str draft = draft_of_copy(a, more->v[i]);

		strs_add(a, ids, more->v[i]);
		if (!str_eq(draft, more->v[i]))
			strs_add(a, ids, draft);
	}
}

void
thread_ask(struct work *w, struct reading *r)
{
	const struct letter *l = r->letter;
	struct strs ids = { 0 };

	r->tagged = tagged(w->conf, l->subject);
	r->h_thread = (struct sql_thread_find){ 0 };
	if (is_report(l))
		return;
	add_ids(w->a, &ids, &l->in_reply_to);
	add_ids(w->a, &ids, &l->references);
	if (ids.n > 0)
		r->h_thread = sql_thread_find(w->db, ids, w->conf->both == BOTH_LINK ?
		    r->in->item.mailbox : STR_NONE);
}

void
thread_ask_last(struct work *w, struct reading *r)
{
	int64_t named = r->verdict == TOKEN_GOOD ? r->token.ticket : r->tagged;

	r->h_last = (struct sql_ticket_last){ 0 };
	if (named != 0)
		r->h_last = sql_ticket_last(w->db, named);
}

void
thread_learn(struct work *w, struct reading *r)
{
	struct sql_ticket_last_row last;
	struct sql_thread_find_row row;
	int64_t found;

	sql_thread_find_row(w->db, r->h_thread, 0, &row);
	found = row.ticket;
	r->is_internal = row.is_internal;
	r->about = row.about;
	if (is_report(r->letter) || (r->back.ticket != 0 && r->verdict != TOKEN_GOOD)) {
		r->ticket = r->back.ticket;
		r->how = r->ticket != 0 ? THREAD_REFERENCE : THREAD_NONE;
	} else if (r->verdict == TOKEN_GOOD && (token_confirms(&r->token) ||
	    personal_is(&r->token))) {
		r->ticket = 0;		/* the other mail has it, or there is none yet */
		r->how = THREAD_NONE;
	} else if (r->verdict == TOKEN_GOOD) {
		r->ticket = r->token.ticket;
		r->how = THREAD_TOKEN;
	} else if (found != 0) {
		r->ticket = found;
		r->how = row.is_alias ? THREAD_ALIAS : THREAD_REFERENCE;
	} else if (r->tagged != 0) {
		r->ticket = r->tagged;
		r->how = THREAD_TAG;
	}
	if ((r->how == THREAD_TOKEN || r->how == THREAD_TAG) &&
	    sql_ticket_last_row(w->db, r->h_last, 0, &last) && last.ticket != 0)
		r->ticket = last.ticket;
}

int
thread_follow(struct work *w, struct reading *r)
{
	for (;;) {
		struct ticket *t = r->ticket == 0 ? NULL : work_ticket(w, r->ticket);
		int64_t into = t == NULL ? 0 :
		    relations_first(&t->relations, RELATED_MERGED_INTO);

		if (into == 0)
			return 0;
		if (ticket_get(w, into) == NULL)
			return -1;
		r->ticket = into;
	}
}

bool
thread_is_weak(enum thread_how how)
{
	return how == THREAD_TAG || how == THREAD_ALIAS;
}

void
thread_in_batch(struct reading *r, const struct reading *earlier, size_t n)
{
	if (r->how == THREAD_TOKEN || r->how == THREAD_REFERENCE || is_report(r->letter))
		return;
	for (size_t i = n; i-- > 0;) {
		struct str id = earlier[i].letter->message_id;

		if (earlier[i].ticket == 0 || id.n == 0 ||
		    !(strs_has(&r->letter->in_reply_to, id) ||
		    strs_has(&r->letter->references, id)))
			continue;
		r->ticket = earlier[i].ticket;
		r->how = THREAD_REFERENCE;
		return;
	}
}

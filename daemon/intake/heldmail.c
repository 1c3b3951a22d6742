/* heldmail: see heldmail.h. */
#include "daemon/intake/heldmail.h"

#include <string.h>

#include "daemon/intake/customermail.h"
#include "daemon/intake/decision.h"
#include "daemon/out/notify.h"
#include "daemon/rules/rules.h"
#include "daemon/ticket/relate.h"
#include "parsers/base/array.h"

bool
held_is_decided(const struct reading *r)
{
	return r->in->decision.what.n > 0;
}

bool
held_opens(const struct reading *r)
{
	return decision_opens(&r->in->decision);
}

void
held_learn(struct reading *r)
{
	if (!held_is_decided(r))
		return;
	if (r->in->decision.held == 0)
		return;		/* what it answers is mentioned */
	r->ticket = r->in->decision.ticket;
	r->how = THREAD_REFERENCE;
}

void
held_original(struct intake *in)
{
	struct letter *l = &in->job.letter;
	unsigned char digest[SHA256_BYTES];
	struct job *j = &in->job;
	struct str hex, raw = in->item.raw;
	char *bytes;

	if (in->has_original || raw.n == 0 || str_eq(in->decision.what, STR("confirm")) || (!l->is_encrypted &&
	    (in->decision.what.n == 0 || in->decision.held != 0)))
		return;
	sha256_of(raw, digest);
	hex = sha256_hex(in->a, digest, sizeof(digest));
	bytes = arena_bytes(in->a, raw.n);
	memcpy(bytes, raw.p, raw.n);
	l->attachments = array_grow(in->a, l->attachments, l->n_attachments,
	    sizeof(*l->attachments));
	l->attachments[l->n_attachments++] = (struct attachment){ .name = STR("original.eml"),
	    .type = STR("message/rfc822"), .size = raw.n, .sha256 = hex,
	    .is_plain = attach_is_plain(TRANSFER_PLAIN, raw) };
	j->files = array_grow(in->a, j->files, j->n_files, sizeof(*j->files));
	j->files[j->n_files++] = (struct file){ .sha256 = hex, .size = raw.n,
	    .bytes = bytes, .n = raw.n, .whole = true };
	in->has_original = true;
}

int64_t
held_at(const struct intake *in, int64_t arrived, int64_t now)
{
	return in->decision.what.n > 0 && !decision_opens(&in->decision) ? now : arrived;
}

static int
add_note(struct work *w, struct reading *r, struct ticket *t)
{
	struct entry en;
	struct event ev;

	if (reading_know_files(w, r, t) == -1)
		return -1;
	reading_entry(w, r, ENTRY_NOTE, t, &en);
	en.by_agent = false;
	en.author = r->from.addr;
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	t->dirty = true;
	ev = reading_event(r, EVENT_NOTED, t, &en);
	ev.agent = NULL;
	return rules_run(w, &ev);
}

/* Who decided hears which ticket it became. */
static int
tell_decider(struct work *w, const struct reading *r, struct ticket *from,
    const struct cause *by, const struct plan *did)
{
	const struct agent *ag = agents_find(&w->conf->agents, r->in->decision.by);
	struct told_line line = { .line = str_printf(w->a, "%.*s: %.*s", STR_ARG(by->why),
	    STR_ARG(r->from.addr)), .fate = LINE_DONE, .did = *did };
	struct told told = { .v = &line, .n = 1 };
	struct event ev = { .kind = EVENT_NOTED, .ticket = from, .mailbox = from->mailbox,
	    .at = w->now, .entry_kind = ENTRY_COMMAND, .agent = ag, .told = &told };

	if (ag == NULL || ag->transcript == TRANSCRIPT_NEVER)
		return 0;
	ev.entry = r->in->decision.held;
	return notify_agent(w, &ev, STR("transcript"), ag);
}

/* Both tickets know of each other from now on; that is no deed of its own to be undone. */
static int
open_apart(struct work *w, struct reading *r, struct ticket *from)
{
	struct cause by = { .author = STR("docket"), .source = FIELD_COMMAND,
	    .why = STR("#split"), .at = w->now };
	struct plan did = { 0 };
	struct ticket *made;

	if (customer_opens(w, r) == -1)
		return -1;
	if (from == NULL || (made = work_ticket(w, r->ticket)) == NULL)
		return 0;
	ticket_relate(w, from, RELATED_LINK, made, &by);
	for (size_t i = 0; i < from->plan.n; i++)
		plan_add(w->a, &did, &from->plan.v[i]);
	return ticket_save(w, from) == -1 ? -1 : tell_decider(w, r, from, &by, &did);
}

int
held_mail(struct work *w, struct reading *r, struct ticket *t)
{
	if (held_opens(r))
		return open_apart(w, r, t);
	return r->agent != NULL ? add_note(w, r, t) : customer_adds(w, r, t);
}

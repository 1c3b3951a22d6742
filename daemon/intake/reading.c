/* reading: see reading.h. */
#include "daemon/intake/reading.h"

#include "daemon/intake/decision.h"
#include "daemon/intake/person.h"
#include "daemon/out/notify.h"
#include "daemon/policy/whom.h"
#include "daemon/rules/rules.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/subject.h"
#include "parsers/base/array.h"
#include "parsers/text/pattern.h"

void
reading_hash(struct arena *a, const struct mail_item *m, unsigned char out[SHA256_BYTES])
{
	struct str text = m->raw;

	if (text.n == 0)
		text = str_printf(a, "no text: %.*s %llu %llu", STR_ARG(m->mailbox),
		    (unsigned long long)m->uidvalidity, (unsigned long long)m->uid);
	sha256_of(text, out);
}

bool
reading_is_held(const struct reading *r)
{
	return r->letter->quarantine.n > 0;
}

/* "RULE: what its pattern found; …"; of OVER the rules alone. */
static struct str
rules_with(const struct work *w, const struct matches *list, enum match_result result)
{
	struct buf b;

	buf_init(&b, w->a);
	for (size_t i = 0; i < list->n; i++) {
		const struct match *m = &list->v[i];

		if (m->result != result)
			continue;
		buf_printf(&b, "%s%.*s", b.n > 0 ? "; " : "",
		    STR_ARG(pattern_name(w->conf->patterns.v[m->pattern].pattern)));
		if (m->captures.n > 0)
			buf_printf(&b, ": %.*s", STR_ARG(m->captures.v[0]));
	}
	return buf_str(&b);
}

/* Why rules fired, for those who ask later. */
static void
note_matches(struct work *w, const struct matches *list, struct entry *en)
{
	static const struct { enum match_result result; const char *name; } told[] = {
		{ MATCH_YES, "matched" }, { MATCH_OVER, "over_limits" },
	};

	for (size_t i = 0; i < COUNT(told); i++) {
		struct str rules = rules_with(w, list, told[i].result);

		if (rules.n > 0)
			entry_data(w, en, told[i].name, rules);
	}
}

/* Where it waited, and who said that it need not. */
static void
note_decision(struct work *w, const struct reading *r, struct entry *en)
{
	if (r->in->decision.held != 0 && !decision_splits(&r->in->decision))
		entry_data(w, en, "was_held", str_printf(w->a, "%lld",
		    (long long)r->in->decision.held));
	if (r->letter->quarantine.n > 0)
		entry_data(w, en, "unread", r->letter->quarantine);
	if (decision_splits(&r->in->decision))
		entry_data(w, en, "split_from", str_printf(w->a, "%lld",
		    (long long)r->in->decision.ticket));
	entry_data(w, en, "accepted_by", r->in->decision.by);
}

/* Whom an answer by a mail client would go to, when that is somebody else. */
static struct str
other_reply_to(const struct work *w, const struct reading *r)
{
	const struct addresses *list = &r->letter->reply_to;
	struct buf b;

	buf_init(&b, w->a);
	for (size_t i = 0; i < list->n && r->agent == NULL && r->forwarder == NULL; i++)
		if (list->v[i].addr.n > 0 && !str_ieq(list->v[i].addr, r->from.addr))
			buf_printf(&b, "%s%.*s", b.n > 0 ? ", " : "",
			    STR_ARG(list->v[i].addr));
	return str_utf8_cut(buf_str(&b), LIMIT_ADDRESS);
}

struct actor
reading_actor(const struct reading *r)
{
	return (struct actor){ .door = DOOR_MAIL, .agent = r->agent, .name = r->agent->name,
	    .at = r->arrived, .is_stale = !r->proof.is_fresh, .about = r->about };
}

void
reading_entry(struct work *w, const struct reading *r, enum entry_kind kind,
    struct ticket *t, struct entry *en)
{
	const struct letter *l = r->letter;

	r->in->is_taken |= kind != ENTRY_HELD && kind != ENTRY_QUARANTINE;
	*en = (struct entry){
		.kind = kind, .ticket = t == NULL ? 0 : t->id, .at = r->arrived,
		.author = r->agent != NULL && person_proven(r) ? r->agent->name :
		    r->from.addr,
		.by_agent = r->agent != NULL && person_proven(r),
		.raw = r->raw, .letter_kind = str_c(letter_kind_name(l->kind)),
		.subject = l->subject, .body = l->text, .new_text = l->reply_text,
		.message_id = l->message_id,
	};
	if (r->sender.addr.n > 0)
		entry_data(w, en, "sent_by", r->sender.addr);
	if (other_reply_to(w, r).n > 0)
		entry_data(w, en, "reply_to", other_reply_to(w, r));
	if (r->forwarder != NULL)
		entry_data(w, en, "forwarded_by", r->forwarder->name);
	if (r->in->decision.by.n > 0 && kind != ENTRY_QUARANTINE)
		note_decision(w, r, en);
	if (r->in->portal.n > 0)
		entry_data(w, en, "portal", STR("true"));
	if (r->ordered_by != 0)
		entry_data(w, en, "ordered_by", str_printf(w->a, "%lld", (long long)r->ordered_by));
	if (l->ambiguous.n > 0)
		entry_data(w, en, "ambiguous", l->ambiguous);
	if (l->kind_why.n > 0)
		entry_data(w, en, "kind_why", l->kind_why);
	if (r->in->item.truncated)
		entry_data(w, en, "truncated", STR("true"));
	note_matches(w, &l->matches, en);
}

/* "URGENT: crane fell" above an empty text is all that its writer said. */
static struct str
text_of(const struct reading *r, enum event_kind kind, const struct ticket *t,
    const struct entry *en)
{
	const struct letter *l = r->letter;

	if (str_trim(en->new_text).n > 0 || (r->agent != NULL && person_proven(r)) ||
	    l->kind != LETTER_HUMAN || (t != NULL && kind != EVENT_CREATED &&
	    subject_is_same(r->in->a, l->subject, t->subject)))
		return en->new_text;
	return l->subject;
}

int
reading_know_files(struct work *w, struct reading *r, const struct ticket *t)
{
	const struct letter *l = r->letter;
	struct sql_ticket_files h;
	struct sql_ticket_files_row row;

	r->first_file = l->n_attachments > 0;
	if (l->n_attachments == 0 || t->is_new)
		return 0;
	h = sql_ticket_files(w->db, t->id);
	if (work_run(w) == -1)
		return -1;
	r->first_file += (int64_t)sql_ticket_files_count(w->db, h);
	for (size_t k = 0; sql_ticket_files_row(w->db, h, k, &row); k++)
		for (size_t i = 0; i < l->n_attachments; i++)
			if (l->attachments[i].use == ATTACH_SHOWN &&
			    str_eq(l->attachments[i].sha256, row.sha256))
				l->attachments[i].use = ATTACH_DECORATION;
	return 0;
}

struct event
reading_event(const struct reading *r, enum event_kind kind, struct ticket *t,
    const struct entry *en)
{
	return (struct event){
		.kind = kind, .ticket = t, .mailbox = r->in->item.mailbox,
		.letter = r->letter, .raw = r->in->item.raw,
		.raw_id = r->duplicate_of != 0 ? r->duplicate_of : r->raw, .twin = r->twin,
		.author = r->from,
		.agent = r->agent != NULL && person_proven(r) ? r->agent : NULL,
		.astray = r->is_astray ? r->back.recipient : STR_NONE,
		.in_heap = r->in_heap, .at = r->arrived, .entry = en->id, .entry_kind = en->kind,
		.first_file = r->first_file,
		.text = text_of(r, kind, t, en),
	};
}

/* Without a ticket that shows it, `docketctl quarantine` does. */
enum entry_kind
reading_held(const struct ticket *t)
{
	return t == NULL ? ENTRY_QUARANTINE : ENTRY_HELD;
}

/* Somebody waits for an answer to an invitation, but no ticket comes of it. */
static bool
by_people(enum letter_kind kind)
{
	return kind == LETTER_HUMAN || kind == LETTER_CALENDAR;
}

/* *told: a rule orders a mail of it. */
static int
run_rules(struct work *w, struct event *ev, bool *told)
{
	struct rule_mail *mails;
	struct chain *chain;

	if ((chain = rules_plan(w, ev)) == NULL)
		return -1;
	*told = rules_mails(chain, w->a, &mails) > 0;
	return rules_store(w, chain);
}

int
reading_held_event(struct work *w, struct event *ev, bool *told)
{
	sql_held_insert(w->db, ev->entry, ev->ticket->id, ev->raw_id, ev->at);
	ev->held = ev->entry;
	ev->ticket->held++;
	return run_rules(w, ev, told);
}

/* Somebody must know at once, whatever the rules forget. */
int
reading_tell_held(struct work *w, const struct reading *r, struct ticket *t, const struct entry *en,
    struct str reason)
{
	struct event ev = reading_event(r, EVENT_HELD, t, en);
	struct strs to = { 0 };
	bool told;

	ev.reason = reason;
	if (reading_held_event(w, &ev, &told) == -1)
		return -1;
	strs_add(w->a, &to, str_c(whom_words[WHOM_ASSIGNEE]));
	return told ? 0 : notify_send(w, &ev, STR("held"), &to);
}

/* Machines that belong to no ticket are kept, but nobody is called. */
static int
tell_quarantined(struct work *w, const struct reading *r, const struct entry *en,
    struct str reason)
{
	struct event ev = reading_event(r, EVENT_QUARANTINED, NULL, en);
	struct strs to = { 0 };
	bool told;

	if (!by_people(r->letter->kind) && !reading_is_held(r))
		return 0;
	ev.reason = reason;
	ev.quarantine = r->raw;
	if (run_rules(w, &ev, &told) == -1)
		return -1;
	strs_add(w->a, &to, str_c(whom_words[WHOM_ADMINS]));
	return told ? 0 : notify_send(w, &ev, STR("quarantine"), &to);
}

int
reading_hold(struct work *w, struct reading *r, struct ticket *t, struct str reason)
{
	struct entry en;

	reading_entry(w, r, reading_held(t), t, &en);
	entry_data(w, &en, "reason", reason);
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	log_info("mail held", { "ticket", LOG_I(en.ticket) }, { "raw", LOG_I(r->raw) },
	    { "kind", LOG_C(entry_kind_word(en.kind)) }, { "from", LOG_S(r->from.addr) },
	    { "reason", LOG_S(reason) });
	return t != NULL ? reading_tell_held(w, r, t, &en, reason) :
	    tell_quarantined(w, r, &en, reason);
}

/* hook: see hook.h. */
#include "daemon/out/hook.h"

#include <inttypes.h>

#include "daemon/out/outbox.h"
#include "daemon/out/projectfacts.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/projectevent.h"
#include "parsers/base/array.h"
#include "parsers/base/json.h"
#include "parsers/base/jsoncheck.h"

enum {
	LINE_MAX_BYTES = 900,		/* PagerDuty's summary may have 1024 */
	TEXT_MAX_BYTES = 2800,		/* Slack's block may have 3000 */
	MARKUP_MAX = 8
};

struct filling {
	struct work		*w;
	const struct hook_post	*post;
};

/* --- texts --- */

#define BLANK	"\xe2\x80\x8b"		/* of no width */

/*
 * What a text would be read as: so much of it stays, and what is put behind that keeps the
 * receiver from it.
 */
static const struct markup {
	const char	*what;
	size_t		 stays;
	const char	*put;
	unsigned	 from;
} markups[] = {
	{ "&", 0, "&amp;", ESCAPE_SLACK }, { "<", 0, "&lt;", ESCAPE_SLACK },
	{ ">", 0, "&gt;", ESCAPE_SLACK },
	/* @channel, ~channel, [text](address), ![picture](address), and what is a link bare */
	{ "@", 1, BLANK, ESCAPE_MATTERMOST }, { "~", 1, BLANK, ESCAPE_MATTERMOST },
	{ "[", 0, "\\[", ESCAPE_MATTERMOST }, { "]", 0, "\\]", ESCAPE_MATTERMOST },
	{ "\\", 0, "\\\\", ESCAPE_MATTERMOST }, { "://", 1, BLANK, ESCAPE_MATTERMOST },
	{ "mailto:", 7, BLANK, ESCAPE_MATTERMOST }, { "www.", 3, BLANK, ESCAPE_MATTERMOST },
};

static const struct markup *
markup_of(unsigned escape, struct str text)
{
	for (size_t i = 0; i < COUNT(markups); i++) {
		struct str what = str_c(markups[i].what);

		if (escape >= markups[i].from && str_ieq(str_sub(text, 0, what.n), what))
			return &markups[i];
	}
	return NULL;
}

/* Cut so that what is escaped stays whole; control bytes say nothing to anybody. */
static struct str
shown(const struct filling *f, struct str text, size_t most)
{
	struct buf b;
	size_t n;

	buf_init(&b, f->w->a);
	text = str_trim(text);
	for (size_t i = 0; i < text.n; i += n) {
		unsigned char c = (unsigned char)text.p[i];
		const struct markup *m = markup_of(f->post->hook->escape,
		    str_sub(text, i, MARKUP_MAX));
		struct str piece;

		n = c < 0x80 ? 1 : str_utf8_len(str_sub(text, i, 4));
		n = n == 0 ? 1 : n;
		if (c == '\r' || (c < ' ' && c != '\n' && c != '\t'))
			continue;
		if (m != NULL && m->stays > 1)
			n = m->stays;
		piece = m == NULL ? str_sub(text, i, n) : str_printf(f->w->a, "%.*s%s",
		    (int)m->stays, text.p + i, m->put);
		if (b.n + piece.n > most) {
			buf_adds(&b, "…");
			break;
		}
		buf_add(&b, piece);
	}
	return buf_str(&b);
}

static void
put(const struct filling *f, struct view *v, const char *name, struct str text)
{
	view_text(f->w->a, v, name, shown(f, text, LINE_MAX_BYTES));
}

static void
put_number(const struct filling *f, struct view *v, const char *name, int64_t n)
{
	view_text(f->w->a, v, name, str_printf(f->w->a, "%" PRId64, n));
}

static void
put_person(const struct filling *f, struct view *top, const char *name, struct address who)
{
	struct view *v = view_add(f->w->a, top, str_c(name), view_object(f->w->a));

	put(f, v, "name", who.name.n > 0 ? who.name : who.addr);
	put(f, v, "address", who.addr);
}

/* --- facts --- */

/* PagerDuty's four words: the highest severity is the first. */
static struct str
urgency(const struct work *w, const struct ticket *t)
{
	static const char *const words[] = { "critical", "error", "warning", "info" };
	const struct field_def *def = field_find(&w->conf->fields, STR("severity"));
	struct str severity = t == NULL ? STR_NONE : ticket_field(t, "severity");
	size_t above = 0;

	for (size_t i = 0; def != NULL && i < def->values.n; i++)
		above = str_ieq(def->values.v[i], severity) ? 0 : above + 1;
	if (severity.n == 0 || def == NULL || above == def->values.n)
		return STR("warning");
	return str_c(words[above < COUNT(words) ? above : COUNT(words) - 1]);
}

static struct str
tags(struct arena *a, const struct ticket *t)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < t->tags.n; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? ", " : "", STR_ARG(t->tags.v[i]));
	return buf_str(&b);
}

static void
add_ticket(const struct filling *f, struct view *top, const struct ticket *t)
{
	struct view *v = view_add(f->w->a, top, STR("ticket"), view_object(f->w->a));
	const struct project *p = projects_find(&f->w->conf->projects, t->project);

	put_number(f, v, "id", t->id);
	put(f, v, "tag", ticket_tag(f->w->a, f->w->conf, t));
	put(f, v, "subject", t->subject);
	put(f, v, "project", t->project);
	put(f, v, "project_name", p == NULL ? t->project : p->name);
	put(f, v, "type", t->type);
	put(f, v, "status", t->status);
	put(f, v, "category", t->category);
	put(f, v, "severity", ticket_field(t, "severity"));
	put(f, v, "version", ticket_field(t, "version"));
	put(f, v, "assignee", t->assignee);
	put(f, v, "team", t->team);
	put(f, v, "tags", tags(f->w->a, t));
	put_person(f, top, "requester", t->requester_address);
}

static void
add_sla(const struct filling *f, struct view *top, const struct event_sla *s)
{
	struct view *v;

	if (s->point.n == 0)
		return;
	v = view_add(f->w->a, top, STR("sla"), view_object(f->w->a));
	put(f, v, "clock", str_c(sla_clock_name(s->clock)));
	put(f, v, "point", s->point);
	put(f, v, "due", clock_rfc3339(f->w->a, s->due));
	put_number(f, v, "left", s->left / SECOND_US);
}

/* Of an event that has no ticket. */
static void
add_project(const struct filling *f, struct view *top, const struct project_event *e)
{
	struct view *v;

	if (e == NULL)
		return;
	v = view_add(f->w->a, top, STR("happened"), view_object(f->w->a));
	put(f, v, "project", e->project);
	put(f, v, "what", e->what);
	put_number(f, v, "point", e->point);
}

static void
add_tickets(const struct filling *f, struct view *top)
{
	struct view *list = view_add(f->w->a, top, STR("tickets"), view_list(f->w->a));
	size_t n = f->post->n < HOOK_TICKETS_MAX ? f->post->n : HOOK_TICKETS_MAX;

	for (size_t i = 0; i < n; i++) {
		const struct hook_ticket *t = &f->post->tickets[i];
		struct view *v = view_add(f->w->a, list, STR_NONE, view_object(f->w->a));

		put_number(f, v, "id", t->id);
		put(f, v, "subject", t->subject);
		put(f, v, "project", t->project);
		put(f, v, "severity", t->severity);
		put(f, v, "status", t->status);
		put(f, v, "last", i + 1 == n ? STR("yes") : STR_NONE);
	}
}

static struct str
summary(const struct filling *f, int64_t count)
{
	const struct event *ev = f->post->ev;
	struct arena *a = f->w->a;

	if (count > 1)
		return str_printf(a, "%" PRId64 " tickets: %.*s", count, STR_ARG(f->post->rule));
	if (ev->ticket != NULL)
		return str_printf(a, "#%" PRId64 " %.*s", ev->ticket->id,
		    STR_ARG(ev->ticket->subject));
	if (ev->of != NULL)
		return projectfacts_line(a, ev->of);
	return str_printf(a, "%s: %.*s", event_word(ev->kind), STR_ARG(ev->letter != NULL ?
	    ev->letter->subject : ev->reason));
}

/* One ticket is one incident, of whatever event; what is none's, one by itself. */
static struct str
dedup(const struct filling *f, int64_t count, struct str delivery)
{
	const struct event *ev = f->post->ev;
	struct str domain = f->w->conf->message_id_domain;

	return ev->ticket != NULL && count <= 1 ?
	    str_printf(f->w->a, "docket-%.*s-%" PRId64, STR_ARG(domain), ev->ticket->id) :
	    str_printf(f->w->a, "docket-%.*s-%.*s", STR_ARG(domain), STR_ARG(delivery));
}

static struct view *
facts(const struct filling *f, struct str delivery)
{
	const struct hook_post *post = f->post;
	const struct event *ev = post->ev;
	struct view *top = view_object(f->w->a);
	int64_t count = post->count > 0 ? post->count : post->n > 0 ? (int64_t)post->n :
	    ev->ticket != NULL;
	struct str done = ev->ticket != NULL && category_is_done(ev->ticket->category) ?
	    STR("yes") : STR_NONE;

	put(f, top, "event", str_c(event_word(ev->kind)));
	put(f, top, "at", clock_rfc3339(f->w->a, ev->at));
	put(f, top, "rule", post->rule);
	put(f, top, "delivery", delivery);
	view_text(f->w->a, top, "key", STR(HOOKBODY_KEY));
	put(f, top, "summary", summary(f, count));
	put(f, top, "resolved", count > 1 ? STR_NONE : done);
	put(f, top, "dedup", dedup(f, count, delivery));
	put(f, top, "urgency", urgency(f->w, ev->ticket));
	put_number(f, top, "count", count);
	put(f, top, "many", count > 1 ? STR("yes") : STR_NONE);
	if (count > (int64_t)HOOK_TICKETS_MAX)
		put_number(f, top, "more", count - HOOK_TICKETS_MAX);
	view_text(f->w->a, top, "text", shown(f, ev->text, TEXT_MAX_BYTES));
	put(f, top, "reason", ev->reason);
	put(f, top, "mailbox", ev->mailbox);
	put_person(f, top, "author", ev->agent == NULL ? ev->author :
	    (struct address){ ev->agent->full_name, STR_NONE });
	add_sla(f, top, &ev->sla);
	add_project(f, top, ev->of);
	if (ev->ticket != NULL)
		add_ticket(f, top, ev->ticket);
	add_tickets(f, top);
	return top;
}

/* --- the body --- */

/* What no check of the file foresaw is told with what is known for sure. */
static struct str
plain_body(const struct filling *f, struct str delivery, const char *why)
{
	const struct event *ev = f->post->ev;
	struct json j;
	struct buf b;

	log_error("a webhook's body is no JSON: it gets a plain one",
	    { "webhook", LOG_S(f->post->hook->name) },
	    { "file", LOG_S(f->post->hook->body.file) }, { "error", LOG_C(why) });
	buf_init(&b, f->w->a);
	json_init(&j, &b, 0);
	json_open_object(&j, NULL);
	json_str(&j, "text", shown(f, summary(f, 1), LINE_MAX_BYTES));
	json_str(&j, "event", str_c(event_word(ev->kind)));
	json_str(&j, "delivery", delivery);
	json_str(&j, "rule", f->post->rule);
	json_int(&j, "ticket", ev->ticket == NULL ? 0 : ev->ticket->id);
	json_close(&j);
	return buf_str(&b);
}

static struct str
body(const struct filling *f, struct str delivery)
{
	const char *why;
	struct str out;
	struct err e;
	size_t at;

	if (template_run(f->w->a, f->post->hook->body.text, NULL, facts(f, delivery),
	    TEMPLATE_JSON, &out, &e) == -1)
		return plain_body(f, delivery, e.text);
	return (why = json_check(out, &at)) == NULL ? out : plain_body(f, delivery, why);
}

struct str
hook_delivery(struct arena *a, int64_t delivery, int64_t created_at)
{
	return str_printf(a, "%" PRId64 "-%" PRIx64, delivery, (uint64_t)created_at);
}

static int
add_entry(struct work *w, const struct hook_post *post, struct str delivery, int64_t *id)
{
	const struct ticket *t = post->ev->ticket;
	const struct filling plain = { w, post };
	struct entry en = { .kind = ENTRY_WEBHOOK, .ticket = t == NULL ? 0 : t->id,
	    .author = STR("docket"), .subject = summary(&plain, post->count) };

	entry_data(w, &en, "webhook", post->hook->name);
	entry_data(w, &en, "rule", post->rule);
	entry_data(w, &en, "template", post->hook->body_name);
	entry_data(w, &en, "delivery", delivery);
	if (entry_add(w, &en) == -1)
		return -1;
	*id = en.id;
	return 0;
}

static struct strs
told_of(struct work *w, const struct hook_post *post)
{
	const struct ticket *t = post->ev->ticket;
	struct strs out = { 0 };

	if (t != NULL)
		strs_add(w->a, &out, str_printf(w->a, "%" PRId64, t->id));
	for (size_t i = 0; i < post->n; i++)
		strs_add(w->a, &out, str_printf(w->a, "%" PRId64, post->tickets[i].id));
	return out;
}

int
hook_add(struct work *w, const struct hook_post *post)
{
	const struct filling f = { w, post };
	int64_t id = work_id(w, ID_DELIVERY), entry;
	struct str delivery = hook_delivery(w->a, id, w->now), queue = post->hook->queue;

	if (id == 0 || add_entry(w, post, delivery, &entry) == -1)
		return -1;
	sql_hook_insert(w->db, &(struct sql_hook_insert_in){ .entry = entry, .stored_at = w->now,
	    .delivery = id, .queue = queue, .tickets = told_of(w, post),
	    .body = body(&f, delivery) });
	sql_delivery_insert(w->db, &(struct sql_delivery_insert_in){
	    .id = id, .entry = entry, .created_at = w->now, .due_at = w->now,
	    .mailbox = queue, .priority = OUTBOX_NOTICE, .recipient = queue });
	w->deliveries++;
	return 0;
}

int
hook_claimed(struct arena *a, const struct sql_delivery_claim_row *row, struct delivery *out,
    struct err *e)
{
	if (row->body.n == 0)
		return err_set(e, ERR_MESSAGE, "what it would have told is in an archive, or erased");
	*out = (struct delivery){ .id = row->id, .mailbox = row->mailbox,
	    .priority = (uint32_t)row->priority, .recipient = row->recipient,
	    .envelope_from = hook_delivery(a, row->id, row->created_at), .bytes = row->body,
	    .stops = row->stops };
	return 0;
}

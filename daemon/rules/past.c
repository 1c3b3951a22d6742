/* past: see past.h. */
#include "daemon/rules/past.h"

#include "daemon/sla/category.h"
#include "daemon/ticket/subject.h"
#include "parsers/base/array.h"
#include "parsers/base/names.h"
#include "sql.h"

enum { PAGE = 200 };			/* tickets */

struct happening {			/* a row of the history */
	int64_t		 ticket, id, at;
	int		 kind;		/* enum entry_kind */
	struct str	 author;
	bool		 by_agent, is_public;
	struct str	 letter_kind, subject, text;
	struct str	 what, field, old, new;		/* of a change */
	struct str	 clock, point, told, reason;
};

struct pasts {				/* a page while it is made */
	struct arena		*a;
	const struct conf	*conf;
	int64_t			 since;
	struct past_page	*page;
	struct ticket		*t;		/* the one at hand */
	struct past_chain	*open;		/* its chain that is not over; NULL */
};

bool
past_has_event(enum event_kind kind)
{
	static const bool has[EVENTS] = {
		[EVENT_CREATED] = true, [EVENT_CUSTOMER_REPLIED] = true,
		[EVENT_AGENT_REPLIED] = true, [EVENT_NOTED] = true, [EVENT_CHANGED] = true,
		[EVENT_ASSIGNED] = true, [EVENT_RESOLVED] = true, [EVENT_CLOSED] = true,
		[EVENT_REOPENED] = true, [EVENT_SLA_WARNING] = true, [EVENT_SLA_BREACH] = true,
		[EVENT_BOUNCE] = true, [EVENT_HELD] = true,
	};

	return has[kind];
}

bool
past_has_subject(enum subject_id subject)
{
	static const bool has[SUBJECTS] = {
		[SUBJECT_PROJECT] = true, [SUBJECT_SUPPORT] = true, [SUBJECT_SEVERITY] = true,
		[SUBJECT_BILLING] = true,
		[SUBJECT_VERSION] = true, [SUBJECT_STATUS] = true, [SUBJECT_CATEGORY] = true,
		[SUBJECT_TYPE] = true, [SUBJECT_SUBJECT] = true, [SUBJECT_BODY] = true,
		[SUBJECT_FROM] = true, [SUBJECT_MAILBOX] = true, [SUBJECT_ASSIGNEE] = true,
		[SUBJECT_TEAM] = true, [SUBJECT_TAGS] = true, [SUBJECT_EVENT] = true,
		[SUBJECT_KIND] = true, [SUBJECT_REASON] = true, [SUBJECT_CLOCK] = true,
		[SUBJECT_POINT] = true, [SUBJECT_FIELD] = true,
		[SUBJECT_REQUESTER] = true, [SUBJECT_REQUESTER_DOMAIN] = true,
		[SUBJECT_AUTHOR] = true, [SUBJECT_FROM_DOMAIN] = true, [SUBJECT_AGE] = true,
		[SUBJECT_POLICY] = true, [SUBJECT_METRIC] = true, [SUBJECT_CALENDAR] = true,
	};

	return has[subject];
}

/* --- a ticket's state ------------------------------------------------------- */

static void
set_field(struct pasts *p, struct str name, struct str value)
{
	struct field_values *f = &p->t->fields;
	size_t i = 0;

	while (i < f->n && !str_eq(f->v[i].name, name))
		i++;
	if (i < f->n) {
		f->v[i].value = value;
		return;
	}
	f->v = array_grow(p->a, f->v, f->n, sizeof(*f->v));
	f->v[f->n++] = (struct field_value){ .name = name, .value = value,
	    .source = FIELD_COMMAND, .verified = true };
}

static void
set_status(struct pasts *p, struct str status)
{
	const struct status *s = type_status(types_of(&p->conf->types, p->t->type), status);

	p->t->status = status;
	p->t->category = s != NULL ? category_word(s->category) : status;
}

static void
set_tag(struct pasts *p, struct str off, struct str on)
{
	if (off.n > 0 && strs_has(&p->t->tags, off))
		strs_drop(&p->t->tags, off);
	if (on.n > 0 && !strs_has(&p->t->tags, on))
		strs_add(p->a, &p->t->tags, on);
}

/* What the change made of it: forward `from` is old and `to` is new, back the other way. */
static void
set(struct pasts *p, const struct happening *h, struct str from, struct str to)
{
	const struct { struct str what; struct str *at; } texts[] = {
		{ STR("assignee"), &p->t->assignee }, { STR("team"), &p->t->team },
		{ STR("type"), &p->t->type }, { STR("subject"), &p->t->subject },
		{ STR("project"), &p->t->project }, { STR("sla"), &p->t->sla },
		{ STR("requester"), &p->t->requester_address.addr },
	};

	if (str_eq(h->what, STR("field")))
		set_field(p, h->field, to);
	else if (str_eq(h->what, STR("status")))
		set_status(p, to);
	else if (str_eq(h->what, STR("tag")))
		set_tag(p, from, to);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (str_eq(h->what, texts[i].what))
			*texts[i].at = to;
}

struct ticket *
past_ticket(struct arena *a, const struct past_chain *c)
{
	struct ticket *t = ARENA_NEW(a, struct ticket);

	*t = *c->ticket;
	t->tags = strs_copy(a, &c->ticket->tags);
	t->fields = (struct field_values){ 0 };
	for (size_t i = 0; i < c->ticket->fields.n; i++) {
		t->fields.v = array_grow(a, t->fields.v, i, sizeof(*t->fields.v));
		t->fields.v[t->fields.n++] = c->ticket->fields.v[i];
	}
	clocks_init(&t->clocks, a);
	t->clocks.status = t->category;
	return t;
}

/* --- events ---------------------------------------------------------------- */

/* As it is now: what comes later changes the page's ticket. */
static void
close_chain(struct pasts *p)
{
	struct past_chain *c = p->open;
	struct past_page *page = p->page;

	p->open = NULL;
	if (c == NULL || c->n == 0)
		return;
	c->ticket = p->t;
	c->ticket = past_ticket(p->a, c);
	for (size_t i = 0; i < c->n; i++) {
		c->v[i].changes = c->changes;
		c->v[i].n_changes = c->n_changes;
	}
	page->v = array_grow(p->a, page->v, page->n, sizeof(*page->v));
	page->v[page->n++] = c;
}

/* A mail or an order has all that it changed. */
static void
add_change(struct pasts *p, const struct happening *h)
{
	struct past_chain *c = p->open;
	int what = change_find(h->what);

	c->changes = array_grow(p->a, c->changes, c->n_changes, sizeof(*c->changes));
	c->changes[c->n_changes++] = (struct change){ .what = h->field.n > 0 || what == -1 ?
	    CHANGE_FIELD : (enum change_what)what, .old = h->old, .new = h->new,
	    .field = { .name = h->field, .value = h->new } };
}

static struct event *
add_event(struct pasts *p, const struct happening *h, enum event_kind kind)
{
	struct past_chain *c = p->open;

	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].kind == kind)
			return &c->v[i];
	c->v[c->n] = (struct event){ .kind = kind, .mailbox = p->t->mailbox, .at = h->at,
	    .entry = c->n > 0 ? c->v[0].entry : h->id, .entry_kind = (enum entry_kind)h->kind,
	    .letter = c->n > 0 ? c->v[0].letter : NULL };
	return &c->v[c->n++];
}

static void
open_chain(struct pasts *p, const struct happening *h)
{
	close_chain(p);
	p->open = ARENA_NEW(p->a, struct past_chain);
	p->open->author = h->author;
	p->open->by_agent = h->by_agent;
}

static enum letter_kind
letter_kind_of(struct str word)
{
	for (int i = 0; i < LETTER_KINDS; i++)
		if (str_eq(word, str_c(letter_kind_name((enum letter_kind)i))))
			return (enum letter_kind)i;
	return LETTER_HUMAN;
}

static const struct letter *
letter_of(struct pasts *p, const struct happening *h)
{
	struct letter *l = ARENA_NEW(p->a, struct letter);

	l->subject = h->subject;
	l->reply_text = h->text;
	l->kind = letter_kind_of(h->letter_kind);
	return l;
}

/* Above an empty text the subject is all that was said. */
static void
add_mail(struct pasts *p, const struct happening *h, enum event_kind kind)
{
	struct event *ev = add_event(p, h, kind);

	if (h->letter_kind.n > 0)
		ev->letter = letter_of(p, h);
	ev->text = str_trim(h->text).n > 0 || h->by_agent || (kind != EVENT_CREATED &&
	    subject_is_same(p->a, h->subject, p->t->subject)) ? h->text : h->subject;
	ev->reason = h->reason;
}

static void
take_clock(struct pasts *p, const struct happening *h)
{
	struct event *ev;

	if (h->point.n == 0 || h->told.n > 0)
		return;			/* a promise; or told with another point */
	open_chain(p, h);
	ev = add_event(p, h, str_eq(h->point, STR("breach")) ? EVENT_SLA_BREACH :
	    EVENT_SLA_WARNING);
	ev->sla.point = h->point;
	for (int i = 0; i < SLA_CLOCKS; i++)
		if (str_eq(h->clock, str_c(sla_clock_name((enum sla_clock)i))))
			ev->sla.clock = (enum sla_clock)i;
}

static enum event_kind
event_of_change(const struct pasts *p, const struct happening *h, bool was_done)
{
	if (str_eq(h->what, STR("assignee")) || str_eq(h->what, STR("team")))
		return EVENT_ASSIGNED;
	if (!str_eq(h->what, STR("status")))
		return EVENT_CHANGED;
	return str_eq(p->t->category, STR("resolved")) ? EVENT_RESOLVED :
	    str_eq(p->t->category, STR("closed")) ? EVENT_CLOSED :
	    was_done ? EVENT_REOPENED : EVENT_CHANGED;
}

/* A rule's, or docket's own, ends the chain that caused it. */
static void
take_change(struct pasts *p, const struct happening *h)
{
	bool was_done = category_is_done(p->t->category);

	if (h->kind == ENTRY_RULE)
		close_chain(p);
	else if (p->open == NULL || p->open->n == 0 || p->open->v[0].at != h->at)
		open_chain(p, h);
	set(p, h, h->old, h->new);
	if (h->kind == ENTRY_RULE)
		return;
	add_change(p, h);
	if (p->open->n == 0 || p->open->v[0].kind != EVENT_CREATED)
		add_event(p, h, event_of_change(p, h, was_done));
}

static bool
is_people(const struct happening *h)
{
	return h->letter_kind.n == 0 || str_eq(h->letter_kind, STR("human")) ||
	    str_eq(h->letter_kind, STR("list")) || str_eq(h->letter_kind, STR("calendar"));
}

/* -1: it is none that rules are on. */
static int
event_of_mail(const struct happening *h, bool opens)
{
	if (h->kind == ENTRY_BOUNCE)
		return EVENT_BOUNCE;
	if (opens)
		return EVENT_CREATED;
	if (h->kind == ENTRY_HELD)
		return EVENT_HELD;
	if (h->kind == ENTRY_NOTE)
		return h->by_agent ? EVENT_NOTED : -1;
	if (h->kind != ENTRY_MAIL_IN || !is_people(h))
		return -1;
	return h->by_agent ? EVENT_AGENT_REPLIED : EVENT_CUSTOMER_REPLIED;
}

static void
take(struct pasts *p, const struct happening *h, bool opens)
{
	int kind;

	if (h->what.n > 0) {
		take_change(p, h);
	} else if (h->kind == ENTRY_CLOCK) {
		take_clock(p, h);
	} else if (h->kind != ENTRY_RULE) {
		open_chain(p, h);
		if ((kind = event_of_mail(h, opens)) != -1)
			add_mail(p, h, (enum event_kind)kind);
		if (opens && h->kind == ENTRY_HELD)
			add_mail(p, h, EVENT_HELD);
	}
}

/* --- a page ---------------------------------------------------------------- */

/* Of one ticket, the oldest first. */
static void
take_all(struct pasts *p, const struct happening *v, size_t n)
{
	bool opens = p->t->created_at >= p->since;

	for (size_t i = n; i-- > 0;)
		if (v[i].what.n > 0)
			set(p, &v[i], v[i].new, v[i].old);
	for (size_t i = 0; i < n; i++) {
		take(p, &v[i], opens && v[i].what.n == 0 && v[i].kind != ENTRY_CLOCK);
		opens &= v[i].what.n > 0 || v[i].kind == ENTRY_CLOCK;
	}
	close_chain(p);
}

static struct ticket *
ticket_of(struct pasts *p, const struct sql_past_tickets_row *row)
{
	struct ticket *t = ARENA_NEW(p->a, struct ticket);

	*t = (struct ticket){ .id = row->id, .subject = str_dup(p->a, row->subject),
	    .type = str_dup(p->a, row->type), .status = str_dup(p->a, row->status),
	    .category = str_dup(p->a, row->category), .project = str_dup(p->a, row->project),
	    .mailbox = str_dup(p->a, row->mailbox), .assignee = str_dup(p->a, row->assignee),
	    .team = str_dup(p->a, row->team), .sla = str_dup(p->a, row->sla), .created_at = row->created_at,
	    .requester_address = { .addr = str_dup(p->a, row->address),
		.name = str_dup(p->a, row->name) } };
	for (size_t i = 0; i < row->tags.n; i++)
		strs_add(p->a, &t->tags, str_dup(p->a, row->tags.v[i]));
	return t;
}

static struct happening
happening_of(struct arena *a, const struct sql_past_entries_row *row)
{
	return (struct happening){ .ticket = row->ticket, .id = row->id, .at = row->at,
	    .kind = entry_kind_find(row->kind), .author = str_dup(a, row->author),
	    .by_agent = row->by_agent, .is_public = row->public,
	    .letter_kind = str_dup(a, row->letter_kind), .subject = str_dup(a, row->subject),
	    .text = str_dup(a, row->written), .what = str_dup(a, row->what),
	    .field = str_dup(a, row->field), .old = str_dup(a, row->old),
	    .new = str_dup(a, row->new), .clock = str_dup(a, row->clock),
	    .point = str_dup(a, row->point), .told = str_dup(a, row->told),
	    .reason = str_dup(a, row->reason) };
}

/* Both lists are by tickets. */
static void
read_rows(struct pasts *p, struct db *db, struct sql_past_tickets tickets,
    struct sql_past_fields fields, struct sql_past_entries entries)
{
	size_t n_all = sql_past_entries_count(db, entries), n = 0, from = 0, field = 0;
	struct happening *all = ARENA_ARRAY(p->a, n_all, struct happening);
	struct sql_past_entries_row entry;
	struct sql_past_tickets_row row;
	struct sql_past_fields_row f;

	for (; sql_past_entries_row(db, entries, n, &entry); n++)
		all[n] = happening_of(p->a, &entry);
	for (size_t i = 0; sql_past_tickets_row(db, tickets, i, &row); i++) {
		p->t = ticket_of(p, &row);
		for (; sql_past_fields_row(db, fields, field, &f) && f.ticket <= row.id; field++)
			if (f.ticket == row.id)
				set_field(p, str_dup(p->a, f.name), str_dup(p->a, f.value));
		while (from < n && all[from].ticket < row.id)
			from++;
		for (n_all = from; n_all < n && all[n_all].ticket == row.id;)
			n_all++;
		take_all(p, all + from, n_all - from);
	}
}

int
past_read(struct arena *a, struct db *db, const struct conf *conf, int64_t since,
    struct past_page *page, struct err *e)
{
	struct pasts p = { .a = a, .conf = conf, .since = since, .page = page };
	struct sql_past_page h = sql_past_page(db, page->after, since, PAGE);
	int64_t ids[PAGE], until = 0;
	struct sql_past_page_row row;
	struct sql_past_tickets tickets;
	struct sql_past_fields fields;
	struct sql_past_entries entries;
	size_t n = 0;

	page->v = NULL;
	page->n = 0;
	if (db_run(db, e) == -1)
		return -1;
	for (size_t i = 0; sql_past_page_row(db, h, i, &row); i++) {
		if (row.id != 0)
			ids[n++] = row.id;
		until = row.until;
		page->last = row.last;
	}
	page->after = n == PAGE ? ids[n - 1] : until;
	if (n > 0) {
		const struct db_int8s all = { ids, n };

		tickets = sql_past_tickets(db, all);
		fields = sql_past_fields(db, all);
		entries = sql_past_entries(db, all, since);
		if (db_run(db, e) == -1)
			return -1;
		read_rows(&p, db, tickets, fields, entries);
	}
	return n == 0 && page->after >= page->last ? 0 : 1;
}

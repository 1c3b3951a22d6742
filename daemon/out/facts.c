/*
 * facts: see facts.h.  Every name that templates may use is made here, in one
 * place, from facts; nothing of it is HTML but entry.html, which is safe.
 */
#include "daemon/out/facts.h"

#include "daemon/calendar/zones.h"
#include "daemon/out/actions.h"
#include "daemon/out/advicefacts.h"
#include "daemon/out/answer.h"
#include "daemon/out/filefacts.h"
#include "daemon/out/mailfacts.h"
#include "daemon/out/markdown.h"
#include "daemon/out/pictures.h"
#include "daemon/out/plainhtml.h"
#include "daemon/out/projectfacts.h"
#include "daemon/out/relatedfacts.h"
#include "daemon/out/runfacts.h"
#include "daemon/out/stranger.h"
#include "daemon/out/ticketlink.h"
#include "daemon/out/timefacts.h"
#include "daemon/out/timerfacts.h"
#include "daemon/out/toldfacts.h"
#include "daemon/policy/wording.h"
#include "daemon/policy/words.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "daemon/ticket/away.h"
#include "daemon/ticket/heading.h"
#include "daemon/ticket/participant.h"
#include "daemon/ticket/reach.h"
#include "daemon/ticket/step.h"
#include "daemon/ticket/subject.h"
#include "daemon/ticket/tokentext.h"
#include "parsers/base/array.h"
#include "parsers/quote/folded.h"

enum {
	VALUES_TOLD = 24,		/* of a field that has many: the latest versions */
	FOLDED_BRIEF = 12,		/* so many lines, or a signature's, are with the text */
	FOLDED_MOST = 100		/* and so many at the end of the mail */
};

static struct view *
object(struct arena *a, struct view *parent, const char *name)
{
	return view_add(a, parent, str_c(name), view_object(a));
}

static struct view *
list(struct arena *a, struct view *parent, const char *name)
{
	return view_add(a, parent, str_c(name), view_list(a));
}

static struct view *
item(struct arena *a, struct view *list_)
{
	return view_add(a, list_, STR_NONE, view_object(a));
}

/* What is said in English in code, in the reader's language. */
static struct str
said(const struct work *w, const struct reader *reader, struct str english)
{
	return words_in(w->a, templates_words(&w->conf->templates, reader->language), english);
}

static struct str
number(struct arena *a, int64_t n)
{
	return str_printf(a, "%lld", (long long)n);
}

/* Either way: what is overdue is told by another name. */
static struct str
duration(struct arena *a, int64_t seconds, enum duration_style style)
{
	return duration_text(a, seconds < 0 ? -seconds : seconds, style);
}

/* For engineers, until when who has it is away. */
static void
add_away(struct work *w, struct view *ticket, const struct ticket *t,
    const struct reader *reader, const struct zone *zone)
{
	const struct agent *has = agents_find(&w->conf->agents, t->assignee);
	int64_t until = has == NULL || reader->agent == NULL ? 0 : away_of(w, has).until;

	view_text(w->a, ticket, "away", until == 0 ? STR_NONE : zone_text(w->a, zone, until));
}

/* In which versions its fault is: engineers' word, for them. */
static void
add_faults(struct arena *a, struct view *ticket, const struct ticket *t)
{
	view_text(a, ticket, "found_in", faults_text(a, &t->faults, SAID_FOUND));
	view_text(a, ticket, "not_in", faults_text(a, &t->faults, SAID_NOT));
	view_text(a, ticket, "fixed_in", faults_text(a, &t->faults, SAID_FIXED));
}

static void
add_ticket(struct work *w, struct view *top, const struct ticket *t,
    const struct reader *reader, const struct zone *zone)
{
	struct str language = reader->language;
	const struct project *p = projects_find(&w->conf->projects, t->project);
	struct view *v = object(w->a, top, "ticket"), *fields;
	const struct type *type = ticket_type(w, t);
	struct buf tags;

	view_text(w->a, v, "id", number(w->a, t->id));
	view_text(w->a, v, "subject", reader->agent == NULL ? ticket_mail_subject(t) :
	    t->subject);
	view_text(w->a, v, "mail_subject", ticket_mail_subject(t));
	if (reader->agent != NULL && t->start_at != 0)
		view_text(w->a, v, "start", zone_text(w->a, zone, t->start_at));
	view_text(w->a, v, "link", ticketlink_url(w, t, reader));
	if (reader->agent != NULL && t->due_at != 0)
		view_text(w->a, v, "due", zone_text(w->a, zone, t->due_at));
	if (reader->agent != NULL)
		timefacts_add(w, v, t);
	view_text(w->a, v, "type", str_eq(type->name, t->type) ? type_label(type, language) :
	    t->type);
	view_text(w->a, v, "status", ticket_status_label(w, t, language));
	view_text(w->a, v, "project", t->project);
	view_text(w->a, v, "project_name", p == NULL ? t->project : p->name);
	if (reader->agent != NULL)
		view_text(w->a, v, "support_level", project_level(p));
	view_text(w->a, v, "assignee", t->assignee);
	add_away(w, v, t, reader, zone);
	view_text(w->a, v, "team", t->team);
	view_text(w->a, v, "severity",
	    wording(WORDING_SEVERITY, ticket_field(t, "severity"), language));
	view_text(w->a, v, "version", ticket_field(t, "version"));
	if (reader->agent != NULL)
		add_faults(w->a, v, t);
	buf_init(&tags, w->a);
	for (size_t i = 0; i < t->tags.n; i++)
		if (str_trim(t->tags.v[i]).n > 0)
			buf_printf(&tags, "%s%.*s", tags.n > 0 ? ", " : "",
			    STR_ARG(t->tags.v[i]));
	view_text(w->a, v, "tags", buf_str(&tags));
	fields = list(w->a, v, "fields");
	for (size_t i = 0; i < t->fields.n; i++) {
		const struct field_value *f = &t->fields.v[i];
		struct view *one;

		if (!type_has_field(type, f->name) || f->value.n == 0)
			continue;	/* of another type it had: kept, and not told */
		one = item(w->a, fields);
		view_text(w->a, one, "name", f->name);
		view_text(w->a, one, "value", f->value);
		view_text(w->a, one, "raw", f->raw);
		view_text(w->a, one, "source", str_c(field_source_name(f->source)));
		view_text(w->a, one, "verified", f->verified ? STR("yes") : STR_NONE);
		if (str_eq(f->name, STR("version")) && !f->verified)
			view_text(w->a, v, "version_unverified", STR("yes"));
	}
}

/* What can stand there, for people: the known values, or the shape of one. */
static void
add_need(struct work *w, struct view *needs, const struct field_def *def, struct str value,
    struct str language)
{
	const struct strs *known = def->type == FIELD_VERSION ? &def->catalogue : &def->values;
	bool is_severity = str_eq(def->name, STR("severity"));	/* whose words are read in all */
	struct view *one = item(w->a, needs);
	struct buf b;

	buf_init(&b, w->a);
	for (size_t i = 0; i < known->n && i < VALUES_TOLD; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? ", " : "", STR_ARG(is_severity ?
		    wording(WORDING_SEVERITY, known->v[i], language) : known->v[i]));
	if (known->n > VALUES_TOLD)
		buf_adds(&b, ", …");
	view_text(w->a, one, "field", field_title(def, language));
	view_text(w->a, one, "name", def->name);
	view_text(w->a, one, "value", value);
	view_text(w->a, one, "allowed", buf_str(&b));
	view_text(w->a, one, "example", def->example.n > 0 ? def->example :
	    known->n > 0 ? STR_NONE : str_c(field_type_example(def->type)));
}

/* Values that the customer should give: named but not known, or required. */
static void
add_needs(struct work *w, struct view *top, const struct ticket *t, struct str language)
{
	const struct field_defs *defs = &w->conf->fields;
	struct view *needs = list(w->a, top, "needs");
	const struct type *type = ticket_type(w, t);

	for (size_t i = 0; i < defs->n; i++) {
		const struct field_value *f = ticket_field_value(t, defs->v[i].name);

		if (type_has_field(type, defs->v[i].name) &&
		    (f != NULL ? !f->verified : defs->v[i].required))
			add_need(w, needs, &defs->v[i], f != NULL ? f->value : STR_NONE,
			    language);
	}
}

static void
add_clocks(struct work *w, struct view *top, const struct ticket *t, const struct zone *zone,
    struct str language)
{
	struct view *clocks = list(w->a, top, "clocks");

	for (size_t i = 0; i < t->clocks.n; i++) {
		const struct cycle *cy = t->clocks.v[i];
		struct view *one;

		if (cy->c.stopped_at != 0)
			continue;
		one = item(w->a, clocks);
		view_text(w->a, one, "clock",
		    wording(WORDING_CLOCK, str_c(sla_clock_name(cy->clock)), language));
		view_text(w->a, one, "state",
		    wording(WORDING_STATE, str_c(sla_state_name(cy->c.state)), language));
		if (cy->c.due_at != 0)
			view_text(w->a, one, "due", zone_text(w->a, zone, cy->c.due_at));
	}
}

static void
add_sla(struct work *w, struct view *top, const struct event *ev, const struct zone *zone,
    struct str language)
{
	const struct event_sla *s = &ev->sla;
	struct view *v;

	if (s->point.n == 0)
		return;
	v = object(w->a, top, "sla");
	view_text(w->a, v, "clock",
	    wording(WORDING_CLOCK, str_c(sla_clock_name(s->clock)), language));
	view_text(w->a, v, "point", wording(WORDING_POINT, s->point, language));
	view_text(w->a, v, "calendar", s->calendar);
	view_text(w->a, v, "target", duration(w->a, s->target, DURATION_WORKED));
	view_text(w->a, v, "due", zone_text(w->a, zone, s->due));
	view_text(w->a, v, "left_worked", duration(w->a, s->left / SECOND_US,
	    DURATION_WORKED));
	view_text(w->a, v, "left_wall", duration(w->a, (s->due - w->now) / SECOND_US,
	    DURATION_WORDS));
	view_text(w->a, v, "is_over", s->due <= w->now ? STR("yes") : STR_NONE);
	view_text(w->a, v, "cause", wording(WORDING_CAUSE, s->cause, language));
	view_text(w->a, v, "late", s->late ? STR("yes") : STR_NONE);
}

/* "reminder": an object in which one of due, snooze and hold is there. */
static void
add_wake(struct work *w, struct view *top, const struct event *ev, const struct zone *zone)
{
	struct view *v;

	if (ev->wake.kind.n == 0)
		return;
	v = object(w->a, top, "reminder");
	view_text(w->a, v, str_dup(w->a, ev->wake.kind).p, STR("yes"));
	view_text(w->a, v, "at", zone_text(w->a, zone, ev->wake.at));
}

/* Agents write Markdown; what anybody else wrote is shown as it is. */
static struct str
text_html(struct arena *a, struct str text, bool by_agent)
{
	return by_agent ? markdown_html(a, text) : plainhtml(a, text);
}

/* By that name as text, and with "_html" as that. */
static void
add_lines(struct work *w, struct view *v, const char *name, const struct folded *f,
    size_t most, size_t *left)
{
	struct str text = folded_text(w->a, f, "| ", most, left);

	if (text.n == 0)
		return;
	view_text(w->a, v, name, text);
	view_html(w->a, v, str_printf(w->a, "%s_html", name).p,
	    text_html(w->a, folded_text(w->a, f, "", most, left), false));
}

/*
 * What was taken for history or a signature.  An engineer's own is docket's notice, with
 * the address that proves them, and is shown to nobody.
 */
static void
add_folded(struct work *w, struct view *top, const struct event *ev)
{
	struct folded f;
	struct view *v;
	size_t left, n = 0;

	if (ev->agent != NULL || ev->letter == NULL)
		return;
	folded_find(w->a, token_blank(w->a, ev->letter->text, &n),
	    token_blank(w->a, ev->text, &n), &f);
	if (f.gone == 0)
		return;
	v = object(w->a, top, "folded");
	view_text(w->a, v, "count", number(w->a, (int64_t)f.gone));
	view_text(w->a, v, "one", f.gone == 1 ? STR("yes") : STR_NONE);
	add_lines(w, v, f.gone <= FOLDED_BRIEF ? "brief" : "long", &f, FOLDED_MOST, &left);
	view_text(w->a, v, "left", left == 0 ? STR_NONE : number(w->a, (int64_t)left));
	if (f.gone <= FOLDED_BRIEF || ev->letter->signature_lines > FOLDED_BRIEF)
		return;
	/* Whom to call is looked for at once. */
	folded_find(w->a, token_blank(w->a, ev->letter->signature, &n), STR_NONE, &f);
	add_lines(w, v, "brief", &f, FOLDED_MOST, &left);
}

static void
add_entry(struct work *w, struct view *top, const struct event *ev, const struct reader *reader,
    const struct zone *zone)
{
	struct view *v = object(w->a, top, "entry");
	struct str html = text_html(w->a, ev->text, ev->agent != NULL);

	view_text(w->a, v, "kind",
	    wording(WORDING_ENTRY, str_c(entry_kind_word(ev->entry_kind)),
	    reader->language));
	view_text(w->a, v, "at", zone_text(w->a, zone, ev->at));
	view_text(w->a, v, "text", ev->text);
	if (reader->parcel != NULL && reader->parcel->pictures.n > 0)
		html = pictures_place(w->a, html, ev->letter, reader->parcel);
	view_html(w->a, v, "html", html);
	filefacts_add(w, v, ev, reader->agent == NULL ? NULL : reader->parcel);
}

static struct view *
add_person(struct arena *a, struct view *top, const char *name, struct address ad)
{
	struct view *v = object(a, top, name);

	view_text(a, v, "name", ad.name.n > 0 ? ad.name : ad.addr);
	view_text(a, v, "address", ad.addr);
	return v;
}

/* A ticket that is made just now was read from nowhere, but its mail's sender was asked for. */
static void
add_requester(const struct work *w, struct view *top, const struct ticket *t,
    const struct zone *zone)
{
	struct view *v = add_person(w->a, top, "requester", t->requester_address);
	const struct reach *known = reach_known(w, t->requester_address.addr);
	struct str marked = known != NULL ? known->marked : t->requester_marked;

	if (marked.n == 0)
		return;
	view_text(w->a, v, str_eq(marked, STR("complaint")) ? "complained" : "bounced",
	    zone_text(w->a, zone, known != NULL ? known->since : t->requester_since));
	view_text(w->a, v, "why", known != NULL ? known->why : t->requester_why);
}

static void
add_reader(struct work *w, struct view *top, const struct reader *reader)
{
	struct arena *a = w->a;
	struct view *v = object(a, top, "recipient");

	view_text(a, v, "name", reader->address.name.n > 0 ? reader->address.name :
	    reader->address.addr);
	view_text(a, v, "address", reader->address.addr);
	view_text(a, v, "language", reader->language);
	view_text(a, v, "is_agent", reader->agent != NULL ? STR("yes") : STR_NONE);
	view_text(a, v, "personal", answer_personal(w, reader, TOKEN_NEW));
	view_text(a, v, "control", answer_personal(w, reader, TOKEN_CONTROL));
}

static void
add_doubt(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader)
{
	struct str why = ticket_why_doubted(ev->ticket, ev->ticket->requester_address.addr);

	if (reader->agent == NULL)
		return;
	if (ev->doubt.n > 0)
		view_text(w->a, top, "doubt", said(w, reader, ev->doubt));
	else if (why.n > 0)
		view_text(w->a, top, "doubt", said(w, reader, str_printf(w->a,
		    "a mail in the requester's name was not theirs, for all we know (%.*s)",
		    STR_ARG(why))));
}

static void
add_capped(struct work *w, struct view *top, const struct event *ev, struct str language)
{
	const struct project *p = projects_find(&w->conf->projects, ev->ticket->project);
	struct view *v;

	if (ev->capped.n == 0 || p == NULL)
		return;
	v = object(w->a, top, "capped");
	view_text(w->a, v, "asked", wording(WORDING_SEVERITY, ev->capped, language));
	view_text(w->a, v, "given", wording(WORDING_SEVERITY, p->customer_severity, language));
}

static void
add_mailbox(struct work *w, struct view *top, const struct event *ev)
{
	const struct mailbox *m = mailboxes_find(&w->conf->mailboxes, ev->mailbox);
	struct view *v = object(w->a, top, "mailbox"), *signature;

	if (m == NULL)
		m = &w->conf->mailboxes.v[0];
	view_text(w->a, v, "name", m->name);
	view_text(w->a, v, "address", m->address);
	view_text(w->a, v, "display_name", m->display_name);
	view_text(w->a, v, "accent", m->accent);
	signature = list(w->a, v, "signature");
	for (size_t i = 0; i < m->signature.n; i++)
		view_text(w->a, item(w->a, signature), "line", m->signature.v[i]);
	if (ev->ticket != NULL)
		view_text(w->a, v, "tag", ticket_tag(w->a, w->conf, ev->ticket));
}

static void
add_held(struct work *w, struct view *top, const struct event *ev)
{
	struct view *v = object(w->a, top, "held");
	struct str text = actions_quoted(w->a, ev->text);

	view_text(w->a, v, "text", ev->text);
	if (ev->held == 0)
		return;
	view_text(w->a, v, "id", number(w->a, ev->held));
	view_text(w->a, v, "subject", ev->letter == NULL ? STR_NONE : ev->letter->subject);
	view_text(w->a, v, "quoted", text);
	view_html(w->a, v, "html", text_html(w->a, text, false));
}

/* How the author of an unproven mail says that it is theirs. */
static void
add_confirm(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader)
{
	struct view *v;

	if (ev->unproven == 0 || reader->agent == NULL)
		return;
	v = object(w->a, top, "confirm");
	view_text(w->a, v, "code", answer_confirm_code(w, ev, reader));
	view_text(w->a, v, "mailto", answer_confirm_link(w, ev, reader));
}

/* So that answers to several mails of no ticket are as many conversations. */
static void
add_asked(struct work *w, struct view *top, const struct event *ev)
{
	if (ev->ticket == NULL && ev->letter != NULL && ev->kind == EVENT_NOTED)
		view_text(w->a, top, "asked",
		    subject_to_answer(w->a, w->conf, ev->letter->subject));
}

/* A ticket that opens linked to the one it follows: to engineers its relations tell it. */
static bool
is_follow_up(const struct event *ev, const struct reader *reader)
{
	return ev->kind == EVENT_CREATED && reader->agent != NULL && ev->ticket != NULL &&
	    relations_find(&ev->ticket->relations, RELATED_LINK, ev->link) != NULL;
}

/* Where engineers said that the fault of the other ticket is mended: nothing is guessed. */
static void
add_mended(struct work *w, struct view *link, int64_t number)
{
	const struct ticket *other = work_ticket(w, number);

	if (other != NULL)
		view_text(w->a, link, "fixed_in", faults_text(w->a, &other->faults, SAID_FIXED));
}

static void
add_trouble(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader)
{
	struct view *v;

	view_text(w->a, top, "reason", said(w, reader, ev->reason));
	if (ev->letter != NULL && ev->ticket != NULL)
		view_text(w->a, top, "unread", said(w, reader, ev->letter->quarantine));
	add_held(w, top, ev);
	add_confirm(w, top, ev, reader);
	view_text(w->a, top, "internal", event_is_internal(ev) ? STR("yes") : STR_NONE);
	if (ev->bounce.recipient.n > 0 || ev->bounce.diagnostic.n > 0) {
		v = object(w->a, top, "bounce");
		view_text(w->a, v, "recipient", ev->bounce.recipient);
		view_text(w->a, v, "webhook", ev->hook);
		view_text(w->a, v, "status", ev->bounce.status);
		view_text(w->a, v, "diagnostic", ev->bounce.diagnostic);
	}
	if (ev->quarantine != 0) {
		v = object(w->a, top, "quarantine");
		view_text(w->a, v, "id", number(w->a, ev->quarantine));
		view_text(w->a, v, "reason", said(w, reader, ev->reason));
		view_text(w->a, v, "from", ev->author.addr);
		view_text(w->a, v, "subject", ev->letter == NULL ? STR_NONE :
		    ev->letter->subject);
	}
	if (ev->link != 0 && !is_follow_up(ev, reader) &&
	    (reader->agent != NULL || ev->link_is_known)) {
		v = object(w->a, top, "link");
		view_text(w->a, v, "id", number(w->a, ev->link));
		view_text(w->a, v, "subject", ev->link_subject);
		add_mended(w, v, ev->link);
	}
}

/* The reader's own zone, else that of the project's calendar, else UTC. */
const struct zone *
facts_zone(const struct work *w, const struct event *ev, const struct reader *reader)
{
	const struct project *p = projects_find(&w->conf->projects, ev->ticket == NULL ?
	    ev->project : ev->ticket->project);

	if (reader->timezone.n > 0)
		return zones_find(w->core->zones, reader->timezone);
	return zones_find(w->core->zones, calendar_zone(p == NULL ? NULL :
	    calendars_find(&w->conf->calendars, p->calendar)));
}

/* When people of the project's calendar are there again; empty while they are. */
static void
add_opens(struct work *w, struct view *top, const struct ticket *t, const struct zone *zone)
{
	const struct project *p = projects_find(&w->conf->projects, t->project);
	struct worktime *wt = p == NULL || w->core->worktimes == NULL ? NULL :
	    worktimes_find(w->core->worktimes, p->calendar);
	int64_t from, to;

	if (wt != NULL && worktime_span(wt, w->now, &from, &to) && from > w->now)
		view_text(w->a, top, "opens", zone_text(w->a, zone, from));
}

struct view *
facts_event(struct work *w, const struct event *told, const struct reader *reader)
{
	struct event plain = reader->is_stranger ? stranger_event(w, told) : *told;
	const struct event *ev = &plain;
	struct view *top = view_object(w->a);
	const struct zone *zone = facts_zone(w, ev, reader);

	add_mailbox(w, top, ev);
	add_person(w->a, top, "author", ev->agent == NULL ? ev->author :
	    (struct address){ ev->agent->full_name, STR_NONE });
	add_reader(w, top, reader);
	add_entry(w, top, ev, reader, zone);
	add_folded(w, top, ev);
	toldfacts_add(w, top, ev, reader, zone);
	add_trouble(w, top, ev, reader);
	add_asked(w, top, ev);
	actions_add_own(w, top, ev, reader);
	add_sla(w, top, ev, zone, reader->language);
	add_wake(w, top, ev, zone);
	timerfacts_add(w, top, ev, reader, zone);
	mailfacts_add(w, top, ev);
	projectfacts_add(w, top, ev, reader);
	advicefacts_add(w->a, top, ev);
	if (ev->ticket != NULL) {
		add_ticket(w, top, ev->ticket, reader, zone);
		add_opens(w, top, ev->ticket, zone);
		add_requester(w, top, ev->ticket, zone);
		add_clocks(w, top, ev->ticket, zone, reader->language);
		add_needs(w, top, ev->ticket, reader->language);
		if (reader->agent != NULL)
			relatedfacts_add(w->a, top, ev->ticket);
		runfacts_add(w, top, ev->ticket, reader, zone);
		if (ev->timer.of != NULL)
			timerfacts_choices(w, top, ev, reader, zone);
		else
			actions_add(w, top, ev, reader);
		add_doubt(w, top, ev, reader);
		add_capped(w, top, ev, reader->language);
	}
	return top;
}

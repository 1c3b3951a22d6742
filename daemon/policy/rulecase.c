/* rulecase: see rulecase.h.  What a test names must exist, as what a rule does. */
#include "daemon/policy/rulecase.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "daemon/conf/file.h"
#include "daemon/conf/place.h"
#include "daemon/conf/wish.h"
#include "daemon/filter/check.h"
#include "daemon/policy/caseproject.h"
#include "daemon/sla/sla.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "parsers/base/array.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/machine/kind.h"

#define NOON_OF_NO_DAY	"2026-06-01T10:00:00Z"		/* a Monday, whatever day it is */

enum { MAIL_MAX = 64 * 1024 * 1024 };

struct case_read {			/* a test, as the file has it */
	struct rule_case	*test;
	struct str		 name, now, mail, mailbox, by, age;
	struct node		 steps;		/* events; setting NULL: none */
};

static void	read_ticket(struct loader *, const struct node *, void *);
static void	read_events(struct loader *, const struct node *, void *);
static void	read_expect(struct loader *, const struct node *, void *);
static void	read_wanted(struct loader *, const struct node *, void *);
static void	read_mails(struct loader *, const struct node *, void *);
static void	read_at(struct loader *, const struct node *, void *);

static const struct key case_keys[] = {
	KEY(struct case_read, name, "name", KEY_STR, .required = true, .help =
	    "for what is told of it; each once"),
	KEY(struct case_read, now, "now", KEY_STR, .def = NOON_OF_NO_DAY, .help =
	    "when it begins, \"2026-11-29T22:15:00+01:00\""),
	KEY(struct case_read, mail, "mail", KEY_STR, .help =
	    "file of a mail that comes first, beside this file"),
	KEY(struct case_read, mailbox, "mailbox", KEY_NAME, .help =
	    "by which it comes; without it, the one that it is addressed to"),
	KEY(struct case_read, by, "by", KEY_NAME, .help =
	    "agent who is proven to have written it"),
	KEY(struct case_read, test, "ticket", KEY_CUSTOM, .read = read_ticket, .help =
	    "group: a ticket that is there before: project, severity, assignee …"),
	KEY(struct case_read, age, "age", KEY_STR, .help =
	    "how long the ticket has been there, \"3d\""),
	KEY(struct case_read, steps, "events", KEY_CUSTOM, .read = read_events, .help =
	    "list of events and of groups, see conf.steps: what happens, in order"),
	KEY(struct case_read, test, "expect", KEY_CUSTOM, .required = true, .read = read_expect,
	    .help = "group, see conf.expect: what must have come of it"),
};

static const struct key step_keys[] = {
	KEY(struct case_step, after, "at", KEY_CUSTOM, .read = read_at, .help =
	    "\"+4h\": so long after the step before; what falls due until then happens; alone, "
	    "nothing else does"),
	KEY(struct case_step, event, "event", KEY_STR, .help =
	    "an event of the ticket: rules see it, nothing else is changed by it"),
	KEY(struct case_step, mail_name, "mail", KEY_STR, .help = "file of a mail that comes"),
	KEY(struct case_step, doing, "do", KEY_STR, .help =
	    "what is done to the ticket, as a line of a mail: \"#close\""),
	KEY(struct case_step, by, "by", KEY_STR, .help =
	    "agent who does it, or who is proven to have written the mail"),
	KEY(struct case_step, mailbox, "mailbox", KEY_NAME, .help = "by which the mail comes"),
	KEY(struct case_step, subject, "subject", KEY_STR, .help = "of the event's mail"),
	KEY(struct case_step, body, "body", KEY_STR, .help = "what the event's mail says"),
	KEY(struct case_step, kind, "kind", KEY_STR, .help =
	    "who or what wrote it, as letter.kind has it; \"human\""),
	KEY(struct case_step, clock, "clock", KEY_STR, .help = "of sla-warning and sla-breach"),
	KEY(struct case_step, point, "point", KEY_STR, .help =
	    "of sla-warning: \"75%\"; of an event of a project: \"75\", \"30\""),
	KEY(struct case_step, cause, "cause", KEY_STR, .help = "of sla-breach"),
	KEY(struct case_step, reason, "reason", KEY_STR, .help = "of held and quarantined"),
	KEY(struct case_step, project, "project", KEY_NAME, .help =
	    "to which an event of a project happens: no ticket is needed"),
	KEY(struct case_step, used, "used", KEY_DURATION, .help = "of budget; else as its point says"),
	KEY(struct case_step, product, "product", KEY_STR, .help = "of version-eol"),
	KEY(struct case_step, version, "version", KEY_STR, .help = "of version-eol"),
	KEY(struct case_step, environment, "environment", KEY_STR, .def = "prod", .help = "of version-eol"),
};

static const struct key expect_keys[] = {
	KEY(struct case_expect, fired, "fired", KEY_STRS, .help = "rules that fired"),
	KEY(struct case_expect, not_fired, "not_fired", KEY_STRS, .help =
	    "rules that did not fire, at any time"),
	KEY(struct case_expect, ticket, "ticket", KEY_CUSTOM, .read = read_wanted, .help =
	    "group: what the first ticket is in the end; \"none\": there is none"),
	KEY(struct case_expect, tickets, "tickets", KEY_COUNT, .def = "0", .help =
	    "how many there are in the end; 0: any number"),
	KEY(struct case_expect, mails, "mails", KEY_CUSTOM, .read = read_mails, .help =
	    "list of groups, see conf.mails: mails that go out"),
	KEY(struct case_expect, mails_exact, "mails_exact", KEY_BOOL, .def = "false", .help =
	    "no others do"),
};

static const struct key mail_keys[] = {
	KEY(struct case_mail, to, "to", KEY_STR, .help =
	    "an address, an agent's name, or \"webhook:NAME\""),
	KEY(struct case_mail, template, "template", KEY_NAME, .help = "that it is made of"),
	KEY(struct case_mail, subject, "subject", KEY_STR, .help = "a part of it"),
	KEY(struct case_mail, contains, "contains", KEY_STRS, .help =
	    "what its text says, each somewhere"),
};

enum { S_TESTS, S_STEPS, S_EXPECT, S_MAILS };

static const struct section sections[] = {
	[S_TESTS] = { "tests", "tests.d/*.conf", KEYS(case_keys), "tests of rules" },
	[S_STEPS] = { "steps", "tests.d/*.conf", KEYS(step_keys), "what happens in a test" },
	[S_EXPECT] = { "expect", "tests.d/*.conf", KEYS(expect_keys), "what a test expects" },
	[S_MAILS] = { "mails", "tests.d/*.conf", KEYS(mail_keys), "a mail that a test expects" },
	{ NULL },
};

static bool
is_set(const struct node *n, const char *name)
{
	return node_get(n, name).setting != n->setting;
}

/* ---- mails ---- */

/* Beside the file of the test, or below: who may write tests reads no other file by them. */
static void
read_file(struct loader *l, const struct node *at, struct str name, struct str *out)
{
	struct str folder = at->file, beside, path;
	struct err e;

	while (folder.n > 0 && folder.p[folder.n - 1] != '/')
		folder.n--;
	beside = str_printf(l->a, "%.*s%.*s", STR_ARG(l->folder), STR_ARG(folder));
	path = str_printf(l->a, "%.*s%.*s", STR_ARG(beside), STR_ARG(name));
	if (access(path.p, F_OK) == -1)
		conf_fault(l, at, "there is no mail here: %s: %s", path.p, strerror(errno));
	else if (!place_is_below(l->a, beside, path.p))
		conf_fault(l, at, "%.*s%.*s is not beside this file: put the mail there",
		    STR_ARG(folder), STR_ARG(name));
	else if (file_read_regular(l->a, path.p, MAIL_MAX, out, &e) == -1)
		conf_fault(l, at, "%.*s%.*s is no mail: %s", STR_ARG(folder), STR_ARG(name), e.text);
	else if (out->n == 0)
		conf_fault(l, at, "%.*s%.*s is empty", STR_ARG(folder), STR_ARG(name));
}

/* ---- the ticket ---- */

static void
read_ticket(struct loader *l, const struct node *n, void *base)
{
	struct rule_case *t = ((struct case_read *)base)->test;

	t->has_ticket = true;
	case_values_read(l, n, true, &t->ticket);
}

static void
read_wanted(struct loader *l, const struct node *n, void *base)
{
	struct case_expect *x = base;
	struct str word;

	if (node_text(n, &word) && str_eq(word, STR("none")))
		x->no_ticket = true;
	else
		case_values_read(l, n, false, &x->ticket);
}

/* ---- steps ---- */

static void
read_at(struct loader *l, const struct node *n, void *base)
{
	struct case_step *s = base;
	struct str text = STR_NONE;

	if (!node_text(n, &text) || !str_starts(text, STR("+")) ||
	    !conf_duration(str_sub(text, 1, SIZE_MAX), &s->after))
		conf_fault(l, n, "at is how long after the step before: \"+4h\", \"+1h30m\"");
}

static void
check_word(struct loader *l, const struct node *e, const char *name, struct str value,
    const struct strs *known)
{
	struct node at = node_get(e, name);

	if (value.n > 0)
		conf_one_of(l, &at, name, value, known);
}

static void
check_point(struct loader *l, const struct node *e, struct case_step *s)
{
	struct strs clocks = { 0 }, points = { 0 };

	if (case_is_of_project(s->event)) {
		case_check_project(l, e, s);
		return;
	}
	for (unsigned i = 0; i < SLA_CLOCKS; i++)
		strs_add(l->a, &clocks, str_c(sla_clock_name((enum sla_clock)i)));
	check_word(l, e, "clock", s->clock, &clocks);
	if (s->point.n > 0 && conf_known(l, "point", &points))
		check_word(l, e, "point", s->point, &points);
	if (str_starts(s->event, STR("sla-")) && s->clock.n == 0)
		conf_fault(l, e, "%s without clock: say which, clock = \"resolution\";", s->event.p);
}

/* What only a mail brings, or time. */
static void
check_event(struct loader *l, const struct node *n, struct str event)
{
	static const struct { const char *event, *instead; } rows[] = {
		{ "arrived", "a mail brings it: write mail = \"x.eml\"; for its file" },
		{ "idle", "time brings it: write { at = \"+3d\"; } and it comes when it is due" },
		{ "schedule", "time brings it: write { at = \"+1d\"; } and it comes when it is due" },
	};

	filter_check_event(l, n, event);
	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_eq(event, str_c(rows[i].event)))
			conf_fault(l, n, "%s is no step: %s", rows[i].event, rows[i].instead);
}

/* Who does it: an agent; of an event an address, too. */
static void
check_by(struct loader *l, const struct node *e, const struct case_step *s)
{
	struct node at = node_get(e, "by");

	if (s->by.n > 0 && !(s->deed == CASE_EVENT && address_is_safe(s->by)))
		conf_wish(l, &at, "agent", s->by);
	if (s->mailbox.n > 0) {
		at = node_get(e, "mailbox");
		conf_wish(l, &at, "mailbox", s->mailbox);
	}
}

static void
check_do(struct loader *l, const struct node *e, struct case_step *s)
{
	struct node at = node_get(e, "do");
	struct strs names = verb_names(l->a, DOOR_CTL);
	struct str rest = s->doing, verb;

	if (str_starts(rest, STR("#")))
		s->doing = rest = str_sub(rest, 1, SIZE_MAX);
	if (!str_split(&rest, ' ', &verb))
		verb = rest;
	if (verb_find(DOOR_CTL, verb) == NULL)
		conf_one_of(l, &at, "verb", verb, &names);
}

static void
check_kind(struct loader *l, const struct node *e, const struct case_step *s)
{
	struct node at = node_get(e, "kind");
	struct strs names = { 0 };

	for (unsigned i = 0; i < LETTER_KINDS; i++)
		strs_add(l->a, &names, str_c(letter_kind_name((enum letter_kind)i)));
	if (s->kind.n > 0)
		conf_one_of(l, &at, "kind of mail", s->kind, &names);
}

/* Events that somebody's mail brings to a ticket have a text. */
static void
check_step(struct loader *l, const struct node *e, struct case_step *s)
{
	int said = (s->event.n > 0) + (s->mail_name.n > 0) + (s->doing.n > 0);
	struct node at;

	if (said > 1 || (said == 0 && s->after == 0)) {
		conf_fault(l, e, "a step is one of event, mail and do, or at alone");
		return;
	}
	s->deed = s->mail_name.n > 0 ? CASE_MAIL : s->doing.n > 0 ? CASE_DO :
	    s->event.n > 0 ? CASE_EVENT : CASE_WAIT;
	check_by(l, e, s);
	if (s->deed == CASE_DO)
		check_do(l, e, s);
	if (s->deed == CASE_MAIL) {
		at = node_get(e, "mail");
		read_file(l, &at, s->mail_name, &s->mail);
	}
	if (s->deed == CASE_EVENT) {
		at = node_get(e, "event");
		check_event(l, &at, s->event);
		check_point(l, e, s);
		check_kind(l, e, s);
	}
}

static void
read_step(struct loader *l, const struct node *e, struct case_step *s)
{
	struct str event;

	s->line = node_line(e);
	if (node_is_group(e)) {
		conf_walk(l, e, &sections[S_STEPS], s);
		check_step(l, e, s);
	} else if (node_text(e, &event)) {
		s->event = str_dup(l->a, event);
		check_event(l, e, s->event);
		check_point(l, e, s);
	} else {
		conf_fault(l, e, "a step is an event, \"created\", or a group: "
		    "{ at = \"+4h\"; event = \"created\"; }");
	}
}

static void
read_events(struct loader *l, const struct node *n, void *base)
{
	if (!node_is_list(n))
		conf_fault(l, n, "events is a list: write events = ( \"created\" );");
	else
		((struct case_read *)base)->steps = *n;
}

static void
read_steps(struct loader *l, const struct node *e, const struct case_read *in)
{
	size_t n = in->steps.setting == NULL ? 0 : node_count(&in->steps);
	struct rule_case *t = in->test;

	t->steps = ARENA_ARRAY(l->a, n + 1, struct case_step);
	if (in->mail.n > 0) {
		struct case_step *s = &t->steps[t->n_steps++];
		struct node at = node_get(e, "mail");

		*s = (struct case_step){ .deed = CASE_MAIL, .mail_name = in->mail, .by = in->by,
		    .mailbox = in->mailbox, .line = node_line(&at) };
		read_file(l, &at, s->mail_name, &s->mail);
		check_by(l, e, s);
	}
	for (size_t i = 0; i < n; i++) {
		struct node step = node_at(&in->steps, i);

		read_step(l, &step, &t->steps[t->n_steps++]);
	}
}

/* ---- expectations ---- */

/* A webhook's posts are mails to "webhook:NAME", and have no template. */
static void
check_mail(struct loader *l, const struct node *e, const struct case_mail *m)
{
	struct node template = node_get(e, "template"), to = node_get(e, "to");

	if (m->to.n == 0 && m->template.n == 0)
		conf_fault(l, e, "a mail is known by to or template");
	if (webhook_is_queue(m->to)) {
		conf_wish(l, &to, "webhook", str_sub(m->to, STR("webhook:").n, SIZE_MAX));
		return;
	}
	if (m->template.n > 0)
		conf_wish(l, &template, "template", m->template);
	if (m->to.n > 0 && !address_is_safe(m->to))
		conf_wish(l, &to, "agent", m->to);
}

static void
read_mails(struct loader *l, const struct node *n, void *base)
{
	struct case_expect *x = base;
	size_t count = conf_groups(l, n);

	x->has_mails = true;
	x->mails = ARENA_ARRAY(l->a, count, struct case_mail);
	for (; x->n_mails < count; x->n_mails++) {
		struct case_mail *m = &x->mails[x->n_mails];
		struct node e = node_at(n, x->n_mails);

		m->line = node_line(&e);
		conf_walk(l, &e, &sections[S_MAILS], m);
		check_mail(l, &e, m);
	}
}

static void
check_rules(struct loader *l, const struct node *e, const char *name, const struct strs *list)
{
	const struct rules *rules = &((const struct conf *)l->whole)->rules;
	struct node at = node_get(e, name);
	struct strs known = { 0 };

	for (size_t i = 0; i < rules->n; i++)
		strs_add(l->a, &known, rules->v[i].name);
	for (size_t i = 0; i < list->n; i++)
		if (!strs_has(&known, list->v[i]))
			conf_fault(l, &at, "there is no rule \"%.*s\"%s", STR_ARG(list->v[i]),
			    conf_near(l->a, list->v[i], &known).p);
}

static void
read_expect(struct loader *l, const struct node *n, void *base)
{
	struct case_expect *x = &((struct case_read *)base)->test->expect;

	x->line = node_line(n);
	if (!node_is_group(n)) {
		conf_fault(l, n, "expect is a group: write expect = { fired = [ \"…\" ]; };");
		return;
	}
	if (node_count(n) == 0)
		conf_fault(l, n, "expect is empty: a test that expects nothing cannot fail");
	conf_walk(l, n, &sections[S_EXPECT], x);
	check_rules(l, n, "fired", &x->fired);
	check_rules(l, n, "not_fired", &x->not_fired);
	if (x->mails_exact && !x->has_mails)
		conf_fault(l, n, "mails_exact without mails: write mails = ( ); if none goes out");
}

/* ---- tests ---- */

static void
check_case(struct loader *l, const struct node *e, const struct case_read *in,
    const struct rule_cases *before)
{
	struct rule_case *t = in->test;
	struct node at = node_get(e, "now");

	if (!clock_parse(in->now, &t->now))
		conf_fault(l, &at, "now is an instant with its offset: "
		    "\"2026-11-29T22:15:00+01:00\"");
	at = node_get(e, "age");
	if (in->age.n > 0 && (!t->has_ticket || !conf_duration(in->age, &t->age)))
		conf_fault(l, &at, "age is how long the ticket has been there: \"3d\"");
	if (!t->has_ticket && (t->n_steps == 0 || (t->steps[0].deed != CASE_MAIL &&
	    !case_is_of_project(t->steps[0].event))))
		conf_fault(l, e, "a test begins with a mail, a ticket, or an event of a project");
	else if (t->n_steps == 0)
		conf_fault(l, e, "nothing happens to it: write events = ( \"created\" );");
	at = node_get(e, "name");
	for (size_t i = 0; i < before->n; i++)
		if (str_eq(before->v[i].name, t->name))
			conf_fault(l, &at, "test \"%.*s\" is there twice: the first is %.*s:%d",
			    STR_ARG(t->name), STR_ARG(before->v[i].file), before->v[i].line);
}

/* The name is the test's own, the rest is read beside it. */
static void
read_case(struct loader *l, const struct node *e, struct rule_case *t,
    const struct rule_cases *before)
{
	struct case_read in = { .test = t };

	t->file = str_dup(l->a, e->file);
	t->line = node_line(e);
	conf_walk(l, e, &sections[S_TESTS], &in);
	t->name = in.name;
	if (!is_set(e, "expect"))
		return;			/* the fault is told */
	read_steps(l, e, &in);
	check_case(l, e, &in, before);
}

static void
load_file(struct loader *l, struct str file, struct rule_cases *all)
{
	struct node list;
	size_t n;

	if (!conf_open_list(l, file, true, "tests", &list))
		return;
	n = conf_groups(l, &list);
	for (size_t i = 0; i < n; i++) {
		struct node e = node_at(&list, i);
		struct rule_case t = { 0 };

		read_case(l, &e, &t, all);
		all->v = array_grow(l->a, all->v, all->n, sizeof(*all->v));
		all->v[all->n++] = t;
	}
}

/* A file, or a folder's. */
static void
load(struct loader *l, void *own)
{
	struct strs files = { 0 };

	if (str_ends(l->first, STR(".conf")))
		strs_add(l->a, &files, l->first);
	else
		files = conf_folder(l, l->first.p, ".conf");
	for (size_t i = 0; i < files.n; i++)
		load_file(l, files.v[i], own);
}

const struct conf_part case_part = { "test", "tests.d", sections, load };

/* check: see check.h. */
#include "daemon/filter/check.h"

#include "daemon/conf/wish.h"
#include "daemon/filter/eventkind.h"
#include "daemon/filter/leaf.h"
#include "daemon/filter/order.h"
#include "daemon/filter/testkind.h"

static void
check_word(struct loader *l, const struct node *n, const struct subject *s, struct str v)
{
	struct strs known = s->words(l->a);

	conf_one_of(l, n, s->what, v, &known);
}

/* What a file that was not read holds is missing by its own fault. */
static void
check_known(struct loader *l, const struct node *n, const struct subject *s, struct str v)
{
	struct strs known;

	if (!l->unread && conf_known(l, s->what, &known))
		conf_one_of(l, n, s->what, v, &known);
}

static void
check_field(struct loader *l, const struct node *n, const struct field_def *d, struct str v)
{
	struct field_value parsed;
	struct err e;

	if (d->type == FIELD_ENUM)
		conf_one_of(l, n, str_dup(l->a, d->name).p, v, &d->values);
	else if (field_parse(l->a, d, v, &parsed, &e) == -1)
		conf_fault(l, n, "%s", e.text);
	else if (parsed.verified && !str_eq(parsed.value, v))
		conf_fault(l, n, "%.*s is never \"%.*s\": write \"%.*s\"", STR_ARG(d->name),
		    STR_ARG(v), STR_ARG(parsed.value));
}

/* A subject's text that is a number is one by its order too: "3", and not "03". */
static void
check_any(struct loader *l, const struct node *n, const struct filter_test *t, struct str v)
{
	struct str normal;
	struct err e;

	if (order_read(l->a, t, v, &normal, &e) == -1)
		conf_fault(l, n, "%s", e.text);
	else if (!str_eq(normal, v) && !str_ends(v, STR("%")))
		conf_fault(l, n, "%s is never \"%.*s\": write \"%.*s\"",
		    subject_row(t->subject)->word, STR_ARG(v), STR_ARG(normal));
}

/* A word that stands for who reads a view, in its place. */
static bool
is_reader(enum subject_id subject, struct str v)
{
	return (subject == SUBJECT_ASSIGNEE && str_eq(v, FILTER_ME)) ||
	    (subject == SUBJECT_TEAM && str_eq(v, FILTER_MY_TEAMS));
}

static void
check_value(const struct filter_reader *in, const struct node *n, const struct filter_test *t,
    struct str v)
{
	const struct subject *s = subject_row(t->subject);

	switch (s->value) {
	case VALUE_ANY:
		check_any(in->l, n, t, v);
		break;
	case VALUE_WISH:
		if (in->of_reader && is_reader(t->subject, v))
			break;
		if (in->of_reader && str_starts(v, STR("$")))
			conf_fault(in->l, n, "%s \"%.*s\": who reads is \"$me\", of assignee, and "
			    "their teams are \"$my-teams\", of team", s->word, STR_ARG(v));
		else if (v.n > 0 || !s->may_lack)
			conf_wish(in->l, n, s->what, v);
		break;
	case VALUE_KNOWN:
		check_known(in->l, n, s, v);
		break;
	case VALUE_WORD:
		if (v.n > 0 || !s->may_lack)
			check_word(in->l, n, s, v);
		break;
	case VALUE_OF_FIELD:
		if (v.n > 0)
			check_field(in->l, n, t->def, v);
		break;
	}
}

static void
check_place(struct loader *l, const struct node *n, struct filter_test *t)
{
	struct str normal = STR_NONE;
	struct err e;

	if (order_domain(t) == DOMAIN_ORDERED) {
		check_field(l, n, t->def, t->values.v[0]);
		return;
	}
	if (order_read(l->a, t, t->values.v[0], &normal, &e) == -1)
		conf_fault(l, n, "%s", e.text);
	else if (!order_has(t, normal))
		conf_fault(l, n, "%.*s is no %s, and has no place among them",
		    STR_ARG(t->values.v[0]), order_type(t));
	t->values.v[0] = normal;
}

bool
filter_check_kind(const struct filter_reader *in, const struct node *n,
    const struct filter_test *t)
{
	const struct subject *s = subject_row(t->subject);
	const char *test = testkind_word(t->kind), *of = t->def != NULL ?
	    str_dup(in->l->a, t->def->name).p : s->word;

	if (t->subject == SUBJECT_CALENDAR)
		conf_wish(in->l, n, "calendar", t->field);
	if (testkind_is_by_order(t->kind) && !order_is(t))
		conf_fault(in->l, n, "%s has no %s: it is %s, which has no order; write \"x\", "
		    "[ \"x\", \"y\" ] or { contains = \"x\"; }", of, test, order_type(t));
	else if (testkind_is_of_change(t->kind) && !s->changes)
		conf_fault(in->l, n, "%s has no %s: nothing that happens to a ticket "
		    "changes it", of, test);
	else
		return true;
	return false;
}

bool
filter_check_values(const struct filter_reader *in, const struct node *n, struct filter_test *t)
{
	size_t before = in->l->faults->lines.n;

	if (testkind_is_by_order(t->kind))
		check_place(in->l, n, t);
	else if (t->kind == TEST_ONE_OF || t->kind == TEST_WAS || t->kind == TEST_TO)
		for (size_t i = 0; i < t->values.n; i++)
			check_value(in, n, t, t->values.v[i]);
	else if (t->kind == TEST_CONTAINS)
		for (size_t i = 0; i < t->values.n; i++)
			if (t->values.v[i].n == 0)
				conf_fault(in->l, n, "everything contains \"\": write "
				    "{ is_set = true; }");
	return in->l->faults->lines.n == before;
}

void
filter_check_event(struct loader *l, const struct node *n, struct str event)
{
	check_word(l, n, subject_row(SUBJECT_EVENT), event);
}

static bool
is_on_any(const struct subject *s, const struct strs *on)
{
	for (size_t i = 0; i < on->n; i++) {
		int kind = event_find(on->v[i]);

		if (kind == -1 || subject_is_on(s, (enum event_kind)kind))
			return true;
	}
	return on->n == 0;
}

/* "budget, version-eol" */
static struct str
events_of(struct arena *a, const struct subject *s)
{
	struct strs out = { 0 };

	for (int kind = 0; kind < EVENTS; kind++)
		if (subject_is_on(s, (enum event_kind)kind))
			strs_add(a, &out, str_c(event_words[kind]));
	return strs_join(a, &out, ", ");
}

struct events {				/* on which a condition is asked */
	struct loader		*l;
	struct str		 file;
	const struct strs	*on;
};

static void
check_events(const struct events *at, const struct filter_test *t)
{
	for (size_t i = 0; t->kind == TEST_ONE_OF && !t->is_not && i < t->values.n; i++)
		if (!strs_has(at->on, t->values.v[i]))
			conf_fault_at(at->l, at->file, t->line, "event is never \"%.*s\": the "
			    "rule is not on it", STR_ARG(t->values.v[i]));
}

static void
check_on(const struct filter_test *t, void *of)
{
	const struct events *at = of;
	const struct subject *s = subject_row(t->subject);

	if (s->of_clock && !is_on_any(s, at->on))
		conf_fault_at(at->l, at->file, t->line, "%s is known only on sla-warning and "
		    "sla-breach, which this rule is not on", s->word);
	else if (s->of_event && s->only != 0 && !is_on_any(s, at->on))
		conf_fault_at(at->l, at->file, t->line, "%s is known only on %s, which this rule is "
		    "not on", s->word, events_of(at->l->a, s).p);
	else if (!is_on_any(s, at->on))
		conf_fault_at(at->l, at->file, t->line, "%s is of a ticket, and there is none on "
		    "%s: test project, support_level or point", s->word,
		    strs_join(at->l->a, at->on, ", ").p);
	if (t->subject == SUBJECT_EVENT)
		check_events(at, t);
}

void
filter_check_on(struct loader *l, struct str file, const struct condition *c,
    const struct strs *on)
{
	filter_each(c, check_on, &(struct events){ l, file, on });
}

static void
check_ticket(const struct filter_test *t, void *of)
{
	const struct events *at = of;
	const struct subject *s = subject_row(t->subject);

	if (s->of_event || s->of_clock)
		conf_fault_at(at->l, at->file, t->line, "%s is of what happens, and only the "
		    "ticket can be tested here", s->word);
	else if (t->kind == TEST_MATCHES)
		conf_fault_at(at->l, at->file, t->line, "a pattern cannot be tried here: name the "
		    "values of %s, or write { contains = \"…\"; }", s->word);
	else if (testkind_is_of_change(t->kind))
		conf_fault_at(at->l, at->file, t->line, "%s is of what happens, and only the "
		    "ticket as it is can be tested here", testkind_word(t->kind));
}

void
filter_check_ticket(struct loader *l, struct str file, const struct condition *c)
{
	filter_each(c, check_ticket, &(struct events){ l, file, NULL });
}

static void
check_lasting(const struct filter_test *t, void *of)
{
	const struct events *at = of;
	const struct subject *s = subject_row(t->subject);

	if (!s->lasts && !s->of_event && !s->of_clock)
		conf_fault_at(at->l, at->file, t->line, "what is promised does not go by %s: by "
		    "project, support_level, type, severity, version, field.NAME, mailbox, team, tags, "
		    "requester or requester_domain", s->word);
}

void
filter_check_lasting(struct loader *l, struct str file, const struct condition *c)
{
	filter_check_ticket(l, file, c);
	filter_each(c, check_lasting, &(struct events){ l, file, NULL });
}

static void
check_stored(const struct filter_test *t, void *of)
{
	const struct events *at = of;
	const struct subject *s = subject_row(t->subject);

	if (t->subject == SUBJECT_CALENDAR)
		conf_fault_at(at->l, at->file, t->line, "a list does not go by the time of day: "
		    "it has %s%.*s for all tickets, or for none", s->word, STR_ARG(t->field));
	else if (t->subject == SUBJECT_SUPPORTED)
		conf_fault_at(at->l, at->file, t->line, "a list does not go by what products.conf says "
		    "of a version: docketctl versions does, with --tickets and --unsupported");
	else if (t->kind == TEST_CONTAINS && s->type != TYPE_TEXT && s->type != TYPE_WORD &&
	    s->type != TYPE_FIELD)
		conf_fault_at(at->l, at->file, t->line, "%s is %s, which contains nothing: write "
		    "at_least or at_most", s->word, order_type(t));
}

void
filter_check_stored(struct loader *l, struct str file, const struct condition *c)
{
	filter_check_ticket(l, file, c);
	filter_each(c, check_stored, &(struct events){ l, file, NULL });
}

/* check: see check.h. */
#include "daemon/filter/check.h"

#include "daemon/conf/wish.h"

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

static void
check_value(const struct filter_reader *in, const struct node *n, const struct filter_test *t,
    struct str v)
{
	const struct subject *s = subject_row(t->subject);

	switch (s->value) {
	case VALUE_ANY:
		break;
	case VALUE_WISH:
		if (v.n > 0 || !s->may_lack)
			conf_wish(in->l, n, s->what, v);
		break;
	case VALUE_KNOWN:
		check_known(in->l, n, s, v);
		break;
	case VALUE_WORD:
		check_word(in->l, n, s, v);
		break;
	case VALUE_OF_FIELD:
		if (v.n > 0)
			check_field(in->l, n, field_find(in->fields, t->field), v);
		break;
	}
}

void
filter_check_values(const struct filter_reader *in, const struct node *n,
    const struct filter_test *t)
{
	for (size_t i = 0; i < t->values.n; i++)
		check_value(in, n, t, t->values.v[i]);
}

void
filter_check_event(struct loader *l, const struct node *n, struct str event)
{
	check_word(l, n, subject_row(SUBJECT_EVENT), event);
}

static bool
has_clock_event(const struct strs *on)
{
	for (size_t i = 0; i < on->n; i++)
		if (str_starts(on->v[i], STR("sla-")))
			return true;
	return false;
}

static void
check_events(struct loader *l, struct str file, const struct filter_test *t,
    const struct strs *on)
{
	for (size_t i = 0; t->kind != TEST_NOT_EQUAL && i < t->values.n; i++)
		if (!strs_has(on, t->values.v[i]))
			conf_fault_at(l, file, t->line, "event is never \"%.*s\": the "
			    "rule is not on it", STR_ARG(t->values.v[i]));
}

void
filter_check_on(struct loader *l, struct str file, const struct condition *f,
    const struct strs *on)
{
	bool of_clock = has_clock_event(on);

	for (size_t i = 0; i < f->n; i++) {
		const struct filter_test *t = &f->v[i];
		const struct subject *s = subject_row(t->subject);

		if (s->of_clock && !of_clock)
			conf_fault_at(l, file, t->line, "%s is known only on sla-warning and "
			    "sla-breach, which this rule is not on", s->word);
		if (t->subject == SUBJECT_EVENT)
			check_events(l, file, t, on);
	}
}

void
filter_check_ticket(struct loader *l, struct str file, const struct condition *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct filter_test *t = &f->v[i];
		const struct subject *s = subject_row(t->subject);

		if (s->of_event || s->of_clock)
			conf_fault_at(l, file, t->line, "%s is of what happens, and only the ticket "
			    "can be tested here", s->word);
		else if (t->kind == TEST_MATCHES)
			conf_fault_at(l, file, t->line, "a pattern cannot be tried here: name the "
			    "values of %s", s->word);
	}
}

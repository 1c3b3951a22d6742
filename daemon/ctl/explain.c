/*
 * docketctl explain: what rules did with a ticket, and why another did not.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/ctl/erased.h"
#include "daemon/policy/ruleset.h"
#include "daemon/render/text.h"
#include "daemon/rules/explain.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

enum { INDENT = 2, BELOW = 13 };	/* columns: of a rule, and of what is told of it */

static struct str
safe(struct ctl *ctl, struct str s)
{
	return text_safe(ctl->a, s);
}

static void
print_below(struct ctl *ctl, struct str line)
{
	struct buf b;

	buf_init(&b, ctl->a);
	text_fold(&b, safe(ctl, line), BELOW, ctl_columns());
	printf("%s", buf_str(&b).p);
}

/* The word says it already. */
static bool
is_plain(enum rule_outcome outcome)
{
	return outcome == RULE_FIRED || outcome == RULE_NOT || outcome == RULE_STOPPED;
}

static void
print_rule(struct ctl *ctl, const struct explain_rule *r)
{
	struct str head = str_printf(ctl->a, "%*s%-*s", INDENT, "", BELOW - INDENT,
	    rule_outcome_words[r->outcome]), says = safe(ctl, r->name);
	struct strs lines = explain_lines(ctl->a, r);
	struct buf b;

	if (r->place.n > 0)
		says = str_printf(ctl->a, "%s (%s)", says.p, safe(ctl, r->place).p);
	buf_init(&b, ctl->a);
	text_hang(&b, head, says, ctl_columns());
	printf("%s", buf_str(&b).p);
	if (!is_plain(r->outcome))
		print_below(ctl, str_c(explain_says(r->outcome)));
	for (size_t i = 0; i < lines.n; i++)
		print_below(ctl, lines.v[i]);
}

static void
print_event(struct ctl *ctl, const struct explain_event *ev)
{
	printf("\n%s  %s%s\n", text_time(ctl->a, ev->at).p, safe(ctl, ev->event).p,
	    ev->entry == 0 ? "" : str_printf(ctl->a, " (entry %" PRId64 ")", ev->entry).p);
	for (size_t i = 0; i < ev->n; i++)
		print_rule(ctl, &ev->v[i]);
}

static struct str
gap_text(struct ctl *ctl, const struct explain *x)
{
	return explain_gap_text(ctl->a, x, text_time(ctl->a, x->gap_until));
}

/* What --rule asks for is a rule of the files, or one that there was. */
static int
no_rule(struct ctl *ctl, int64_t id, struct str rule, struct explain *x)
{
	const struct rules *all = &ctl->conf->rules;

	for (size_t i = 0; i < all->n; i++) {
		const struct rule *r = &all->v[i];

		if (!str_eq(r->name, rule)) {
			if (!strs_has(&x->names, r->name))
				strs_add(ctl->a, &x->names, r->name);
			continue;
		}
		if (r->enabled == RULE_DISABLED)
			printf("Rule %s is disabled (%s).\n", safe(ctl, rule).p,
			    rule_place(ctl->a, ctl->conf, r).p);
		else
			printf("Rule %s was not asked: ticket %" PRId64 " had no event that it is"
			    " on (%s) since the rule is there, as far as is known.\n",
			    safe(ctl, rule).p, id, strs_join(ctl->a, &r->on, ", ").p);
		return CTL_OK;
	}
	return ctl_no_such(ctl, "rule", rule.p, &x->names);
}

static int
print_all(struct ctl *ctl, int64_t id, struct str rule, struct explain *x)
{
	struct str gap = gap_text(ctl, x), subject = safe(ctl, x->subject);
	struct buf b;

	if (rule.n > 0 && x->n == 0)
		return no_rule(ctl, id, rule, x);
	buf_init(&b, ctl->a);
	text_hang(&b, str_printf(ctl->a, "#%" PRId64 " ", id), subject.n == 0 ?
	    STR("(no subject)") : subject, ctl_columns());
	if (gap.n > 0)
		text_fold(&b, str_printf(ctl->a, "(%s)", gap.p), 0, ctl_columns());
	printf("%s", buf_str(&b).p);
	for (size_t i = 0; i < x->n; i++)
		print_event(ctl, &x->v[i]);
	if (x->n == 0 && gap.n == 0)
		puts("No rule was asked: none is on what happened to it.");
	if (x->merged_into != 0)
		printf("\nIt went into #%" PRId64 ": docketctl explain %" PRId64 " tells what"
		    " came then.\n", x->merged_into, x->merged_into);
	return CTL_OK;
}

/* --- JSON ------------------------------------------------------------------ */

static void
json_tests(struct json *j, const struct explain_rule *r)
{
	json_open_array(j, "tests");
	for (size_t i = 0; i < r->n_tests; i++) {
		const struct explain_test *t = &r->tests[i];

		json_open_object(j, NULL);
		json_str_or_null(j, "test", t->said);
		if (t->has_value)
			json_str(j, t->said.n == 0 ? "refused" : "value", t->value);
		json_close(j);
	}
	json_close(j);
}

static void
json_deeds(struct json *j, const struct explain_rule *r)
{
	json_open_array(j, "did");
	for (size_t i = 0; i < r->n_deeds; i++) {
		const struct explain_deed *d = &r->deeds[i];

		json_open_object(j, NULL);
		if (d->kind == DEED_CHANGE) {
			json_str(j, "what", d->what);
			json_str(j, "from", d->old);
			json_str(j, "to", d->new);
		} else if (d->kind == DEED_NOTE) {
			json_bool(j, "note", true);
		} else if (d->kind == DEED_POST) {
			json_str(j, "webhook", d->to);
		} else {
			json_str_or_null(j, "mail", d->what);
			json_str(j, "to", d->to);
			json_bool(j, "sent", d->kind != DEED_UNSENT);
			json_str_or_null(j, "why", d->why);
		}
		json_close(j);
	}
	json_close(j);
}

static void
json_event(struct ctl *ctl, struct json *j, const struct explain_event *ev)
{
	json_open_object(j, NULL);
	json_str(j, "at", clock_rfc3339(ctl->a, ev->at));
	json_str(j, "event", ev->event);
	if (ev->entry != 0)
		json_int(j, "entry", ev->entry);
	else
		json_nil(j, "entry");
	json_open_array(j, "rules");
	for (size_t i = 0; i < ev->n; i++) {
		const struct explain_rule *r = &ev->v[i];

		json_open_object(j, NULL);
		json_str(j, "rule", r->name);
		json_str_or_null(j, "place", r->place);
		json_str(j, "outcome", str_c(rule_outcome_words[r->outcome]));
		json_str_or_null(j, "by", r->by);
		json_tests(j, r);
		json_deeds(j, r);
		json_close(j);
	}
	json_close(j);
	json_close(j);
}

static int
print_json(struct ctl *ctl, int64_t id, const struct explain *x)
{
	struct json j = ctl_json_new(ctl);

	json_open_object(&j, NULL);
	json_int(&j, "ticket", id);
	json_str_or_null(&j, "not_told", gap_text(ctl, x));
	if (x->merged_into != 0)
		json_int(&j, "merged_into", x->merged_into);
	else
		json_nil(&j, "merged_into");
	json_open_array(&j, "events");
	for (size_t i = 0; i < x->n; i++)
		json_event(ctl, &j, &x->v[i]);
	json_close(&j);
	json_close(&j);
	ctl_json_print(ctl, &j);
	return CTL_OK;
}

/* --- the verb -------------------------------------------------------------- */

static int
no_ticket(struct ctl *ctl, int64_t id)
{
	struct str gone = STR_NONE;
	struct err e;

	if (ctl_erased(ctl, id, &gone, &e) == -1)
		return ctl_err(&e);
	return gone.n > 0 ? ctl_fail(CTL_FAILED, "%s", gone.p) :
	    ctl_fail(CTL_FAILED, "there is no ticket %" PRId64, id);
}

int
ctl_explain(struct ctl *ctl, int argc, char **argv)
{
	const char *rule = NULL;
	const struct ctl_option options[] = { { "--rule", &rule, NULL } };
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));
	struct explain_ask ask;
	struct explain x;
	struct err e;
	int64_t id;

	if ((status = ctl_only_ticket(ctl, n, argv, &id)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK)
		return status;
	explain_ask(ctl->db, id, &ask);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!explain_read(ctl->a, ctl->db, ctl->conf, clock_now(), &ask, str_c(rule), &x))
		return no_ticket(ctl, id);
	return ctl->json ? print_json(ctl, id, &x) : print_all(ctl, id, str_c(rule), &x);
}

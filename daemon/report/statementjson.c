/* statementjson: a statement as JSON; see statementwrite.h. */
#include "daemon/report/statementwrite.h"

#include "daemon/sys/clock.h"
#include "parsers/base/json.h"

static void
add_money(struct json *j, const struct statement *st, const char *key, int64_t amount)
{
	json_str(j, key, statement_plain(st, amount));
}

static void
add_head(struct json *j, const struct statement *st)
{
	struct arena *a = st->a;

	json_str(j, "statement", statement_number_text(a, st->number));
	json_bool(j, "draft", statement_is_draft(st));
	json_str(j, "project", st->project->key);
	json_str(j, "name", st->project->name);
	json_str(j, "month", st->month_text);
	json_str(j, "timezone", st->zone_name);
	json_str(j, "since", clock_rfc3339(a, st->since));
	json_str(j, "until", clock_rfc3339(a, st->until));
	json_str_or_null(j, "credits", statement_is_credit(st) ?
	    statement_number_text(a, st->credits) : STR_NONE);
	json_str_or_null(j, "reason", st->reason);
	json_str_or_null(j, "closed_at", st->closed_at == 0 ? STR_NONE :
	    clock_rfc3339(a, st->closed_at));
	json_str(j, "currency", st->currency);
	json_int(j, "digits", st->digits);
}

static void
add_line(struct json *j, const struct statement *st, const struct billed_line *l)
{
	json_open_object(j, NULL);
	json_int(j, "entry", l->entry);
	json_str(j, "date", statement_day(st, l->at));
	json_str(j, "at", clock_rfc3339(st->a, l->at));
	json_str(j, "who", statement_who(st, l));
	json_str(j, "service", statement_service(st, l));
	json_str(j, "text", l->text);
	json_int(j, "worked_seconds", l->raw);
	json_int(j, "billed_seconds", l->billed);
	json_int(j, "prepaid_seconds", l->prepaid);
	json_str(j, "rate", figure_rate(st->a, l->rate, st->digits, '.'));
	add_money(j, st, "amount", l->amount);
	json_bool(j, "billable", l->billable);
	json_bool(j, "late", l->late);
	json_str(j, "why", l->why);
	json_close(j);
}

static void
add_tickets(struct json *j, const struct statement *st)
{
	json_open_array(j, "tickets");
	for (size_t i = 0; i < st->n_tickets; i++) {
		const struct billed_ticket *t = &st->tickets[i];

		json_open_object(j, NULL);
		json_int(j, "ticket", t->number);
		json_str_or_null(j, "subject", t->subject);
		json_open_array(j, "lines");
		for (size_t k = 0; k < t->n; k++)
			add_line(j, st, &st->lines[t->first + k]);
		json_close(j);
		json_int(j, "worked_seconds", t->raw);
		json_int(j, "billed_seconds", t->billed);
		add_money(j, st, "amount", t->amount);
		json_close(j);
	}
	json_close(j);
}

static void
add_prepaid(struct json *j, const struct statement *st)
{
	if (!st->prepaid.is_any) {
		json_nil(j, "prepaid");
		return;
	}
	json_open_object(j, "prepaid");
	json_int(j, "before_seconds", st->prepaid.before);
	json_int(j, "used_seconds", st->prepaid.used);
	json_int(j, "left_seconds", st->prepaid.before - st->prepaid.used);
	json_close(j);
}

static void
add_promises(struct json *j, const struct statement *st)
{
	json_open_array(j, "service_levels");
	for (size_t i = 0; st->kept != NULL && i < st->kept->n; i++) {
		const struct group *g = &st->kept->v[i];

		json_open_object(j, NULL);
		json_str(j, "clock", g->clock);
		json_str(j, "severity", g->severity);
		json_int(j, "met", g->met);
		json_int(j, "breached", g->breached);
		json_int(j, "open", g->open);
		json_bool(j, "moves", !g->of->closed);
		json_close(j);
	}
	json_close(j);
}

struct str
statement_json(const struct statement *st)
{
	struct buf b;
	struct json j;

	buf_init(&b, st->a);
	json_init(&j, &b, 1);
	json_open_object(&j, NULL);
	add_head(&j, st);
	add_tickets(&j, st);
	json_int(&j, "worked_seconds", st->raw);
	json_int(&j, "billed_seconds", st->billed);
	add_money(&j, st, "total", st->total);
	add_money(&j, st, "apart", st->apart);
	add_prepaid(&j, st);
	add_promises(&j, st);
	json_close(&j);
	buf_addc(&b, '\n');
	return buf_str(&b);
}

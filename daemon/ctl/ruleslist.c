/* ruleslist: see ruleslist.h. */
#include "daemon/ctl/ruleslist.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/db/migrate.h"
#include "daemon/policy/ruleset.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

enum { DAYS = 30 };

struct firing {				/* of a rule, by its name */
	int64_t		count;
	int64_t		would;		/* in shadow */
	int64_t		last;		/* us; 0: never */
};

struct listing {
	struct ctl	*ctl;
	struct firing	*v;		/* by rule */
	bool		 known;		/* the database told */
	int64_t		 kept;		/* seconds for which it can tell */
};

static const char *const states[] = {
	[RULE_ENABLED] = "on", [RULE_DISABLED] = "off", [RULE_IN_SHADOW] = "shadow",
};

static struct firing *
firing_of(struct listing *l, struct str name)
{
	const struct rules *all = &l->ctl->conf->rules;
	const struct rule *r = rules_find(all, name);

	return r == NULL ? NULL : &l->v[r - all->v];
}

/* A stretch of traces: its end, or 0 at the last. */
static int64_t
take_page(struct listing *l, struct sql_trace_fired h)
{
	struct sql_trace_fired_row row;
	int64_t until = 0;

	for (size_t i = 0; sql_trace_fired_row(l->ctl->db, h, i, &row); i++) {
		struct firing *f = firing_of(l, row.name);

		until = row.until < row.last ? row.until : 0;
		if (f == NULL)
			continue;
		f->count += row.fired;
		f->would += row.would;
		if (row.at > f->last)
			f->last = row.at;
	}
	return until;
}

/* 0, or -1: it cannot tell. */
static int
ask(struct listing *l, struct err *e)
{
	struct ctl *ctl = l->ctl;
	int64_t since = clock_now() - (int64_t)DAYS * 86400 * SECOND_US, after = 0;

	if (db_open(str_dup(ctl->a, ctl->conf->database).p, false, &ctl->db, e) == -1 ||
	    db_check_schema(ctl->db, e) == -1)
		return -1;
	do {
		struct sql_trace_fired h = sql_trace_fired(ctl->db, after, since);

		if (db_run(ctl->db, e) == -1)
			return -1;
		after = take_page(l, h);
	} while (after != 0);
	l->known = true;
	return 0;
}

static struct table
table_of(struct listing *l)
{
	static const struct table_column columns[] = {
		{ "N", .right = true }, { "STATE" }, { "FIRED", .right = true }, { "LAST" },
		{ "RULE", .gives = true },
	};
	struct arena *a = l->ctl->a;
	const struct rules *all = &l->ctl->conf->rules;
	struct strs cells = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct rule *r = &all->v[i];
		const struct firing *f = &l->v[i];

		strs_add(a, &cells, text_number(a, (int64_t)i + 1));
		strs_add(a, &cells, str_c(states[r->enabled]));
		strs_add(a, &cells, !l->known ? STR("?") : f->would > 0 ? str_printf(a,
		    "%" PRId64 " (%" PRId64 ")", f->count, f->would) :
		    text_number(a, f->count));
		strs_add(a, &cells, !l->known ? STR("?") : text_from_now(a, f->last));
		strs_add(a, &cells, text_safe(a, r->name));
	}
	return TABLE(columns, cells);
}

/* Below a rule's row, so that eighty columns have room for its name. */
static void
put_more(struct ctl *ctl, struct buf *b, const struct rule *r)
{
	struct arena *a = ctl->a;

	text_hang(b, STR("    "), str_printf(a, "%s, on %s%s%s",
	    text_safe(a, rule_place(a, ctl->conf, r)).p, strs_join(a, &r->on, ", ").p,
	    r->note.n > 0 ? "; " : "", text_safe(a, r->note).p), ctl_columns());
}

static void
print_text(struct listing *l)
{
	const struct rules *all = &l->ctl->conf->rules;
	struct arena *a = l->ctl->a;
	struct table t = table_of(l);
	struct str rest = table_text(a, &t, ctl_columns()), line;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; str_line(&rest, &line); i++) {
		buf_printf(&b, "%.*s\n", STR_ARG(line));
		if (i > 0 && i <= all->n)
			put_more(l->ctl, &b, &all->v[i - 1]);
	}
	fputs(buf_str(&b).p, stdout);
}

static void
print_json(struct listing *l)
{
	const struct rules *all = &l->ctl->conf->rules;
	struct json j = ctl_json_new(l->ctl);

	json_open_array(&j, NULL);
	for (size_t i = 0; i < all->n; i++) {
		const struct rule *r = &all->v[i];
		const struct firing *f = &l->v[i];

		json_open_object(&j, NULL);
		json_int(&j, "n", (int64_t)i + 1);
		json_str(&j, "rule", r->name);
		json_strs(&j, "on", &r->on);
		json_str(&j, "state", str_c(states[r->enabled]));
		json_str_or_null(&j, "note", r->note);
		json_str(&j, "place", rule_place(l->ctl->a, l->ctl->conf, r));
		if (l->known) {
			json_int(&j, "fired", f->count);
			json_int(&j, "would_have_fired", f->would);
		} else {
			json_nil(&j, "fired");
			json_nil(&j, "would_have_fired");
		}
		json_str_or_null(&j, "last", f->last == 0 ? STR_NONE :
		    clock_rfc3339(l->ctl->a, f->last));
		json_close(&j);
	}
	json_close(&j);
	ctl_json_print(l->ctl, &j);
}

int
rules_list(struct ctl *ctl, int argc, char **argv)
{
	struct listing l = { .ctl = ctl };
	int n = ctl_options(ctl, argc, argv, NULL, 0), status;
	struct err e;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "list takes no arguments");
	if ((status = ctl_conf(ctl)) != CTL_OK)
		return status;
	l.v = ARENA_ARRAY(ctl->a, ctl->conf->rules.n, struct firing);
	if (ask(&l, &e) == -1)
		ctl_fail(CTL_OK, "when rules fired is not known: %s", e.text);
	(ctl->json ? print_json : print_text)(&l);
	if (l.known && ctl->conf->trace_keep < (int64_t)DAYS * 86400 && !ctl->json)
		ctl_fail(CTL_OK, "FIRED counts less than %d days: see trace_keep of docket.conf",
		    DAYS);
	return CTL_OK;
}

/*
 * Conditions read from text: how each is stored, and the fault of each that can
 * never hold.  What is called by a name comes from parts made up here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon/conf/wish.h"
#include "daemon/filter/check.h"
#include "daemon/sla/category.h"
#include "parsers/text/pattern.h"
#include "tests/tap.h"

static char folder[] = "/tmp/docket-unit-filter-XXXXXX", path[sizeof(folder) + sizeof("/read")];

static struct strs
people(struct arena *a, const void *own)
{
	struct strs out = { 0 };

	(void)own;
	strs_add(a, &out, STR("ana"));
	return out;
}

static struct strs
points(struct arena *a, const void *own)
{
	struct strs out = { 0 };

	(void)own;
	strs_add(a, &out, STR("75%"));
	return out;
}

static struct strs
statuses(struct arena *a, const void *own)
{
	(void)own;
	return conf_names(a, category_words);
}

static const struct conf_part agent_part = { "agent", "agents.conf", .names = people };
static const struct conf_part point_part = { "point", "sla.conf", .names = points };
static const struct conf_part status_part = { "status", "types.conf", .names = statuses };
static const struct conf_place places[] = { { &agent_part, 0 }, { &point_part, 0 },
	{ &status_part, 0 } };

static const struct row {
	const char	*in;		/* of `when` */
	const char	*on;		/* the rule's event */
	const char	*want;		/* the tests, or the first fault */
} rows[] = {
	{ "status = \"open\";", "created", "status=open" },
	{ "status = [ \"open\", \"new\" ];", "created", "status|open,new" },
	{ "status = [ \"open\" ];", "created", "status=open" },
	{ "status = { not = \"open\"; };", "created", "status!open" },
	{ "status = { not = [ \"open\", \"new\" ]; };", "created", "status!open,new" },
	{ "subject = { matches = \"down|out\"; };", "created", "subject~0" },
	{ "subject = { matches = \"x\"; }; body = { matches = \"y\"; };", "created",
	  "subject~0 body~1" },
	{ "sla.clock = \"response\";", "sla-warning", "sla.clock=response" },
	{ "sla = { clock = \"response\"; point = \"75%\"; };", "sla-breach",
	  "sla.clock=response sla.point=75%" },
	{ "letter = { kind = \"human\"; };", "created", "letter.kind=human" },
	{ "severity = \"high\";", "created", "severity(severity)=high" },
	{ "field.severity = \"high\";", "created", "field.(severity)=high" },
	{ "field = { version = \"2.4.0\"; };", "created", "field.(version)=2.4.0" },
	{ "assignee = \"\";", "created", "assignee=" },
	{ "assignee = \"ana\";", "created", "assignee=ana" },
	{ "tags = \"anything at all\";", "created", "tags=anything at all" },
	{ "event = \"created\";", "created", "event=created" },
	{ "event = { not = \"closed\"; };", "created", "event!closed" },
	{ "", "created", "" },
	{ "status = \"done\";", "created", "f:1: there is no status done" },
	{ "status = { not = \"opne\"; };", "created",
	  "f:1: there is no status opne (did you mean open?)" },
	{ "letter.kind = \"humane\";", "created", "f:1: there is no kind of mail humane" },
	{ "assignee = \"bob\";", "created", "f:1: there is no agent bob in agents.conf" },
	{ "sla.point = \"80%\";", "sla-warning", "f:1: there is no point 80%" },
	{ "sla.clock = \"response\";", "created", "f:1: sla.clock is known only on" },
	{ "sla.cause = \"x\";", "closed", "f:1: sla.cause is known only on" },
	{ "event = \"closed\";", "created", "f:1: event is never \"closed\"" },
	{ "severity = \"mega\";", "created", "f:1: there is no severity mega" },
	{ "version = \"v2.4\";", "created", "f:1: version is never \"v2.4\": write" },
	{ "field.order = \"1\";", "created", "f:1: there is no subject of tests field.order" },
	{ "statsu = \"open\";", "created",
	  "f:1: there is no subject of tests statsu (did you mean status?)" },
	{ "status = { is = \"open\"; };", "created", "f:1: there is no test is" },
	{ "status = { };", "created", "f:1: a test is one of" },
	{ "subject = { matches = \"(\"; };", "created", "f:1: the pattern ( is not" },
	{ "subject = 7;", "created", "f:1: subject is not a text" },
};

static struct str
shown(struct arena *a, const struct condition *c)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < c->n; i++) {
		const struct filter_test *t = &c->v[i];

		buf_printf(&b, "%s%s", i > 0 ? " " : "", subject_row(t->subject)->word);
		if (t->field.n > 0)
			buf_printf(&b, "(%.*s)", STR_ARG(t->field));
		buf_addc(&b, "=|~!"[t->kind]);
		if (t->kind == TEST_MATCHES)
			buf_printf(&b, "%u", t->pattern_id);
		for (size_t k = 0; k < t->values.n; k++)
			buf_printf(&b, "%s%.*s", k > 0 ? "," : "", STR_ARG(t->values.v[k]));
	}
	return buf_str(&b);
}

static void
write_text(struct str text)
{
	FILE *f = fopen(path, "we");

	if (f == NULL || fwrite(text.p, 1, text.n, f) != text.n || fclose(f) != 0)
		abort();
}

/* The condition as it was stored, or the first fault, its file's name cut to "f". */
static struct str
read_row(struct arena *a, const struct row *r, struct match_patterns *patterns)
{
	struct conf_faults faults;
	struct field_defs fields = { 0 };
	struct loader l = { .a = a, .faults = &faults, .whole = &fields, .places = places,
	    .n_places = COUNT(places) };
	struct filter_reader in = { &l, &fields, patterns, STR("rule") };
	struct condition c = { 0 };
	struct strs on = { 0 };
	struct node root, when;

	write_text(str_printf(a, "when = { %s };", r->in));
	field_builtins(a, &fields);
	conf_begin(&l, path);
	if (!conf_open(&l, l.first, true, &root))
		return STR("unread");
	when = node_get(&root, "when");
	filter_read(&in, &when, &c);
	strs_add(a, &on, str_c(r->on));
	filter_check_on(&l, l.first, &c, &on);
	conf_close(&l);
	conf_grant_wishes(&l, NULL);
	return faults.lines.n == 0 ? shown(a, &c) : str_printf(a, "f%s",
	    faults.lines.v[0].p + l.first.n);
}

int
main(void)
{
	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/read", folder);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *a = arena_new();
		struct match_patterns patterns = { 0 };
		struct str got = read_row(a, &rows[i], &patterns);

		if (str_starts(got, STR("f:")))
			got = str_sub(got, 0, str_c(rows[i].want).n);
		tap_str(got, str_c(rows[i].want), "when %s", rows[i].in);
		for (size_t k = 0; k < patterns.n; k++)
			pattern_free(patterns.v[k].pattern);
		arena_free(a);
	}
	unlink(path);
	rmdir(folder);
	return tap_done();
}

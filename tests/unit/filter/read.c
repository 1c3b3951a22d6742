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
static struct strs
calendars(struct arena *a, const void *own)
{
	struct strs out = { 0 };

	(void)own;
	strs_add(a, &out, STR("home"));
	return out;
}

static const struct conf_part calendar_part = { "calendar", "calendars.conf", .names = calendars };
static const struct conf_place places[] = { { &calendar_part, 0 }, { &agent_part, 0 }, { &point_part, 0 },
	{ &status_part, 0 } };

static const struct row {
	const char	*in;		/* of `when` */
	const char	*on;		/* the rule's event */
	const char	*want;		/* the tests, or the first fault */
} rows[] = {
	{ "", "created", "" },
	{ "status = \"open\";", "created", "0:status = \"open\"" },
	{ "status = [ \"open\", \"new\" ];", "created", "0:status = \"open\" or \"new\"" },
	{ "status = [ \"open\" ];", "created", "0:status = \"open\"" },
	{ "status = { not = \"open\"; };", "created", "0:status not \"open\"" },
	{ "status = { not = [ \"open\", \"new\" ]; };", "created",
	  "0:status not \"open\" or \"new\"" },
	{ "subject = { matches = \"down|out\"; };", "created",
	  "0:subject matches \"down|out\" #0" },
	{ "subject = { matches = \"x\"; }; body = { not = { matches = \"y\"; }; };", "created",
	  "0:subject matches \"x\" #0; 1:body not matches \"y\" #1" },
	{ "sla.clock = \"response\";", "sla-warning", "0:sla.clock = \"response\"" },
	{ "sla = { clock = \"response\"; point = \"75%\"; };", "sla-breach",
	  "0:sla.clock = \"response\"; 1:sla.point = \"75%\"" },
	{ "letter = { kind = \"human\"; };", "created", "0:letter.kind = \"human\"" },
	{ "severity = \"high\";", "created", "0:severity = \"high\"" },
	{ "field.severity = \"high\";", "created", "0:field.severity = \"high\"" },
	{ "field = { version = \"2.4.0\"; };", "created", "0:field.version = \"2.4.0\"" },
	{ "assignee = \"\";", "created", "0:assignee = \"\"" },
	{ "assignee = \"ana\";", "created", "0:assignee = \"ana\"" },
	{ "tags = \"anything at all\";", "created", "0:tags = \"anything at all\"" },
	{ "event = \"created\";", "created", "0:event = \"created\"" },
	{ "event = { not = \"closed\"; };", "created", "0:event not \"closed\"" },
	{ "status = \"done\";", "created", "f:1: there is no status done" },
	{ "status = { not = \"opne\"; };", "created",
	  "f:1: there is no status opne (did you mean open?)" },
	{ "letter.kind = \"humane\";", "created", "f:1: there is no kind of mail humane" },
	{ "assignee = \"bob\";", "created", "f:1: there is no agent bob in agents.conf" },
	{ "sla.point = \"80%\";", "sla-warning", "f:1: there is no point 80%" },
	{ "sla.clock = \"response\";", "created", "f:1: sla.clock is known only on" },
	{ "any = { sla.clock = \"response\"; };", "created", "f:1: sla.clock is known only on" },
	{ "sla.cause = \"x\";", "closed", "f:1: sla.cause is known only on" },
	{ "event = \"closed\";", "created", "f:1: event is never \"closed\"" },
	{ "severity = \"mega\";", "created", "f:1: there is no severity mega" },
	{ "version = \"v2.4\";", "created", "f:1: version is never \"v2.4\": write" },
	{ "header.X-Spam = { contains = \"yes\"; };", "created", "0:header.X-Spam contains \"yes\"" },
	{ "header = { Subject = \"a\"; X-B = { is_set = true; }; };", "created",
	  "0:header.Subject = \"a\"; 1:header.X-B is_set true" },
	{ "header = \"a\";", "created", "f:1: there is no subject of tests header" },
	{ "calendar.office = \"open\";", "created", "f:1: there is no calendar office" },
	{ "participants = { above = 2; };", "created", "0:participants above \"2\"" },
	{ "participants = 2;", "created", "0:participants = \"2\"" },
	{ "participants = { above = \"many\"; };", "created", "f:1: many is no number" },
	{ "participants = \"2.0\";", "created", "f:1: participants is never \"2.0\": write \"2\"" },
	{ "age = { at_least = \"36h\"; };", "created", "0:age at_least \"36h\"" },
	{ "age = { at_least = \"soon\"; };", "created", "f:1: soon is no duration" },
	{ "proven = true;", "created", "0:proven = \"yes\"" },
	{ "proven = { not = false; };", "created", "0:proven not \"no\"" },
	{ "proven = \"true\";", "created", "f:1: there is no answer true" },
	{ "dmarc = \"\";", "created", "0:dmarc = \"\"" },
	{ "dmarc = \"passed\";", "created", "f:1: there is no result passed (did you mean pass?)" },
	{ "sla.used = { at_least = \"75%\"; };", "sla-warning", "0:sla.used at_least \"75%\"" },
	{ "sla.used = { at_least = \"75\"; };", "sla-warning", "f:1: 75 is no share: write \"75%\"" },
	{ "sla.used = { at_least = \"75%\"; };", "created", "f:1: sla.used is known only on" },
	{ "field.order = \"1\";", "created", "f:1: there is no subject of tests field.order" },
	{ "statsu = \"open\";", "created",
	  "f:1: there is no subject of tests statsu (did you mean status?)" },
	{ "status = { is = \"open\"; };", "created", "f:1: there is no test is" },
	{ "status = { contain = \"o\"; };", "created",
	  "f:1: there is no test contain (did you mean contains?)" },
	{ "status = { };", "created", "f:1: a test is one of" },
	{ "subject = { matches = \"(\"; };", "created", "f:1: the pattern ( is not" },
	{ "subject = 7;", "created", "f:1: subject is not a text" },
	/* --- contains, is_set --- */
	{ "subject = { contains = \"Straße\"; };", "created", "0:subject contains \"Straße\"" },
	{ "subject = { contains = [ \"a\", \"b\" ]; };", "created",
	  "0:subject contains \"a\" or \"b\"" },
	{ "subject = { contains = \"\"; };", "created", "f:1: everything contains" },
	{ "subject = { contains = \"a\"; not = { contains = \"b\"; }; };", "created",
	  "0:subject contains \"a\"; 1:subject not contains \"b\"" },
	{ "version = { is_set = false; };", "created", "0:version is_set false" },
	{ "version = { is_set = \"no\"; };", "created", "f:1: is_set \"no\" is not true or" },
	/* --- order --- */
	{ "severity = { at_least = \"high\"; };", "created", "0:severity at_least \"high\"" },
	{ "severity = { at_least = \"hihg\"; };", "created",
	  "f:1: there is no severity hihg (did you mean high?)" },
	{ "severity = { above = \"low\"; below = \"critical\"; };", "created",
	  "0:severity above \"low\"; 1:severity below \"critical\"" },
	{ "severity = { at_least = [ \"high\" ]; };", "created",
	  "f:1: at_least is not a text: write at_least = \"low\"" },
	{ "age = { above = 3; };", "created", "f:1: above is not a text: write above = \"2d\"" },
	{ "version = { at_most = \"v2.4\"; };", "created", "0:version at_most \"v2.4\"" },
	{ "version = { at_most = \"old\"; };", "created", "f:1: " },
	{ "subject = { at_least = \"a\"; };", "created",
	  "f:1: subject has no at_least: it is a text, which has no order" },
	{ "project = { below = \"A\"; };", "created", "f:1: project has no below: it is a name" },
	/* --- changed, was, to --- */
	{ "severity = { changed = true; };", "changed", "0:severity changed true" },
	{ "severity = { was = \"low\"; to = [ \"high\", \"critical\" ]; };", "changed",
	  "0:severity was \"low\"; 1:severity to \"high\" or \"critical\"" },
	{ "severity = { was = \"none\"; };", "changed", "f:1: there is no severity none" },
	{ "from = { changed = true; };", "changed", "f:1: from has no changed: nothing" },
	/* --- groups --- */
	{ "any = { status = \"open\"; tags = \"vip\"; };", "created",
	  "any(0:status = \"open\"; 1:tags = \"vip\")" },
	{ "status = \"open\"; any = ( { tags = \"a\"; event = \"created\"; }, { tags = \"b\"; } );",
	  "created", "0:status = \"open\"; any(all(1:tags = \"a\"; 2:event = \"created\"); "
	  "all(3:tags = \"b\"))" },
	{ "none = { subject = { contains = \"a\"; not = \"b\"; }; };", "created",
	  "none(all(0:subject contains \"a\"; 1:subject not \"b\"))" },
	{ "any = { all = { tags = \"a\"; }; none = ( { tags = \"b\"; } ); };", "created",
	  "any(all(0:tags = \"a\"); none(all(1:tags = \"b\")))" },
	{ "any = { letter = { kind = \"human\"; }; };", "created",
	  "any(0:letter.kind = \"human\")" },
	{ "any = { };", "created", "f:1: any is empty" },
	{ "none = ( );", "created", "f:1: none is empty" },
	{ "any = \"x\";", "created", "f:1: any is empty" },
	{ "any = ( \"x\" );", "created", "f:1: any has groups of tests" },
	{ "anny = { tags = \"a\"; };", "created",
	  "f:1: there is no subject of tests anny (did you mean any?)" },
	{ "subject = { not = { contains = \"a\"; matches = \"b\"; }; };", "created",
	  "f:1: not has one test" },
	{ "subject = { not = { not = \"a\"; }; };", "created", "f:1: not has one test" },
	{ "all={all={all={all={all={all={all={tags=\"a\";};};};};};};};", "created",
	  "all(all(all(all(all(all(all(0:tags = \"a\")))))))" },
	{ "all={all={all={all={all={all={all={any={tags=\"a\";};};};};};};};};", "created",
	  "f:1: groups stand in each other 8 deep at most" },
};

static void
show(struct arena *a, struct buf *b, const struct condition *c)
{
	static const char *const words[] = { "all", "any", "none" };

	if (c->kind == WHEN_TEST) {
		buf_printf(b, "%zu:%.*s", c->test.leaf, STR_ARG(c->test.said));
		if (c->test.kind == TEST_MATCHES)
			buf_printf(b, " #%u", c->test.pattern_id);
		return;
	}
	buf_printf(b, "%s(", words[c->kind]);
	for (size_t i = 0; i < c->n; i++) {
		buf_adds(b, i > 0 ? "; " : "");
		show(a, b, &c->v[i]);
	}
	buf_adds(b, ")");
}

/* What all tests of the whole are, without the whole. */
static struct str
shown(struct arena *a, const struct condition *c)
{
	struct buf b;

	buf_init(&b, a);
	show(a, &b, c);
	return str_sub(buf_str(&b), 4, b.n - 5);
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

/*
 * Analysis of rules: a good set is silent; each of many mistakes is told, with a ticket
 * that shows it; that ticket is evaluated here as a real one would be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon/filter/witness.h"
#include "tests/unit/policy/goodrules.h"
#include "tests/unit/policy/world.h"

#define LAST	"{ name = \"last\";"
#define DO_X	"do = ( { tag = \"x\"; } ); },\n"
#define NEW(when, on)	"{ name = \"new\"; on = " on "; when = { " when " }; " DO_X LAST
#define CREATED	"\"created\""
#define NEVER	"rule \"new\" can never fire: "

/* A change of the good set, and what of it is told. */
static const struct row {
	const char	*from, *to, *want;
} rows[] = {
	/* Never: two tests of one subject. */
	{ LAST, NEW("severity = { at_least = \"high\"; not = [ \"high\", \"critical\" ]; };", CREATED),
	  NEVER },
	{ LAST, NEW("severity = \"low\"; all = { severity = { at_least = \"high\"; }; };", CREATED),
	  NEVER "severity = \"low\" and severity at_least \"high\" are never both so" },
	{ LAST, NEW("severity = { above = \"critical\"; };", CREATED),
	  NEVER "severity above \"critical\" is never so" },
	{ LAST, NEW("severity = { below = \"low\"; };", CREATED), NEVER },
	{ LAST, NEW("severity = { above = \"medium\"; below = \"high\"; };", CREATED), NEVER },
	{ LAST, NEW("severity = { is_set = false; at_least = \"low\"; };", CREATED), NEVER },
	{ LAST, NEW("severity = { is_set = false; }; all = { severity = \"high\"; };", CREATED), NEVER },
	{ LAST, NEW("category = \"open\"; none = { category = [ \"new\", \"open\" ]; };", CREATED),
	  NEVER },
	{ LAST, NEW("category = { not = [ \"new\", \"open\", \"waiting\", \"on-hold\", \"resolved\", "
	  "\"closed\" ]; };", CREATED), NEVER },
	{ LAST, NEW("project = \"ACME\"; all = ( { project = \"GLOBEX\"; } );", CREATED),
	  NEVER "project = \"ACME\" and project = \"GLOBEX\" are never both so" },
	{ LAST, NEW("project = { not = \"ACME\"; }; all = { project = \"ACME\"; };", CREATED), NEVER },
	{ LAST, NEW("assignee = \"\"; all = { assignee = { is_set = true; }; };", CREATED), NEVER },
	{ LAST, NEW("assignee = \"lee\"; all = { assignee = { is_set = false; }; };", CREATED), NEVER },
	{ LAST, NEW("version = { at_least = \"3.0\"; below = \"2.0\"; };", CREATED),
	  NEVER "version at_least \"3.0\" and version below \"2.0\" are never both so" },
	{ LAST, NEW("version = { above = \"3.0\"; at_most = \"3.0\"; };", CREATED), NEVER },
	{ LAST, NEW("version = \"1.0.0\"; all = { version = { at_least = \"2.0\"; }; };", CREATED),
	  NEVER },
	{ LAST, NEW("version = { below = \"2.0\"; not = { at_most = \"2.0\"; }; };", CREATED), NEVER },
	{ LAST, NEW("subject = { contains = \"invoice\"; not = { contains = \"voice\"; }; };", CREATED),
	  NEVER },
	{ LAST, NEW("subject = { is_set = false; contains = \"x\"; };", CREATED), NEVER },
	{ LAST, NEW("subject = \"help\"; all = { subject = { contains = \"outage\"; }; };", CREATED),
	  NEVER },
	{ LAST, NEW("subject = { matches = \"^a\"; not = { matches = \"^a\"; }; };", CREATED), NEVER },
	{ LAST, NEW("tags = { is_set = true; }; none = { tags = { is_set = true; }; };", CREATED),
	  NEVER },
	{ LAST, NEW("tags = \"vip\"; all = { tags = { not = [ \"VIP\", \"gold\" ]; }; };", CREATED),
	  NEVER },
	{ LAST, NEW("tags = { contains = \"outage-eu\"; not = { contains = \"outage\"; }; };", CREATED),
	  NEVER },
	{ LAST, NEW("tags = { is_set = false; }; all = { tags = \"vip\"; };", CREATED), NEVER },
	{ LAST, NEW("field.order = \"7\"; all = { field.order = { is_set = false; }; };", CREATED),
	  NEVER },
	/* … of what happened. */
	{ LAST, NEW("severity = { changed = false; was = \"low\"; };", "\"changed\""), NEVER },
	{ LAST, NEW("severity = { was = \"low\"; to = \"low\"; };", "\"changed\""), "" },
	{ LAST, NEW("severity = { changed = true; not = { changed = true; }; };", "\"changed\""),
	  NEVER },
	{ LAST, NEW("status = { to = \"resolved\"; not = { changed = true; }; };", "\"changed\""),
	  NEVER },
	/* … in groups. */
	{ LAST, NEW("any = ( { severity = \"low\"; }, { severity = \"medium\"; } ); "
	  "severity = { at_least = \"high\"; };", CREATED), NEVER },
	{ LAST, NEW("severity = \"high\"; none = ( { severity = { at_least = \"high\"; }; } );",
	  CREATED), NEVER },
	{ LAST, NEW("all = ( { any = ( { project = \"ACME\"; }, { tags = \"a\"; } ); }, "
	  "{ none = ( { project = \"ACME\"; }, { tags = \"a\"; } ); } );", CREATED), NEVER },
	/* Never on its event. */
	{ LAST, NEW("letter.kind = \"human\";", "\"sla-warning\""),
	  NEVER "letter.kind = \"human\" is never so" },
	{ LAST, NEW("body = { contains = \"x\"; };", "\"sla-breach\""), NEVER },
	{ LAST, NEW("from = { is_set = true; };", "[ \"sla-warning\", \"sla-breach\" ]"), NEVER },
	{ LAST, NEW("letter.kind = \"human\";", "[ \"created\", \"sla-warning\" ]"),
	  "rule \"new\" never fires on sla-warning: letter.kind = \"human\" is never so" },
	{ LAST, NEW("event = \"created\"; all = { event = \"changed\"; };",
	  "[ \"created\", \"changed\" ]"), NEVER },
	/* Always so, or never, in part. */
	{ LAST, NEW("event = \"created\";", CREATED), "event = \"created\" always holds" },
	{ LAST, NEW("category = { not = \"closed\"; }; any = ( { severity = { is_set = true; }; }, "
	  "{ severity = { is_set = false; }; } );", CREATED), "any of (severity is_set true, "
	  "severity is_set false) always holds" },
	{ LAST, NEW("any = ( { tags = \"a\"; }, { tags = { not = \"a\"; }; } );", CREATED),
	  "always holds" },
	{ LAST, NEW("any = ( { tags = \"a\"; }, { severity = { above = \"critical\"; }; } );", CREATED),
	  "severity above \"critical\" never holds" },
	{ LAST, NEW("any = ( { tags = \"a\"; }, { version = { above = \"3.0\"; below = \"2.0\"; }; } );",
	  CREATED), "never holds" },
	{ LAST, NEW("tags = \"a\"; category = [ \"new\", \"open\", \"waiting\", \"on-hold\", "
	  "\"resolved\", \"closed\" ];", CREATED), "always holds, as of a ticket with category=\"new\"" },
	{ LAST, NEW("tags = \"a\"; none = { severity = { above = \"critical\"; }; };", CREATED),
	  "none of (severity above \"critical\") always holds" },
	{ LAST, NEW("tags = \"a\"; type = [ \"incident\", \"service-request\", \"bug\", \"change\" ];",
	  CREATED), "always holds" },
	{ LAST, NEW("project = { not = [ \"WALK-IN\", \"ACME\", \"GLOBEX\" ]; is_set = true; };", CREATED),
	  "rule \"new\" never fires, by all that these files name: " },
	/* Hidden by a rule that stops. */
	{ LAST, NEW("subject = { contains = \"viagra\"; };", CREATED),
	  "rule \"new\" is never reached: \"spam\" (rules.conf:3) stops before it whatever it is for, "
	  "as a ticket with subject=\"viagra\"" },
	{ LAST, NEW("subject = { contains = \"viagra pills\"; }; tags = \"x\";", CREATED),
	  "rule \"new\" is never reached: \"spam\"" },
	{ LAST, NEW("subject = \"Viagra\";", CREATED), "rule \"new\" is never reached: \"spam\"" },
	{ LAST, "{ name = \"stop\"; on = \"created\"; when = { severity = { at_least = \"high\"; }; }; "
	  "do = ( { stop = true; } ); },\n" NEW("severity = \"critical\";", CREATED),
	  "rule \"new\" is never reached: \"stop\"" },
	{ LAST, "{ name = \"stop\"; on = [ \"created\", \"held\" ]; when = { version = { below = "
	  "\"3.0\"; }; }; do = ( { stop = true; } ); },\n" NEW("version = { at_most = \"2.9\"; };",
	  "[ \"held\", \"created\" ]"), "rule \"new\" is never reached: \"stop\"" },
	{ LAST, "{ name = \"stop\"; on = \"created\"; when = { any = ( { project = \"ACME\"; }, "
	  "{ severity = \"high\"; } ); }; do = ( { stop = true; } ); },\n"
	  NEW("severity = \"high\"; tags = \"x\";", CREATED), "rule \"new\" is never reached: \"stop\"" },
	{ LAST, "{ name = \"drop\"; on = \"arrived\"; when = { from = [ \"a@b.example\", \"c@d.example\" ]; }; "
	  "do = ( { drop = true; } ); },\n{ name = \"new\"; on = \"arrived\"; when = { from = "
	  "\"c@d.example\"; }; do = ( { project = \"ACME\"; } ); },\n" LAST,
	  "rule \"new\" is never reached: \"drop\"" },
	{ LAST, "{ name = \"one\"; on = \"arrived\"; when = { subject = { contains = \"bill\"; }; }; do = ( { "
	  "project = \"ACME\"; } ); },\n{ name = \"new\"; on = \"arrived\"; when = { from = "
	  "\"c@d.example\"; }; do = ( { project = \"GLOBEX\"; } ); },\n" LAST,
	  "rule \"new\" sets project to GLOBEX and \"one\"" },
	/* The same as another. */
	{ LAST, "{ name = \"new\"; on = \"customer-replied\"; when = { version = { below = \"2.0\"; }; "
	  "any = ( { support_level = \"\"; }, { tags = \"PAID\"; } ); }; do = ( { tag = \"old\"; } ); },\n"
	  LAST, "rule \"new\" is the same as \"old\" (rules.conf:" },
	{ LAST, "{ name = \"new\"; on = \"changed\"; when = { severity = { to = \"critical\"; was = "
	  "\"low\"; }; }; do = ( { tag = \"jumped\"; } ); },\n" LAST, "rule \"new\" is the same as \"moved\"" },
	{ LAST, "{ name = \"new\"; on = \"created\"; do = ( { notify = \"team\"; template = "
	  "\"agent-notice\"; } ); },\n" LAST, "rule \"last\" is the same as \"new\"" },
	{ LAST, "{ name = \"new\"; on = [ \"sla-breach\", \"sla-warning\" ]; when = { sla.clock = "
	  "\"resolution\"; severity = [ \"medium\", \"high\" ]; }; do = ( { notify = \"assignee\"; "
	  "template = \"sla-warning\"; } ); },\n" LAST, "rule \"new\" is the same as \"clock\"" },
	/* Two values for one thing. */
	{ LAST, "{ name = \"new\"; on = \"created\"; when = { tags = \"x\"; }; do = ( { assign = "
	  "\"ana\"; } ); },\n" LAST, "rule \"new\" sets the assignee to ana and \"acme\" (rules.conf:6) "
	  "sets it to lee, both of a ticket with project=\"ACME\" severity=\"" },
	{ LAST, "{ name = \"new\"; on = \"changed\"; when = { severity = { at_most = \"medium\"; }; "
	  "}; do = ( { assign = \"lee\"; } ); },\n" LAST, "\"globex\"" },
	{ LAST, "{ name = \"new\"; on = \"created\"; when = { tags = \"x\"; }; do = ( { set = "
	  "\"severity\"; to = \"low\"; } ); },\n" LAST, "rule \"new\" sets severity to low and \"outage\"" },
	{ LAST, "{ name = \"one\"; on = \"created\"; when = { project = \"ACME\"; }; do = ( { type = "
	  "\"bug\"; } ); },\n{ name = \"new\"; on = \"created\"; when = { severity = \"high\"; }; do = ( "
	  "{ type = \"change\"; } ); },\n" LAST, "rule \"new\" sets type to change and \"one\"" },
	{ LAST, "{ name = \"one\"; on = \"created\"; when = { project = \"ACME\"; }; do = ( { sla = "
	  "\"gold\"; } ); },\n{ name = \"new\"; on = \"created\"; do = ( { sla = \"standard\"; } ); },\n" LAST,
	  "rule \"new\" sets sla to standard and \"one\"" },
	{ LAST, "{ name = \"one\"; on = \"created\"; when = { tags = \"a\"; }; do = ( { assign = "
	  "\"team:desk\"; } ); },\n{ name = \"new\"; on = \"created\"; when = { tags = \"b\"; }; do = ( "
	  "{ assign = \"team:operations\"; } ); },\n" LAST, "rule \"new\" sets the team to team:operations" },
	/* Mail that comes back, and in a language that somebody does not read. */
	{ "notify = \"team\"", "notify = [ \"team\", \"support@example.com\" ]",
	  "rule \"last\": support@example.com is the address of a mailbox" },
	{ "notify = \"lead\"", "notify = \"Support+x@Example.com\"", "is the address of a mailbox" },
	/* Patterns that take too long. */
	{ "(outage|down)\\\\b", "(outage|down)+(a+)+$", "takes more steps than it may on a text as "
	  "short as \"" },
	{ "(?i)\\\\b(outage|down)\\\\b", "^(\\\\w+\\\\s?)*$", "takes more steps" },
	{ "(?i)\\\\b(outage|down)\\\\b", "(x+x+)+y", "takes more steps" },
	{ "(?i)\\\\b(outage|down)\\\\b", "^(?:foo|fo+)*bar$", "" },
	{ "(?i)\\\\b(outage|down)\\\\b", "^\\\\s*(re|aw|fwd?):\\\\s*(\\\\[.+\\\\])?.*$", "" },
	{ "(?i)\\\\b(outage|down)\\\\b", "([a-zA-Z0-9]+)*@[a-z]+", "takes more steps" },
	{ "(?i)\\\\b(outage|down)\\\\b", "(.*)*z", "takes more steps" },
	{ "(?i)\\\\b(outage|down)\\\\b", "^(([a-z])+.)+[A-Z]([a-z])+$", "takes more steps" },
	/* What may be wanted is not told. */
	{ LAST, NEW("subject = { contains = \"via\"; };", CREATED), "" },
	{ LAST, NEW("subject = { matches = \"viagra\"; };", CREATED), "" },
	{ LAST, NEW("version = { above = \"2.0\"; below = \"2.1\"; };", CREATED), "" },
	{ LAST, NEW("tags = \"a\"; all = { tags = \"b\"; };", CREATED), "" },
	{ LAST, NEW("tags = { is_set = true; not = \"b\"; };", CREATED), "" },
	{ LAST, NEW("subject = { matches = \"a\"; }; all = { subject = { not = { matches = \"b\"; }; }; };",
	  CREATED), "" },
	{ LAST, NEW("subject = { matches = \"(?i)viagra\"; };", "\"changed\""), "" },
	{ LAST, NEW("severity = { not = \"low\"; }; all = { severity = { is_set = false; }; };", CREATED), "" },
	/* An exception for some, a rule for what the first has left, one that stops before. */
	{ LAST, "{ name = \"new\"; on = \"changed\"; when = { project = \"ACME\"; severity = "
	  "\"critical\"; }; do = ( { assign = \"ana\"; } ); },\n" LAST, "" },
	{ LAST, "{ name = \"one\"; on = \"noted\"; when = { assignee = \"\"; tags = \"a\"; }; do = ( { "
	  "assign = \"lee\"; } ); },\n{ name = \"new\"; on = \"noted\"; when = { assignee = \"\"; }; do = ( "
	  "{ assign = \"ana\"; } ); },\n" LAST, "" },
	{ LAST, "{ name = \"one\"; on = \"noted\"; when = { tags = \"a\"; }; do = ( { assign = \"lee\"; } "
	  "); stop = true; },\n{ name = \"new\"; on = \"noted\"; do = ( { assign = \"ana\"; } ); },\n" LAST,
	  "" },
	/* On idle and on schedule each comes at its own time. */
	{ LAST, "{ name = \"one\"; on = \"idle\"; idle = \"3d\"; do = ( { assign = \"ana\"; } ); stop = true; },\n"
	  "{ name = \"new\"; on = \"idle\"; idle = \"7d\"; do = ( { assign = \"lee\"; } ); },\n" LAST, "" },
	{ LAST, "{ name = \"one\"; on = \"idle\"; idle = \"3d\"; do = ( { tag = \"x\"; } ); },\n"
	  "{ name = \"new\"; on = \"idle\"; idle = \"7d\"; do = ( { tag = \"x\"; } ); },\n" LAST, "" },
	{ LAST, "{ name = \"new\"; on = \"idle\"; idle = \"3d\"; when = { body = { contains = \"x\"; }; }; "
	  "do = ( { tag = \"x\"; } ); },\n" LAST, NEVER },
	/* Not hidden: it fires once a chain, a rule between changes what it is for, shadow. */
	{ LAST, "{ name = \"stop\"; on = [ \"created\", \"changed\" ]; when = { severity = \"high\"; }; do = ( "
	  "{ stop = true; } ); },\n" NEW("severity = \"high\";", "\"changed\""), "" },
	{ LAST, "{ name = \"stop\"; on = \"held\"; when = { severity = \"high\"; }; do = ( { stop = "
	  "true; } ); },\n{ name = \"between\"; on = \"held\"; do = ( { set = \"severity\"; to = \"high\"; } ); "
	  "},\n" NEW("severity = \"high\";", "\"held\""), "" },
	{ LAST, "{ name = \"stop\"; enabled = \"shadow\"; on = \"held\"; when = { severity = \"high\"; }; "
	  "do = ( { stop = true; } ); },\n" NEW("severity = \"high\";", "\"held\""), "" },
};

static void
print_lines(const struct strs *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		printf("# %s\n", lines->v[i].p);
}

static bool
has_line(const struct strs *lines, const char *want)
{
	for (size_t i = 0; i < lines->n; i++)
		if (str_find(lines->v[i], str_c(want), 0) != SIZE_MAX)
			return true;
	return false;
}

/* ---- the ticket of a warning, read back ---- */

static struct str
quoted(struct str *rest)
{
	struct str out = STR_NONE;
	size_t end;

	if (!str_starts(*rest, STR("\"")) || (end = str_chr(*rest, '"', 1)) == SIZE_MAX)
		return out;
	out = str_sub(*rest, 1, end - 1);
	*rest = str_sub(*rest, end + 1, SIZE_MAX);
	return out;
}

static void
read_values(struct arena *a, struct str *rest, struct strs *out)
{
	if (str_starts(*rest, STR("none"))) {
		*rest = str_sub(*rest, 4, SIZE_MAX);
		return;
	}
	strs_add(a, out, quoted(rest));
	while (str_starts(*rest, STR(", \""))) {
		*rest = str_sub(*rest, 2, SIZE_MAX);
		strs_add(a, out, quoted(rest));
	}
}

static bool
read_fact(struct arena *a, const struct conf *c, struct str *rest, struct witness *out)
{
	size_t eq = str_chr(*rest, '=', 0), was = str_find(*rest, STR(" was "), 0);
	bool changed = was < eq;
	struct fact f = { .changed = changed };

	if ((changed ? was : eq) == SIZE_MAX || !subject_find(&c->fields, str_trim(str_sub(*rest, 0,
	    changed ? was : eq)), &f.subject, &f.field))
		return false;
	*rest = str_sub(*rest, changed ? was + 5 : eq + 1, SIZE_MAX);
	if (changed) {
		read_values(a, rest, &f.was);
		*rest = str_sub(*rest, 5, SIZE_MAX);	/* " now " */
	}
	read_values(a, rest, &f.values);
	witness_put(out, &f);
	return true;
}

static const struct rule *
rule_named(const struct conf *c, struct str line, size_t nth)
{
	struct str name = STR_NONE, rest = line;

	for (size_t i = 0; i <= nth; i++) {
		rest = str_sub(rest, str_chr(rest, '"', 0), SIZE_MAX);
		name = quoted(&rest);
	}
	for (size_t i = 0; i < c->rules.n; i++)
		if (str_eq(c->rules.v[i].name, name))
			return &c->rules.v[i];
	return NULL;
}

/* True where there is none: that is told by "any ticket", or in words. */
static bool
ticket_is_one(struct arena *a, const struct conf *c, struct str line)
{
	size_t at = str_find(line, STR("a ticket with "), 0);
	bool clash = str_find(line, STR(" sets it to "), 0) != SIZE_MAX;
	const struct rule *r = str_find(line, STR("rule \""), 0) == SIZE_MAX ? NULL :
	    rule_named(c, line, clash ? 1 : 0);
	struct witness w = { .a = a };
	struct str rest = str_sub(line, at == SIZE_MAX ? line.n : at + 14, SIZE_MAX);

	while (rest.n > 0 && read_fact(a, c, &rest, &w))
		rest = str_trim(rest);
	if (r == NULL || w.n == 0)
		return true;
	return witness_holds(&r->when, &w) == (str_find(line, STR("lacks only"), 0) == SIZE_MAX);
}

/* ---- rows ---- */

static struct str
changed(struct arena *a, const struct row *row)
{
	struct str text = STR(good);
	size_t at = str_find(text, str_c(row->from), 0);

	return at == SIZE_MAX ? STR_NONE : str_printf(a, "%.*s%s%s", (int)at, text.p, row->to,
	    text.p + at + strlen(row->from));
}

static void
check_row(struct arena *a, const struct row *row, size_t n, size_t *shown)
{
	const struct conf *c;
	struct conf_faults faults;
	bool silent = row->want[0] == '\0', told;
	int rc;

	world_write(world_path(a, "rules.conf"), changed(a, row));
	rc = conf_check(a, world_path(a, "docket.conf").p, &c, &faults);
	told = has_line(rc == -1 ? &faults.lines : &faults.hints, row->want);
	if (!tap_ok(silent ? rc == 0 && faults.hints.n == 0 : told, "row %zu: %s", n,
	    silent ? row->to : row->want)) {
		printf("# %s\n", row->to);
		print_lines(&faults.lines);
		print_lines(&faults.hints);
	}
	for (size_t i = 0; rc == 0 && i < faults.hints.n; i++) {
		*shown += str_find(faults.hints.v[i], STR("a ticket with "), 0) != SIZE_MAX;
		if (!tap_ok(ticket_is_one(a, c, faults.hints.v[i]), "row %zu: its ticket is one", n))
			printf("# %s\n", faults.hints.v[i].p);
	}
	for (size_t i = 0; i < faults.lines.n; i++)
		tap_ok(str_starts(faults.lines.v[i], STR("rules.conf:")), "row %zu: a line", n);
	if (rc == 0)
		world_drop(c);
}

/* A slip in one rule hides nothing of the others. */
static void
test_all_at_once(struct arena *a)
{
	const struct row row = { LAST, "{ name = \"slip\"; on = \"craeted\"; when = { project = \"ACNE\"; "
	    "severity = { above = \"critical\"; }; }; " DO_X NEW("severity = { above = \"critical\"; };",
	    CREATED), "" };
	const struct conf *c;
	struct conf_faults faults;

	world_write(world_path(a, "rules.conf"), changed(a, &row));
	tap_int(conf_check(a, world_path(a, "docket.conf").p, &c, &faults), -1, "slips are refused");
	tap_ok(has_line(&faults.lines, "there is no event craeted") && has_line(&faults.lines,
	    "there is no project ACNE") && has_line(&faults.lines, NEVER), "all at once");
	if (!tap_int((long long)faults.lines.n, 3, "and no more"))
		print_lines(&faults.lines);
}

/* Nothing but of templates that the folder lacks. */
static void
test_silent(struct arena *a, const char *what)
{
	const struct conf *c;
	struct conf_faults faults;

	if (tap_int(conf_check(a, world_path(a, "docket.conf").p, &c, &faults), 0, "%s loads", what))
		world_drop(c);
	print_lines(&faults.lines);
	print_lines(&faults.hints);
	tap_int((long long)faults.hints.n, 0, "%s is silent", what);
}

/* What templates say, and in which languages, is told when it is asked for alone. */
static void
test_template(struct arena *a, const char *name, const char *add, const char *want)
{
	struct str path = world_path(a, name), before = world_read(a, path);
	const struct conf *c;
	struct conf_faults faults;
	bool loads;

	if (add != NULL)
		world_write(path, str_printf(a, "%.*s%s", STR_ARG(before), add));
	else
		unlink(path.p);
	loads = conf_check(a, world_path(a, "docket.conf").p, &c, &faults) == 0;
	if (!tap_ok(loads && (want[0] == '\0' ? faults.hints.n == 0 :
	    has_line(&faults.hints, want)), "%s: %s", name, want)) {
		print_lines(&faults.lines);
		print_lines(&faults.hints);
	}
	if (loads)
		world_drop(c);
	if (tap_int(world_load(a, &c, &faults), 0, "it loads")) {
		tap_int((long long)faults.hints.n, 0, "and nobody else is told");
		world_drop(c);
	}
	world_write(path, before);
}

static void
test_templates(struct arena *a)
{
	struct str text = world_read(a, world_path(a, "templates/en/agent-notice.txt"));
	int lines = 1;

	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	test_template(a, "templates/en/agent-notice.txt", "{{ticket.subjct}}\n", str_printf(a,
	    "templates/en/agent-notice.txt:%d: nothing is called ticket.subjct (did you mean subject?)",
	    lines).p);
	test_template(a, "templates/es/_head.html", "{{#wrods}}x{{/wrods}}",
	    "nothing is called wrods");
	test_template(a, "templates/en/agent-notice.txt", "{{! no name }}{{#ticket.id}}"
	    "{{entry.text}}{{/ticket.id}}{{^held}}{{capture.anything}}{{/held}}\n", "");
	unlink(world_path(a, "templates/es/acknowledgement.html").p);
	test_template(a, "templates/es/acknowledgement.txt", NULL, "sends acknowledgement, and there is no "
	    "templates/es/acknowledgement.txt: who reads that language gets it in English");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct str before;
	size_t shown = 0, seeded = 0;

	world_open();
	test_silent(a, "what is shipped");
	before = world_read(a, world_path(a, "rules.conf"));
	world_write(world_path(a, "rules.conf"), STR(good));
	test_silent(a, "the good set");
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *one = arena_new();

		seeded += rows[i].want[0] != '\0';
		check_row(one, &rows[i], i, &shown);
		arena_free(one);
	}
	test_all_at_once(a);
	tap_ok(seeded >= 60, "%zu mistakes were made", seeded);
	tap_ok(shown >= 15, "%zu tickets were shown", shown);
	world_write(world_path(a, "rules.conf"), before);
	test_templates(a);
	world_close();
	arena_free(a);
	return tap_done();
}

/* rates.conf, and billing of projects: what they must be, and slips of the pen in them. */
#include <stdio.h>

#include "daemon/conf/diff.h"
#include "tests/unit/policy/world.h"

#define ANY	"{ amount = 95; }"
#define ACME	"billing = {\n\t\t\tcurrency = \"EUR\";"	/* '@' is the first line */

static const struct change refused[] = {
	{ "rates.conf", "\"120.50\"", "120.50", "rates.conf:@: amount would not be read exactly" },
	{ "rates.conf", "\"120.50\"", "\"120,50\"", "rates.conf:@: amount \"120,50\" is no amount" },
	{ "rates.conf", "\"120.50\"", "\"120.50001\"", "rates.conf:@: amount \"120.50001\" is no" },
	{ "rates.conf", "\"120.50\"", "\"-120.50\"", "rates.conf:@: amount \"-120.50\" is no" },
	{ "rates.conf", "\"120.50\"", "-5", "rates.conf:@: amount is less than nothing" },
	{ "rates.conf", "\"120.50\"", "true", "rates.conf:@: amount would not be read exactly" },
	{ "rates.conf", "\"120.50\"", "1e2", "rates.conf:@: amount would not be read exactly" },
	{ "rates.conf", "\"120.50\"", "\"\"", "rates.conf:@: amount \"\" is no amount" },
	{ "rates.conf", ANY, "{ service = \"support\"; }", "rates.conf:@: rate lacks amount" },
	{ "rates.conf", ANY, "{ amout = 95; }",
	  "rates.conf:@: there is no setting amout in rate (did you mean amount?)" },
	{ "rates.conf", ANY, ANY ", { amount = 96; }",
	  "rates.conf:@: this rate and that of rates.conf:" },
	{ "rates.conf", ANY, ANY ",\n\t{ hours = \"office\"; amount = 1; }, { hours = \"madrid\"; "
	  "amount = 2; }", "hold both when office and madrid are open" },
	{ "rates.conf", ANY, ANY ", { project = \"ACEM\"; amount = 1; }",
	  "rates.conf:@: there is no project ACEM in projects.conf (did you mean ACME?)" },
	{ "rates.conf", ANY, ANY ", { agent = \"anna\"; amount = 1; }",
	  "rates.conf:@: there is no agent anna in agents.conf (did you mean ana?)" },
	{ "rates.conf", ANY, ANY ", { service = \"onsit\"; amount = 1; }",
	  "rates.conf:@: there is no service onsit in rates.conf (did you mean onsite?)" },
	{ "rates.conf", ANY, ANY ", { hours = \"offce\"; amount = 1; }",
	  "rates.conf:@: there is no calendar offce in calendars.conf (did you mean office?)" },
	{ "rates.conf", "\"2027-01-01\"", "\"2027-02-30\"", "rates.conf:@: from \"2027-02-30\" is no day" },
	{ "rates.conf", "\"2027-01-01\"", "\"01.01.2027\"", "rates.conf:@: from \"01.01.2027\" is no" },
	{ "rates.conf", "from = \"2027-01-01\"", "from = \"2027-01-01\"; until = \"2026-12-31\"",
	  "rates.conf:@: until lies before from" },
	/* No amount is charged in another currency than it was meant in. */
	{ "rates.conf", "currency = \"EUR\";\n", "\n", "a rate of every project names no currency" },
	{ "rates.conf", "currency = \"EUR\";\n", "currency = \"USD\";\n",
	  "project ACME is billed in EUR, and rates here are in USD where they say none" },
	{ "rates.conf", "currency = \"EUR\";\n", "currency = \"EURO\";\n",
	  "rates.conf:@: \"EURO\" is no currency of ISO 4217 (did you mean EUR?)" },
	{ "rates.conf", "currency = \"EUR\";\n", "currency = \"eur\";\n", "rates.conf:@: \"eur\" is no" },
	{ "rates.conf", "project = \"ACME\"; amount", "currency = \"USD\"; project = \"ACME\"; amount",
	  "rates.conf:@: a rate in USD, and project ACME is billed in EUR" },
	{ "rates.conf", "project = \"ACME\"; amount", "project = \"GLOBEX\"; amount",
	  "rates.conf:@: project GLOBEX has no billing" },
	{ "rates.conf", "name = \"goodwill\"", "name = \"onsite\"",
	  "rates.conf:@: service onsite is there twice" },
	{ "rates.conf", "percent = 25", "percent = 1001", "rates.conf:@: percent is what comes on top" },
	{ "rates.conf", "percent = 25", "percent = 12.5", "rates.conf:@: percent would not be read" },
	{ "rates.conf", "percent = 25", "percent = \"12.555\"", "rates.conf:@: percent \"12.555\"" },
	{ "rates.conf", "name = \"holiday\"", "name = \"out-of-hours\"",
	  "rates.conf:@: surcharge out-of-hours is there twice, at line" },
	{ "rates.conf", "during = \"holidays\"", "during = \"holiday\"", "did you mean holidays?" },
	{ "rates.conf", "calendar = \"office\"; during = \"holidays\"",
	  "calendar = \"always\"; during = \"holidays\"", "rates.conf:@: calendar always has no holidays" },
	{ "rates.conf", "calendar = \"office\"; during = \"holidays\"",
	  "calendar = \"always\"; during = \"closed\"", "rates.conf:@: calendar always is never closed" },
	{ "rates.conf", "grace = \"1m\"", "grace = \"15m\"", "rates.conf:@: grace is no shorter than to" },
	{ "rates.conf", "how = \"up\"", "how = \"down\"", "rates.conf:@: grace is of how = \"up\" alone" },
	{ "rates.conf", "how = \"up\"", "how = \"upp\"", "rates.conf:@: how \"upp\" is not one of" },
	{ "rates.conf", "per = \"entry\"", "per = \"day\"", "rates.conf:@: per \"day\" is not one of" },
	{ "rates.conf", "to = \"15m\";", "", "rates.conf:@: rounding without to" },
	{ "rates.conf", "to = \"15m\"", "to = \"2d\"", "rates.conf:@: to \"2d\" is not a duration" },
	{ "rates.conf", "to = \"15m\"", "to = 15", "rates.conf:@: to is not a duration" },
	{ "rates.conf", "rates = (", "rate = (", "rates.conf:@: there is no setting rate in rates" },
	{ "rates.conf", "rates = (\n\t" ANY ",", "rates = (\n\t95,", "element 1 of rates is not a group" },
	{ "projects.conf", ACME, "billing = {\n\t\t\tcurrency = \"EUT\";",
	  "\"EUT\" is no currency of ISO 4217 (did you mean EUR?)" },
	{ "projects.conf", ACME, "billing = {\n", "projects.conf:@: billing lacks currency" },
	{ "projects.conf", ACME, ACME "\n\t\t\trounding = { how = \"down\"; };",
	  "rounding without to: say to what" },
	{ "projects.conf", "service = \"support\";", "service = \"suport\";",
	  "projects.conf:@: there is no service suport in rates.conf (did you mean support?)" },
	{ "projects.conf", "\"billing@acme.example\"", "\"billing\"",
	  "projects.conf:@: billing is not a mail address" },
	{ "projects.conf", "contact = [ \"billing@acme.example\" ];", "send = true;",
	  "projects.conf:@: send without contact" },
	{ "projects.conf", "\"40h/month\"", "\"5d/month\"", "projects.conf:@: budget \"5d/month\"" },
	{ "projects.conf", "\"40h/month\"", "\"40h/day\"", "projects.conf:@: budget \"40h/day\"" },
	{ "projects.conf", "\"40h/month\"", "\"40h/\"", "projects.conf:@: budget \"40h/\"" },
	{ "projects.conf", "\"40h/month\"", "\"0h\"", "projects.conf:@: budget \"0h\"" },
	{ "projects.conf", "budget =", "mode = \"prepayed\"; budget =", "did you mean prepaid?" },
};

static const struct change accepted[] = {
	{ "rates.conf", "\"120.50\"", "\"120.5\"", "" },
	{ "rates.conf", "\"120.50\"", "0", "" },
	{ "rates.conf", ANY, ANY ", { currency = \"USD\"; amount = 96; }", "" },
	{ "rates.conf", ANY, ANY ", { from = \"2028-01-01\"; amount = 96; }", "" },
	{ "rates.conf", "to = \"15m\"; how = \"up\"; per = \"entry\"; grace = \"1m\";", "", "" },
	{ "projects.conf", "\"40h/month\"", "\"400h\"", "" },
	{ "projects.conf", "\"40h/month\"", "\"10h30m/week\"", "" },
	{ "projects.conf", ACME, ACME "\n\t\t\tmode = \"prepaid\"; approval = true; send = true;", "" },
};

/* ---- slips of the pen ---- */

enum { MUTANTS = 150 };

static unsigned seed = 13;

static size_t
chance(size_t n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 8) % n;
}

static struct str
mutant(struct arena *a, struct str text)
{
	static const char letters[] = "aeinorst_-.\"{}()[];=,#0159";
	size_t at = 1 + chance(text.n - 2);
	char c = letters[chance(sizeof(letters) - 1)];
	const char *rest = text.p + at;

	switch (chance(4)) {
	case 0:
		return str_printf(a, "%.*s%s", (int)at, text.p, rest + 1);
	case 1:
		return str_printf(a, "%.*s%c%s", (int)at, text.p, c, rest + 1);
	case 2:
		return str_printf(a, "%.*s%c%s", (int)at, text.p, c, rest);
	default:
		return str_printf(a, "%.*s%c%c%s", (int)at, text.p, rest[1], rest[0], rest + 2);
	}
}

/* What the file says now, as docketctl diff has it; equal texts say the same. */
static struct str
meaning(struct arena *a, struct str text)
{
	struct conf_file f = { STR("rates.conf"), text };
	struct conf_faults faults = { 0 };
	struct flat_items items;
	struct buf b;

	buf_init(&b, a);
	flat_files(a, &(struct conf_files){ &f, 1 }, &items, &faults);
	for (size_t i = 0; i < items.n; i++)
		for (size_t k = 0; k < items.v[i].n; k++)
			buf_printf(&b, "%.*s %.*s %.*s = %.*s\n", STR_ARG(items.v[i].kind),
			    STR_ARG(items.v[i].name), STR_ARG(items.v[i].v[k].path),
			    STR_ARG(strs_join(a, &items.v[i].v[k].values, "|")));
	return buf_str(&b);
}

static bool
has_line(struct str fault)
{
	struct str file, number;
	int64_t n;

	return str_split(&fault, ':', &file) && (str_eq(file, STR("rates.conf")) ||
	    str_eq(file, STR("projects.conf"))) && str_split(&fault, ':', &number) &&
	    str_i64(number, &n) && n > 0;
}

/*
 * One that loads says what was written: all amounts, days and percents of the file, exactly
 * as they stand there, are those of the policy.  (A digit may be another, a rate be a comment:
 * nobody can know.)
 */
static bool
says_so(struct arena *a, const struct conf *c, struct str text)
{
	struct str all = meaning(a, text);
	size_t amounts = 0;

	for (size_t at = 0; (at = str_find(all, STR("amount = "), at)) != SIZE_MAX; at++)
		amounts++;
	return amounts == c->rates.n;
}

static void
mutants(void)
{
	struct arena *a = arena_new();
	struct str path = world_path(a, "rates.conf"), good = world_read(a, path);
	size_t refusals = 0, loads = 0, wrong = 0;

	for (size_t i = 0; i < MUTANTS; i++) {
		struct conf_faults faults = { 0 };
		const struct conf *c;
		struct str text = mutant(a, good);

		world_write(path, text);
		if (world_load(a, &c, &faults) == 0) {
			loads++;
			wrong += !says_so(a, c, text);
			world_drop(c);
			continue;
		}
		refusals++;
		for (size_t k = 0; k < faults.lines.n; k++)
			if (!has_line(faults.lines.v[k])) {
				printf("# %.*s\n", STR_ARG(faults.lines.v[k]));
				wrong++;
			}
	}
	tap_int((long long)wrong, 0, "%d files with a slip each: told with its line, or as written",
	    MUTANTS);
	tap_ok(refusals > 20 && loads > 20, "%zu are refused, %zu load", refusals, loads);
	world_write(path, good);
	arena_free(a);
}

/* Without the file there are no rates, and projects keep their billing. */
static void
absent(void)
{
	static const struct change change = { "projects.conf", "service = \"support\";", "", "" };
	struct arena *a = arena_new();
	struct conf_faults faults = { 0 };
	const struct conf *c;
	struct str rates = world_path(a, "rates.conf"), projects = world_path(a, change.file);
	struct str text = world_read(a, rates), was = world_read(a, projects);
	size_t at = str_find(was, str_c(change.from), 0);

	world_write(projects, str_printf(a, "%.*s%s", (int)at, was.p,
	    was.p + at + strlen(change.from)));
	remove(rates.p);
	if (tap_ok(world_load(a, &c, &faults) == 0, "rates.conf may be left out")) {
		tap_int((long long)c->rates.n, 0, "no rates");
		tap_ok(projects_find(&c->projects, STR("ACME"))->billing != NULL, "billing");
		world_drop(c);
	}
	world_write(rates, text);
	world_write(projects, was);
	arena_free(a);
}

/* What the sample says arrives as it was meant. */
static void
values(void)
{
	struct arena *a = arena_new();
	struct conf_faults faults = { 0 };
	const struct conf *c;
	const struct billing *b;

	if (!tap_ok(world_load(a, &c, &faults) == 0, "the sample loads"))
		return;
	b = projects_find(&c->projects, STR("ACME"))->billing;
	tap_int(c->rates.v[0].amount, 950000, "a whole number");
	tap_int(c->rates.v[1].amount, 1205000, "an amount");
	tap_str(c->rates.v[1].currency, STR("EUR"), "its currency is the file's");
	tap_int(c->rates.v[2].from, 20819, "a day");
	tap_int(c->rates.surcharges[2].percent, 1250, "12.5 %%");
	tap_int(b->rounding.to, 900, "rounding of the file is the project's");
	tap_int(b->budget.worked, 40 * 3600, "40 hours");
	tap_int(b->budget.per, BUDGET_MONTH, "a month");
	tap_int(b->digits, 2, "two digits");
	tap_ok(projects_find(&c->projects, STR("GLOBEX"))->billing == NULL, "no billing");
	world_drop(c);
	arena_free(a);
}

/* A price that is another one is told with both; a project that nothing covers is hinted at. */
static void
told(void)
{
	struct arena *a = arena_new();
	struct str good = world_read(a, world_path(a, "rates.conf"));
	size_t at = str_find(good, STR("120.50"), 0);
	struct str other = str_printf(a, "%.*s121%s", (int)at, good.p, good.p + at + 3);
	struct conf_file was = { STR("rates.conf"), good }, is = { STR("rates.conf"), other };
	struct conf_faults faults = { 0 };
	struct flat_items x, y;
	struct diffs all;
	const struct conf *c;

	flat_files(a, &(struct conf_files){ &was, 1 }, &x, &faults);
	flat_files(a, &(struct conf_files){ &is, 1 }, &y, &faults);
	conf_diff(a, &x, &y, &all);
	tap_ok(all.n == 1 && str_find(strs_join(a, &all.v[0].details, " "), STR("121.50"), 0) !=
	    SIZE_MAX, "docketctl diff: a price");
	world_write(world_path(a, "rates.conf"), STR("rates = ( { currency = \"USD\"; amount = 1; } );"
	    " services = ( { name = \"support\"; } );"));
	if (tap_ok(conf_check(a, world_path(a, "docket.conf").p, &c, &faults) == 0, "it loads")) {
		world_drop(c);
		tap_ok(str_find(strs_join(a, &faults.hints, " "), STR("project ACME is billed in "
		    "EUR, and rates.conf has no rate for it"), 0) != SIZE_MAX, "hints at what is not covered");
	}
	world_write(world_path(a, "rates.conf"), good);
	arena_free(a);
}

int
main(void)
{
	world_open();
	values();
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	absent();
	told();
	mutants();
	world_close();
	return tap_done();
}

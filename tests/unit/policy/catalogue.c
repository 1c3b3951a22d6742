/* products.conf. */
#include "tests/unit/policy/world.h"

#include "parsers/text/date.h"

#define FILE_	"products.conf"

static const struct change refused[] = {
	{ FILE_, "name = \"widget\"", "name = \"wid get\"", "products.conf:@: " },
	{ FILE_, "scheme = \"semver\"", "scheme = \"semantic\"", "products.conf:@: " },
	{ FILE_, "environments = [ \"prod\", \"test\" ]", "environments = [ \"prod\", \"Prod\" ]",
	  "products.conf:@: environment Prod is there twice" },
	{ FILE_, "environments = [ \"prod\", \"test\" ]", "environments = [ \"on site\" ]",
	  "products.conf:@: environment \"on site\" is not one word: \"prod\"" },
	{ FILE_, "environments = [ \"prod\", \"test\" ]", "environments = [ ]",
	  "products.conf:@: environments is empty" },
	{ FILE_, "{ name = \"2.3\"; from", "{ name = \"2.4\"; from",
	  "products.conf:23: branch 2.4 is there twice" },
	{ FILE_, "from = \"2.3.0\"", "from = \"2.3.9\"",
	  "products.conf:@: from names 2.3.9, which no branch of widget lists (did you mean 2.3.0?)" },
	{ FILE_, "from = \"2.3.0\"", "from = \"2.3.1\"",
	  "products.conf:@: from names 2.3.1, a release of branch 2.3 itself" },
	{ FILE_, "from = \"2.3.0\"", "from = \"2.5.0\"",
	  "products.conf:20: 2.3.1 is earlier than 2.5.0, which it is to follow: put the earlier one "
	  "first, or let the branch begin from another, or name another scheme than semver" },
	{ FILE_, "\"2.3.1\", \"2.3.2\"", "\"2.3.1\", \"2.3.1\"",
	  "products.conf:@: release 2.3.1 is there twice: in branch 2.3 (line 20), too" },
	{ FILE_, "\"2.3.1\", \"2.3.2\"", "\"2.3.1\", \"v2.4\"",
	  "products.conf:@: release v2.4 is there twice: in branch main (line 16), too as 2.4.0" },
	{ FILE_, "\"2.3.1\", \"2.3.2\"", "\"2.3.2\", \"2.3.1\"",
	  "products.conf:@: 2.3.1 is earlier than 2.3.2, which it is to follow" },
	{ FILE_, "\"2.3.1\", \"2.3.2\"", "\"2.3.1\", \"2.3.x\"",
	  "products.conf:@: \"2.3.x\" is no version of scheme semver: write it like \"2.4.1\"" },
	{ FILE_, "releases = [ \"2.3.1\", \"2.3.2\" ]", "releases = [ ]",
	  "products.conf:19: branch 2.3 has no release" },
	{ FILE_, "releases = [ \"2.3.1\", \"2.3.2\" ]", "releases = [ 2.3, 2.4 ]",
	  "products.conf:@: " },
	{ FILE_, "contains = [ \"2.4.2\" ]", "contains = [ \"2.4.22\" ]",
	  "products.conf:@: contains names 2.4.22, which no branch of widget lists (did you mean "
	  "2.4.2?)" },
	{ FILE_, "contains = [ \"2.4.2\" ]", "contains = [ \"2.3.0\" ]",
	  "products.conf:@: contains names 2.3.0, of its own branch" },
	{ FILE_, "date = \"2026-01-12\"; }", "date = \"2026-01-12\"; contains = [ \"2.4.1\" ]; }",
	  "releases go round in a circle: 2." },
	{ FILE_, "date = \"2026-01-12\"", "date = \"2025-01-12\"",
	  "products.conf:@: 2.4.0 came out on 2025-01-12, before 2.3.0 (2025-06-02), which it follows" },
	{ FILE_, "date = \"2026-01-12\"", "date = \"12.1.2026\"",
	  "products.conf:@: date = \"12.1.2026\" is no day" },
	{ FILE_, "date = \"2026-01-12\"", "date = \"2026-02-30\"",
	  "products.conf:@: date = \"2026-02-30\" is no day" },
	{ FILE_, "security_until = \"2026-12-31\"", "security_until = \"2026-05-31\"",
	  "products.conf:@: security_until of branch 2.3 is before its support_until" },
	{ FILE_, "branches = (", "branches = { b24 = 1; }; x = (",
	  "products.conf:@: branches is not a list" },
	{ FILE_, "products = (", "product = (", "products.conf:@: there is no setting product" },
	{ FILE_, "name = \"main\"", "nmae = \"main\"", "did you mean name?" },
	{ FILE_, NULL, "products = ();\n", "products.conf:" },
	{ "projects.conf", "name =", "product = \"wigdet\"; name =",
	  "there is no product wigdet in products.conf (did you mean widget?)" },
};

static const struct change accepted[] = {
	{ FILE_, "environments = [ \"prod\", \"test\" ];", "", "" },
	{ FILE_, "scheme = \"semver\";", "", "" },
	{ FILE_, "scheme = \"semver\"", "scheme = \"numeric\"", "" },
	{ FILE_, "scheme = \"semver\"", "scheme = \"debian\"", "" },
	{ FILE_, "scheme = \"semver\"", "scheme = \"list\"", "" },
	{ FILE_, "releases = [ \"2.3.1\", \"2.3.2\" ]", "releases = \"2.3.1\"", "" },
	{ FILE_, "support_until = \"2026-06-30\";", "", "" },
	{ "projects.conf", "name =", "product = \"widget\"; name =", "" },
};

/* A whole file each, of which a fault is told. */
static const struct { const char *name, *text, *want; } files[] = {
	{ "a list's order is the file's",
	  "products = ( { name = \"g\"; scheme = \"list\"; branches = (\n"
	  "{ name = \"old\"; from = \"Spring\"; releases = [ \"Spring SP1\" ]; },\n"
	  "{ name = \"main\"; releases = [ \"Spring\", \"Autumn\" ]; } ); } );\n",
	  "products.conf:2: Spring SP1 begins after Spring, which stands below it" },
	{ "a circle of two branches",
	  "products = ( { name = \"g\"; scheme = \"list\"; branches = (\n"
	  "{ name = \"a\"; from = \"b1\"; releases = [ \"a1\" ]; },\n"
	  "{ name = \"b\"; from = \"a1\"; releases = [ \"b1\" ]; } ); } );\n",
	  "releases go round in a circle: " },
	{ "a product twice, whatever its letters",
	  "products = ( { name = \"g\"; branches = ( { name = \"a\"; releases = \"1.0\"; } ); },\n"
	  "{ name = \"G\"; branches = ( { name = \"a\"; releases = \"1.0\"; } ); } );\n",
	  "products.conf:2: product G is there twice" },
	{ "a fault of an epoch",
	  "products = ( { name = \"g\"; scheme = \"debian\"; branches = ( { name = \"a\"; releases =\n"
	  "[ \"1:1.0-1\", \"2.0-1\" ]; } ); } );\n",
	  "products.conf:2: 2.0-1 is earlier than 1:1.0-1" },
	{ "no day of a date", "products = ( { name = \"g\"; scheme = \"date\"; branches = ( { name = \"a\";\n"
	  "releases = [ \"2026-02-30\" ]; } ); } );\n",
	  "products.conf:2: \"2026-02-30\" is no version of scheme date: write it like \"2026.04\"" },
};

static void
test_files(struct arena *a)
{
	struct str path = world_path(a, FILE_), before = world_read(a, path);

	for (size_t i = 0; i < COUNT(files); i++) {
		struct conf_faults faults;
		const struct conf *conf;

		world_write(path, str_c(files[i].text));
		tap_int(world_load(a, &conf, &faults), -1, "refused: %s", files[i].name);
		tap_ok(world_told(&faults, files[i].want), "%s", files[i].want);
	}
	world_write(path, before);
}

static void
test_version(struct arena *a, const struct product *p)
{
	static const struct { const char *in; bool known; const char *out; } rows[] = {
		{ "2.4.0", true, "2.4.0" }, { "v2.4", true, "2.4.0" }, { " Version 2.4 ", true, "2.4.0" },
		{ "2.4.0+build.7", true, "2.4.0" }, { "2.4.0-rc1", false, "2.4.0-rc1" },
		{ "v2.4.9", false, "v2.4.9" }, { "the newest", false, "the newest" }, { "", false, "" },
	};
	struct str out, key, other;

	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_ok(product_version(a, p, str_c(rows[i].in), &out, &key) == rows[i].known,
		    "\"%s\" is%s in the catalogue", rows[i].in, rows[i].known ? "" : " not");
		tap_str(out, str_c(rows[i].out), "… and is written so");
	}
	product_version(a, p, STR("2.4.9"), &out, &key);
	product_version(a, p, STR("2.5"), &out, &other);
	tap_ok(key.n > 0 && str_cmp(key, other) < 0, "what is not there has a key, too");
	product_version(a, p, STR("newest"), &out, &key);
	tap_int((long long)key.n, 0, "but not what is no version");
	tap_str(product_nearest(a, p, STR("2.4.9")), STR("2.4.0"), "a slip of a letter is near");
	tap_str(product_nearest(a, p, STR("2.4.1000")), STR("2.4.3"), "else what came before it");
	tap_str(p->versions.v[p->versions.n - 1], STR("2.5.1"), "the latest is last");
}

static void
test_support(struct arena *a, const struct product *p)
{
	static const struct { const char *version, *day; enum support want; const char *until; } rows[] = {
		{ "2.3.2", "2026-06-30", SUPPORT_FULL, "2026-06-30" },
		{ "2.3.2", "2026-07-01", SUPPORT_SECURITY, "2026-12-31" },
		{ "2.3.2", "2026-12-31", SUPPORT_SECURITY, "2026-12-31" },
		{ "2.3.2", "2027-01-01", SUPPORT_NONE, "2026-12-31" },
		{ "v2.4.1", "2027-06-30", SUPPORT_FULL, "2027-06-30" },
		{ "2.4.1", "2027-07-01", SUPPORT_NONE, "2027-06-30" },
		{ "2.5.1", "2099-01-01", SUPPORT_FULL, NULL },
		{ "2.5.2", "2026-01-01", SUPPORT_UNKNOWN, NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		int32_t day = 0, until = 0;

		date_day(str_c(rows[i].day), &day);
		tap_int(product_support(a, p, str_c(rows[i].version), day, &until), rows[i].want,
		    "support of %s on %s", rows[i].version, rows[i].day);
		if (rows[i].until == NULL)
			tap_ok(until == INT32_MAX, "… without an end that is known");
		else
			tap_str(date_day_text(a, until), str_c(rows[i].until), "… until then");
	}
}

static void
test_sample(struct arena *a)
{
	const struct conf *conf;
	struct conf_faults faults;
	const struct product *p;

	tap_int(world_load(a, &conf, &faults), 0, "the sample is read");
	p = product_find(&conf->products, STR_NONE);
	tap_ok(p != NULL && p == product_find(&conf->products, STR("Widget")),
	    "the first is meant, or a name");
	tap_ok(product_find(&conf->products, STR("gadget")) == NULL, "or there is none");
	tap_ok(conf_product(conf, STR("ACME"), STR_NONE) == p, "a project has the first");
	tap_str(product_environment(p, STR_NONE), STR("prod"), "the first environment is meant");
	tap_str(product_environment(p, STR("TEST")), STR("test"), "or a name");
	tap_int((long long)product_environment(p, STR("stage")).n, 0, "or there is none");
	test_version(a, p);
	test_support(a, p);
	world_drop(conf);
}

int
main(void)
{
	struct arena *a = arena_new();

	world_open();
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	test_files(a);
	test_sample(a);
	world_close();
	arena_free(a);
	return tap_done();
}

/*
 * The sample configuration loads; faults of its files, owners and modes; help
 * and manual; damaged files.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "docket.conf", "database = \"dbname=docket\";", "database = \"dbname=docket\"\n}",
	  "docket.conf:" },
	{ "docket.conf", "message_bytes = \"50MB\";", "message_bytes = \"50MB;",
	  ": the text or comment that begins here is not closed" },
	{ "docket.conf", "# Keys that sign", "/* Keys that sign",
	  "docket.conf:@: the text or comment that begins here is not closed" },
	{ "docket.conf", "parse_workers = 2;", "parse_workers = 2; parse_workers = 3;",
	  "docket.conf:@: duplicate setting name" },
	{ "rules.conf", "rules = (", "@include \"/etc/passwd\"\nrules = (",
	  "rules.conf:@: @include is not followed" },
	{ "rules.conf", "rules = (", "rules = ( \xff", "rules.conf: " },
	{ "agents.conf", NULL, "no_such_setting = 1;\n",
	  "agents.conf:@: there is no setting no_such_setting" },
	{ "agents.conf", "agents = (", "agents = 7; other = (", "agents is not a list" },
	{ "agents.conf", "agents = (", "agents = ( 7, ", "agents.conf:@: element 1 of agents" },
};

static const struct change accepted[] = {
	{ "rules.conf", NULL, "/* @include \"x\" 99999999999 */ // \"\n", "" },
};

enum { LOADS = 400 };

static const struct rule *
rule_named(const struct conf *c, const char *name)
{
	size_t i = 0;

	while (!str_eq(c->rules.v[i].name, str_c(name)))
		i++;
	return &c->rules.v[i];
}

static void
test_sample(struct arena *a)
{
	const struct conf *c;
	struct conf_faults faults;
	const struct agent *ana;

	if (!tap_int(world_load(a, &c, &faults), 0, "the sample loads"))
		return;
	tap_str(field_title(field_find(&c->fields, STR("order")), STR("de")),
	    STR("Bestellnummer"), "labels by language outlive their file");
	tap_int(c->parse_deadline, 5000, "milliseconds");
	tap_int(c->token_lifetime, 90LL * 86400, "a duration");
	tap_int((long long)c->letter.limits.message_bytes, 50LL * 1024 * 1024, "a size");
	tap_int((long long)c->letter.limits.depth, (long long)LIMITS_DEFAULT.depth, "a default");
	tap_str(c->token_key_file, world_path(a, "token.key"), "a file beside docket.conf");
	tap_ok(strs_has(&c->letter.own_addresses, STR("support@example.com")), "own address");
	tap_ok(c->letter.fields == &c->fields, "the letter's fields");
	ana = agents_by_address(&c->agents, STR("Ana.Lopez@home.example.net"));
	tap_ok(ana != NULL && ana == agents_find(&c->agents, STR("ana")), "an agent by any address");
	tap_ok(agents_find(&c->agents, STR("bob")) == NULL, "nobody");
	tap_ok(projects_by_domain(&c->projects, STR("ACME.example")) ==
	    projects_find(&c->projects, STR("ACME")),
	    "a project by domain");
	tap_int(mailboxes_find(&c->mailboxes, STR("support"))->imap.port, 993, "a port");
	tap_int((long long)calendars_find(&c->calendars, STR("madrid"))->n_hours, 9, "spans");
	tap_int(calendars_find(&c->calendars, STR("madrid"))->hours[1].from, 15 * 3600, "in order");
	tap_int((long long)calendars_find(&c->calendars, STR("office"))->n_holidays, 11, "days of ranges");
	tap_int(calendars_find(&c->calendars, STR("office"))->holidays[0], 20811, "2026-12-24");
	tap_int(slas_find(&c->slas, STR("gold"))->targets[0].duration[SLA_RESPONSE], 1800, "a target");
	tap_int(slas_find(&c->slas, STR("gold"))->targets[0].warn[1].value, 900, "a point");
	tap_str(slas_find(&c->slas, STR("standard"))->targets[1].pause.v[0], STR("waiting"), "its pause");
	tap_str(field_find(&c->fields, STR("severity"))->default_value, STR("medium"), "a default");
	tap_int(rule_named(c, "acknowledge a new request")->when.v[0].test.subject, SUBJECT_KIND,
	    "a test");
	tap_int((long long)rule_named(c, "ACME's critical tickets are the lead's")->when.v[2].
	    test.pattern_id, 0, "a pattern");
	tap_str(templates_find(&c->templates, STR("unproven"), STR("fr"))->language, STR("fr"),
	    "a language");
	tap_str(templates_find(&c->templates, STR("unproven"), STR("nl"))->language, STR("en"),
	    "else English");
	tap_ok(templates_find(&c->templates, STR("x"), STR("en")) == NULL, "no such template");
	world_drop(c);
}

static void
test_modes(struct arena *a)
{
	static const struct { const char *file, *want; mode_t mode; } rows[] = {
		{ "docket.conf", "docket.conf: ", 0664 }, { "rules.conf", "rules.conf: ", 0646 },
		{ "templates/en/unproven.txt", "templates/en/unproven.txt: ", 0666 },
	};
	const struct conf *conf;
	struct conf_faults faults;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str path = world_path(a, rows[i].file);

		chmod(path.p, rows[i].mode);
		tap_ok(world_load(a, &conf, &faults) == -1 && world_told(&faults, rows[i].want) &&
		    world_told(&faults, "others can write it: chmod go-w"), "mode of %s", rows[i].file);
		tap_int((long long)faults.lines.n, 1, "and nothing follows from it");
		chmod(path.p, 0644);
	}
	if (geteuid() != 0) {
		tap_skip("owners: only root can give files away");
		return;
	}
	tap_int(chown(world_path(a, "sla.conf").p, 12345, 0), 0, "given away");
	tap_ok(world_load(a, &conf, &faults) == -1 &&
	    world_told(&faults, "belongs to somebody else"), "owner");
	tap_int(chown(world_path(a, "sla.conf").p, 0, 0), 0, "taken back");
}

/* Where others can put files, none is read; one fault says it, however many lie there. */
static void
test_folders(struct arena *a)
{
	static const struct { const char *folder, *want; } rows[] = {
		{ "", "fields.conf: " }, { "templates", "templates/en: " },
		{ "templates/en", "templates/en: " }, { "templates/pt", "templates/pt: " },
	};
	static const mode_t modes[] = { 0775, 0757, 01777, 0772 };
	const struct conf *conf;
	struct conf_faults faults;

	for (size_t i = 0; i < COUNT(rows) * COUNT(modes); i++) {
		const char *name = rows[i / COUNT(modes)].folder;
		struct str path = world_path(a, name);

		chmod(path.p, modes[i % COUNT(modes)]);
		tap_ok(world_load(a, &conf, &faults) == -1 &&
		    world_told(&faults, rows[i / COUNT(modes)].want) &&
		    world_told(&faults, "others can write it: chmod go-w"), "mode %o of \"%s\"",
		    modes[i % COUNT(modes)], name);
		tap_int((long long)faults.lines.n, 1, "and nothing follows from it");
		chmod(path.p, 0750);
		if (world_load(a, &conf, &faults) == 0)
			world_drop(conf);
		tap_int((long long)faults.lines.n, 0, "0750 is right");
		chmod(path.p, 0755);
	}
}

/* A link that stays within is a file like any other; one that leads out is refused. */
static void
test_links(struct arena *a)
{
	static const struct { const char *name, *to, *want; } rows[] = {
		{ "rules.conf", "/etc/passwd", "rules.conf: " },
		{ "rules.conf", "../../../../../../etc/passwd", "rules.conf: " },
		{ "rules.d", "/etc", "rules.d: " },
		{ "projects.d", "..", "projects.d: " },
		{ "templates/it", "/usr", "templates/it: " },
		{ "templates/en/held.txt", "/etc/hostname", "templates/en/held.txt: " },
		{ "templates/fr/_facts.txt", "/dev/null", "templates/fr/_facts.txt: " },
		{ "fields.conf", "/nowhere/at/all", "fields.conf: " },
		{ "templates/it", "pt", NULL },
		{ "templates/fr/held.txt", "../de/held.txt", NULL },
		{ "rules.conf", "./aside", NULL },
	};
	const struct conf *conf;
	struct conf_faults faults;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str path = world_path(a, rows[i].name), aside = world_path(a, "aside");
		bool was = access(path.p, F_OK) == 0;
		int rc;

		if (was && rename(path.p, aside.p) == -1)
			tap_ok(false, "%s is not put aside", rows[i].name);
		tap_int(symlink(rows[i].to, path.p), 0, "%s -> %s", rows[i].name, rows[i].to);
		if ((rc = world_load(a, &conf, &faults)) == 0)
			world_drop(conf);
		tap_ok(rows[i].want == NULL ? rc == 0 : rc == -1 &&
		    world_told(&faults, rows[i].want), "is %s",
		    rows[i].want == NULL ? "followed" : "refused");
		if (rows[i].want == NULL)
			tap_int((long long)faults.lines.n, 0, "without a fault");
		unlink(path.p);
		if (was)
			tap_int(rename(aside.p, path.p), 0, "it is put back");
	}
}

/* All faults at once, and no end of missing names after one unread file. */
static void
test_many(struct arena *a)
{
	static const char *const wants[] = { "agents.conf:2: name", "agents.conf:2: x is",
		"agents.conf:2: there is no setting rloe", "agents.conf:3: ", "rules.conf:" };
	struct str path = world_path(a, "agents.conf"), before = world_read(a, path);
	const struct conf *conf;
	struct conf_faults faults;

	world_write(path, STR("agents = (\n{ name = \"a b\"; addresses = \"x\"; rloe = 1;\n"
	    "timezone = \"Mars\"; } );"));
	tap_int(world_load(a, &conf, &faults), -1, "many faults");
	for (size_t i = 0; i < COUNT(wants); i++)
		tap_ok(world_told(&faults, wants[i]), "told: %s", wants[i]);
	world_write(path, STR("agents = ("));
	tap_int(world_load(a, &conf, &faults), -1, "an unread file");
	tap_int((long long)faults.lines.n, 1, "is one fault");
	world_write(path, before);
}

/* The manual explains each setting that the tables know. */
static void
test_manual(struct arena *a)
{
	static const char *const sections[] = { "docket", "limits", "portal", "mailboxes", "imap", "smtp", "oauth",
		"agents", "teams", "projects", "products", "branches", "releases", "contract", "calendars", "slas",
		"targets", "fields", "rules",
		"actions", "types", "statuses", "type_fields", "transitions",
		"billing", "rates", "service", "rate", "surcharge", "rounding",
		"views", "view_mail" };
	struct str page = str_printf(a, "%s/../daemon/docket.conf.5", world_sample(a).p), text, line;
	struct str rules = str_printf(a, "%s/../daemon/docket-rules.5", world_sample(a).p);
	struct str types = str_printf(a, "%s/../daemon/docket-types.5", world_sample(a).p);
	struct str views = str_printf(a, "%s/../daemon/docket-views.5", world_sample(a).p);

	text = str_printf(a, "%s%s%s%s", world_read(a, page).p, world_read(a, rules).p,
	    world_read(a, types).p, world_read(a, views).p);
	for (size_t i = 0; i < COUNT(sections); i++) {
		struct str help = conf_help(a, str_c(sections[i]));

		tap_ok(help.n > 0, "help of %s", sections[i]);
		while (str_line(&help, &line)) {
			struct str rest = str_sub(line, 2, SIZE_MAX), name, item;

			if (!str_starts(line, STR("  ")) || str_starts(line, STR("   ")) ||
			    !str_split(&rest, ' ', &name))
				continue;
			item = str_printf(a, ".It Ic %.*s\n", STR_ARG(name));
			tap_ok(str_find(text, item, 0) != SIZE_MAX, "the manual has %.*s of %s",
			    STR_ARG(name), sections[i]);
		}
	}
	tap_ok(conf_help(a, STR("nothing")).p == NULL, "no such section");
}

/* A file cut anywhere, or with any byte changed, is refused or loads: no more. */
static void
test_damage(void)
{
	static const char *const files[] = { "docket.conf", "fields.conf", "rules.conf",
		"sla.conf", "types.conf" };
	unsigned seed = 1;
	int bad = 0;

	for (size_t i = 0; i < LOADS; i++) {
		struct arena *a = arena_new();
		struct str path = world_path(a, files[i % COUNT(files)]), before = world_read(a, path);
		const struct conf *conf;
		struct conf_faults faults;
		char *p = memcpy(arena_alloc(a, before.n), before.p, before.n);
		size_t at;

		seed = seed * 1103515245u + 12345u;
		at = (seed >> 8) % before.n;
		p[at] = "\"{}();=[],#*@.9x\n\\"[(seed >> 4) % 17];
		world_write(path, i % 3 == 0 ? str_sub(before, 0, at) : (struct str){ p, before.n });
		if (world_load(a, &conf, &faults) == 0) {
			bad += conf == NULL;
			world_drop(conf);
		} else {
			bad += conf != NULL || faults.lines.n == 0;
		}
		world_write(path, before);
		arena_free(a);
	}
	tap_int(bad, 0, "%d damaged files", LOADS);
}

/* What was read can be read again when the files are others, and is known by its print. */
static void
test_kept(struct arena *a)
{
	struct str path = world_path(a, "rules.conf"), before = world_read(a, path);
	const struct conf *c, *again, *other;
	struct conf_faults faults;

	if (!tap_int(world_load(a, &c, &faults), 0, "loaded"))
		return;
	world_write(path, STR("rules = ( { name = \"other\"; on = \"closed\"; "
	    "do = ( { tag = \"x\"; } ); } );"));
	if (tap_int(conf_load_kept(a, c->path.p, &c->files, &again, &faults), 0, "loaded again")) {
		tap_str(again->fingerprint, c->fingerprint, "with the same print");
		tap_int((long long)again->rules.n, (long long)c->rules.n, "its rules");
		tap_int((long long)again->templates.n, (long long)c->templates.n, "its templates");
		tap_int((long long)again->canned.n, (long long)c->canned.n, "its texts");
		world_drop(again);
	}
	if (tap_int(world_load(a, &other, &faults), 0, "the other files")) {
		tap_ok(!str_eq(other->fingerprint, c->fingerprint), "have another print");
		world_drop(other);
	}
	world_write(path, before);
	world_drop(c);
}

int
main(void)
{
	struct arena *a = arena_new();

	world_open();
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	test_sample(a);
	test_modes(a);
	test_folders(a);
	test_links(a);
	test_many(a);
	test_manual(a);
	test_damage();
	test_kept(a);
	world_close();
	arena_free(a);
	return tap_done();
}

/* types.conf: what is refused, where verbs lead, what statuses are called. */
#include "daemon/policy/type.h"

#include <stdio.h>

#include "tests/unit/policy/world.h"

#define AT_BUG	"{ from = [ \"fixed\" ]; to = \"closed\"; },"
#define AT_VERBS	"verbs = { wait = \"\"; };"

static const struct change refused[] = {
	{ "types.conf", "initial = \"planned\"", "initial = \"planed\"",
	  "types.conf:@: there is no status of type change planed (did you mean planned?)" },
	{ "types.conf", AT_BUG, "{ from = [ \"fixt\" ]; to = \"closed\"; },",
	  "types.conf:@: there is no status of type bug fixt" },
	{ "types.conf", AT_BUG, "{ from = [ \"fixed\" ]; to = \"open\"; },",
	  "status closed of type bug is never reached" },
	{ "types.conf", "name = \"waiting\"; category = \"waiting\"; }",
	  "name = \"wait\"; category = \"wating\"; }", "(did you mean waiting?)" },
	{ "types.conf", "needs = [ \"version\", \"unblocked\" ]", "needs = [ \"time\" ]",
	  "types.conf:@: needs \"time\" is not known yet" },
	{ "types.conf", "needs = [ \"version\", \"unblocked\" ]", "needs = [ \"versoin\" ]",
	  "types.conf:@: there is no need versoin (did you mean version?)" },
	{ "types.conf", "on_unblock = \"approved\"", "on_unblock = \"closed\"; idle_close = \"1s\"",
	  "types.conf:@: idle_close" },
	{ "types.conf", "on_unblock = \"approved\"", "on_unblock = \"carried-out\"",
	  "types.conf:@: on_unblock: no transition leads from on-hold to carried-out" },
	{ "types.conf", "who = \"lead\"", "who = \"leed\"", "there is no who leed" },
	{ "types.conf", "who = \"lead\"", "who = \"lead\"; when = { from = \"x@y.example\"; }",
	  "types.conf:@: from is of what happens" },
	{ "types.conf", "who = \"lead\"", "who = \"lead\"; when = { tags = { matches = \"x\"; }; }",
	  "types.conf:@: a pattern cannot be tried here" },
	{ "types.conf", "who = \"lead\"", "who = \"lead\"; when = { status = \"fixt\"; }",
	  "types.conf:@: there is no status fixt (did you mean fixed?)" },
	{ "types.conf", "who = \"lead\"", "sets = { severity = \"mega\"; }",
	  "types.conf:@: severity: \"mega\" is none of" },
	{ "types.conf", AT_VERBS, "", "#wait leads nowhere: type change has no status of category" },
	{ "types.conf", AT_VERBS, "verbs = { wait = \"\"; close = \"planned\"; };",
	  "#close leads nowhere: no transition of type change leads to planned" },
	{ "types.conf", AT_VERBS, "verbs = { wait = \"\"; shut = \"closed\"; };",
	  "there is no verb shut" },
	{ "types.conf", AT_VERBS, "verbs = { wait = \"\"; }; on_merge = \"on-hold\";",
	  "on_merge: a merged ticket is done" },
	{ "types.conf", "initial = \"planned\";", "initial = \"planned\"; fields = ( { name = "
	  "\"severiti\"; } );", "there is no field severiti (did you mean severity?)" },
	{ "types.conf", "map = { approval", "fields = ( { name = \"severity\"; } ); map = { approval",
	  "needs version, a field that type bug lacks" },
	{ "types.conf", "{ from = [ \"planned\", \"on-hold\", \"carried-out\" ]; to = \"closed\"; }",
	  "{ from = [ \"planned\", \"on-hold\" ]; to = \"closed\"; },\n{ from = [ \"on-hold\" ]; to = \"closed\"; }",
	  "this transition is never taken" },
	{ "types.conf", "{ name = \"on-hold\"; category = \"on-hold\"; on_unblock = \"approved\"; },\n\t\t\t{ name = \"carried-out\"",
	  "{ name = \"on-hold\"; category = \"on-hold\"; idle_close = \"1d\"; "
	  "on_customer_reply = \"carried-out\"; },\n\t\t\t{ name = \"carried-out\"",
	  "on_customer_reply: no transition leads from on-hold to carried-out" },
	{ "types.conf", "name = \"change\"", "name = \"bug\"", "type bug is there twice" },
	{ "projects.conf", "key = \"ACME\";", "key = \"ACME\"; type = \"bugg\";",
	  "projects.conf:@: there is no type bugg in types.conf (did you mean bug?)" },
	{ "docket.conf", "subject_tag", "type = \"bugg\"; subject_tag",
	  "there is no type bugg in types.conf (did you mean bug?)" },
	{ "rules.conf", "assign = \"lee\"", "type = \"bugg\"", "there is no type bugg" },
	{ "rules.conf", "severity = \"critical\"", "type = \"bugg\"",
	  "rules.conf:@: there is no type bugg" },
};

/* Statuses that are not reached, left, or lead to no end: of a type of three and one more. */
static void
test_graph(struct arena *a)
{
	static const struct { const char *ways, *want; } rows[] = {
		{ "{ from = \"n\"; to = \"o\"; }, { from = \"o\"; to = \"c\"; },"
		  "{ from = \"c\"; to = \"o\"; }", "status x of type t is never reached" },
		{ "{ from = \"n\"; to = \"o\"; }, { from = \"o\"; to = [ \"c\" ]; }", "to is not" },
		{ "{ from = \"n\"; to = \"o\"; }, { from = \"o\"; to = \"c\"; },"
		  "{ from = \"c\"; to = \"o\"; }, { from = \"o\"; to = \"x\"; }",
		  "types.conf:6: status x of type t is a dead end" },
		{ "{ from = \"n\"; to = \"x\"; }, { from = \"x\"; to = \"o\"; },"
		  "{ from = \"o\"; to = \"x\"; }, { from = \"n\"; to = \"c\"; }",
		  "types.conf:6: status x of type t is a trap: no way leads from it to a closed "
		  "one, only to o, x" },
	};
	struct str path = world_path(a, "types.conf"), before = world_read(a, path);

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct conf *conf;
		struct conf_faults faults = { 0 };

		world_write(path, str_printf(a, "types = ( { name = \"t\"; initial = \"n\";\n"
		    "statuses = (\n{ name = \"n\"; category = \"new\"; },\n"
		    "{ name = \"o\"; category = \"open\"; },\n"
		    "{ name = \"c\"; category = \"closed\"; },\n"
		    "{ name = \"x\"; category = \"on-hold\"; }\n);\n"
		    "verbs = { wait = \"\"; resolve = \"c\"; hold = \"\"; };\n"
		    "transitions = ( %s ); } );\n", rows[i].ways));
		tap_int(world_load(a, &conf, &faults), -1, "refused: %s", rows[i].want);
		tap_ok(world_told(&faults, rows[i].want), "%s", rows[i].want);
	}
	world_write(path, before);
}

/* Where the sample's verbs lead, and what its statuses are called. */
static void
test_sample(struct arena *a)
{
	static const struct { const char *type, *verb, *from; enum category c; const char *want; }
	rows[] = {
		{ "incident", "close", "new", CATEGORY_CLOSED, "closed" },
		{ "bug", "resolve", "open", CATEGORY_RESOLVED, "fixed" },
		{ "bug", "close", "new", CATEGORY_CLOSED, "no-bug" },
		{ "bug", "close", "fixed", CATEGORY_CLOSED, "closed" },
		{ "bug", "close", "no-bug", CATEGORY_CLOSED, "no-bug" },
		{ "service-request", "resolve", "open", CATEGORY_RESOLVED, "closed" },
		{ "service-request", "hold", "open", CATEGORY_ON_HOLD, "approval" },
		{ "change", "reopen", "closed", CATEGORY_OPEN, "approved" },
		{ "change", "wait", "approved", CATEGORY_WAITING, NULL },
		{ "gone", "hold", "open", CATEGORY_ON_HOLD, "on-hold" },
	};
	const struct conf *c;
	struct conf_faults faults = { 0 };
	const struct type *bug;

	if (world_load(a, &c, &faults) == -1)
		return;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct type *t = types_of(&c->types, str_c(rows[i].type));
		const struct status *to = type_verb(t, rows[i].verb, rows[i].c,
		    type_status(t, str_c(rows[i].from)));

		tap_str(to == NULL ? STR_NONE : to->name, str_c(rows[i].want), "#%s of %s from %s",
		    rows[i].verb, rows[i].type, rows[i].from);
	}
	bug = types_find(&c->types, STR("bug"));
	tap_str(status_label(bug, STR("fixed"), STR("de")), STR("behoben"), "a label");
	tap_str(status_label(bug, STR("fixed"), STR("nl")), STR("fixed"), "of a language that lacks");
	tap_str(status_label(bug, STR("closed"), STR("fr")), STR("clos"), "docket's own word");
	tap_str(type_said(a, bug, STR("BESTAETIGT")) == NULL ? STR("none") : STR_NONE, STR("none"),
	    "no such label");
	tap_str(type_said(a, bug, STR("Bestätigt"))->name, STR("open"), "by a label");
	tap_str(type_said(a, bug, STR("geschlossen"))->name, STR("closed"), "by docket's word");
	tap_str(types_said(a, &c->types, STR("störung"))->name, STR("incident"), "a type's label");
	tap_str(type_place(bug, STR("approval"), STR("on-hold"))->name, STR("on-hold"), "a map");
	tap_str(type_place(bug, STR("triage"), STR("resolved"))->name, STR("fixed"), "by category");
	world_drop(c);
}

/* The file's first type and what docket is without the file are one. */
static void
test_plain(struct arena *a)
{
	const struct conf *c;
	struct conf_faults faults = { 0 };
	const struct type *incident;
	struct type plain;

	type_plain(a, &plain);
	if (world_load(a, &c, &faults) == -1)
		return;
	incident = types_find(&c->types, STR("incident"));
	tap_int((long long)incident->n_statuses, (long long)plain.n_statuses, "as many statuses");
	for (size_t i = 0; i < plain.n_statuses; i++) {
		struct str from = plain.statuses[i].name;

		tap_str(type_status(incident, from)->on_customer_reply,
		    plain.statuses[i].on_customer_reply, "an answer to %.*s", STR_ARG(from));
		for (size_t k = 0; k < plain.n_statuses; k++)
			tap_ok(type_leads(&plain, from, plain.statuses[k].name) ==
			    type_leads(incident, from, plain.statuses[k].name), "%.*s to %.*s",
			    STR_ARG(from), STR_ARG(plain.statuses[k].name));
	}
	world_drop(c);
}

int
main(void)
{
	struct arena *a = arena_new();

	world_open();
	world_refuses(refused, COUNT(refused));
	test_graph(a);
	test_sample(a);
	test_plain(a);
	world_close();
	arena_free(a);
	return tap_done();
}

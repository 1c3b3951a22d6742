/* views.conf. */
#include "tests/unit/policy/world.h"

#define FIRST	"name = \"mine\";"

static const struct change refused[] = {
	{ "views.conf", "name = \"board\";", FIRST, "views.conf:@: view mine is there twice" },
	{ "views.conf", FIRST, FIRST " layout = \"tabel\";", "did you mean table?" },
	{ "views.conf", FIRST, FIRST " limits = { open = 3; };",
	  "views.conf:@: limits are of a board's columns" },
	{ "views.conf", "limits = { open = 20; }", "limits = { opne = 20; }",
	  "there is no category opne (did you mean open?)" },
	{ "views.conf", "limits = { open = 20; }", "limits = { open = 0; }", "a number from 1" },
	{ "views.conf", FIRST, FIRST " group = [ \"severty\" ];",
	  "views.conf:@: group \"severty\" is no column (did you mean severity?)" },
	{ "views.conf", FIRST, FIRST " group = [ \"subject\" ];",
	  "group \"subject\": by this nothing can be grouped" },
	{ "views.conf", FIRST, FIRST " group = [ \"team\", \"type\", \"who\", \"status\", \"risk\" ];",
	  "5 groups within each other: four at most" },
	{ "views.conf", FIRST, FIRST " group = [ \"team\", \"team\" ];", "group has \"team\" twice" },
	{ "views.conf", FIRST, FIRST " group = [ \"field.nope\" ];", "there is no field nope" },
	{ "views.conf", "sort = [ \"due\" ]", "sort = [ \"tags\" ]",
	  "sort \"tags\": by this nothing can be sorted" },
	{ "views.conf", "assignee = \"$me\"", "assignee = \"$you\"", "there is no agent $you" },
	{ "views.conf", "assignee = \"$me\"", "subject = { matches = \"x\"; }",
	  "a pattern cannot be tried here" },
	{ "views.conf", FIRST, FIRST " customers = true; group = [ \"team\" ];",
	  "group: customers do not see \"team\"" },
	{ "views.conf", FIRST, FIRST " show_to = [ \"team:nobody\" ];", "there is no team nobody" },
	{ "views.conf", FIRST, FIRST " show_to = [ \"requester\" ];", "is of a ticket" },
	{ "views.conf", FIRST, FIRST " mail = { at = \"8 8 8\"; to = \"lee\"; };", "views.conf:@: " },
	{ "views.conf", FIRST, FIRST " mail = { at = \"0 8 * * mon\"; };", "views.conf:@: " },
	{ "views.conf", FIRST, FIRST " mail = { at = \"0 8 * * mon\"; to = \"lea\"; };",
	  "there is no agent lea" },
	{ "views.conf", "en = \"My tickets\"", "xx = \"x\"", "there is no language xx" },
	{ "views.conf", "of = \"time\";", "of = \"time\"; sort = [ \"due\" ];",
	  "sort is of tickets: a view of time has its own rows" },
	{ "views.conf", "of = \"time\";", "of = \"time\"; layout = \"board\";",
	  "a view of time is a table, numbers or a chart" },
	{ "views.conf", "layout = \"calendar\"", "layout = \"chart\"", "a chart of tickets has a bar" },
};

static const struct change accepted[] = {
	{ "views.conf", FIRST, FIRST " mail = { at = \"0 8 * * mon\"; zone = \"Europe/Berlin\"; "
	  "to = [ \"lee\", \"team:desk\", \"leads\" ]; if_empty = \"send\"; };", "" },
	{ "views.conf", FIRST, FIRST " customers = true;", "" },
	{ "views.conf", FIRST, FIRST " group = [ \"field.severity\", \"risk\" ];", "" },
	{ "views.conf", "category = [ \"new\"", "team = \"$my-teams\"; category = [ \"new\"", "" },
};

static void
test_read(struct arena *a)
{
	const struct conf *conf;
	struct conf_faults faults;
	const struct view_def *d;

	tap_int(world_load(a, &conf, &faults), 0, "the sample is read");
	d = view_defs_find(&conf->views, STR("mine"));
	tap_ok(d != NULL && d->of_reader, "mine is of its reader");
	tap_str(view_title(d, STR("de")), STR("Meine Tickets"), "its title");
	tap_str(view_title(d, STR("xx")), STR("My tickets"), "in English where there is none");
	tap_ok(d->sort.v[1].falls && d->sort.v[1].column->id == SHOWN_SEVERITY, "the highest first");
	d = view_defs_find(&conf->views, STR("board"));
	tap_ok(d->layout == LAYOUT_BOARD && d->limits[0].most == 20 && !d->of_reader, "board");
	tap_ok(view_is_shown_to(d, conf, &conf->agents.v[0]), "everybody sees it");
	world_drop(conf);
}

int
main(void)
{
	struct arena *a = arena_new();

	world_open();
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	test_read(a);
	world_close();
	arena_free(a);
	return tap_done();
}

/* views.conf. */
#include <string.h>
#include <unistd.h>

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
	{ "views.conf", "assignee = \"$me\"", "assignee = \"$you\"", "assignee \"$you\": who reads is \"$me\"" },
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
	{ "views.conf", FIRST, FIRST " mail = \"mon 08:00\";", "views.conf:@: write mail = {" },
	{ "views.conf", FIRST, FIRST " mail = { at = \"mun 08:00\"; to = \"lee\"; };",
	  "at \"0 8 * * mun\": \"mun\" is no day of the week" },
	{ "views.conf", FIRST, FIRST " mail = { at = \"mon 8\"; to = \"lee\"; };",
	  "or \"mon 08:00 Europe/Berlin\"" },
	{ "views.conf", FIRST, FIRST " mail = { at = \"mon 08:00 Europe/Berln\"; to = \"lee\"; };",
	  "views.conf:@: " },
	{ "views.conf", FIRST, FIRST " mail = { at = \"24:00\"; to = \"lee\"; };", "views.conf:@: " },
	{ "views.conf", FIRST, FIRST " mail = { at = \"08:00\"; to = \"lee\"; if_empty = \"skp\"; };",
	  "did you mean skip?" },
	{ "views.conf", "of = \"time\";", "of = \"time\"; customers = true;",
	  "customers do not see time" },
	{ "views.conf", "of = \"versions\";", "of = \"versions\"; layout = \"calendar\";",
	  "a view of versions is a table, numbers or a chart" },
	{ "views.conf", "due = { below", "due = { bellow", "bellow" },
	{ "views.conf", "below = \"24h\"", "below = \"1 dya\"", "is no duration" },
	{ "views.conf", "due = { below = \"24h\"; }", "calendar = { office = \"open\"; }",
	  "a list does not go by the time of day" },
	{ "views.conf", "due = { below = \"24h\"; }", "body = \"x\"", "body is of what happens" },
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

/* When it is mailed, as people say it. */
static const struct {
	const char	*at, *cron, *zone;
} whens[] = {
	{ "mon 08:00 Europe/Berlin", "0 8 * * mon", "Europe/Berlin" },
	{ "mon-fri  7:30", "30 7 * * mon-fri", "UTC" },
	{ "18:05", "5 18 * * *", "UTC" },
	{ "06:00 America/Bogota", "0 6 * * *", "America/Bogota" },
	{ "0 8 * * mon", "0 8 * * mon", "UTC" },
};

static void
test_whens(struct arena *a)
{
	struct str path = world_path(a, "views.conf"), before = world_read(a, path);

	for (size_t i = 0; i < COUNT(whens); i++) {
		struct str mail = str_printf(a, FIRST " mail = { at = \"%s\"; to = \"lee\"; };",
		    whens[i].at);
		size_t at = str_find(before, STR(FIRST), 0);
		const struct view_mail *m;
		const struct conf *conf;
		struct conf_faults faults;

		world_write(path, str_printf(a, "%.*s%.*s%s", (int)at, before.p, STR_ARG(mail),
		    before.p + at + strlen(FIRST)));
		if (!tap_ok(world_load(a, &conf, &faults) == 0, "%s is read", whens[i].at))
			continue;
		m = &view_defs_find(&conf->views, STR("mine"))->mail;
		tap_str(m->at, str_c(whens[i].cron), "%s: at", whens[i].at);
		tap_str(m->zone, str_c(whens[i].zone), "%s: zone", whens[i].at);
		world_drop(conf);
	}
	world_write(path, before);
}

/* Without the file: as with the sample; with an empty list none. */
static void
test_absent(struct arena *a)
{
	struct str path = world_path(a, "views.conf"), before = world_read(a, path);
	const struct conf *with, *without, *none;
	struct conf_faults faults;

	tap_int(world_load(a, &with, &faults), 0, "with views.conf");
	unlink(path.p);
	tap_int(world_load(a, &without, &faults), 0, "without");
	tap_int((long long)without->views.n, (long long)with->views.n, "as many");
	for (size_t i = 0; i < with->views.n && i < without->views.n; i++)
		tap_str(without->views.v[i].name, with->views.v[i].name, "the same");
	tap_ok(view_defs_find(&without->views, STR("at-risk")) != NULL, "at-risk");
	tap_str(view_title(view_defs_find(&without->views, STR("overdue")), STR("de")),
	    STR("Überfällig"), "its letters");
	world_write(path, STR("views = ( );\n"));
	tap_int(world_load(a, &none, &faults), 0, "an empty list");
	tap_int((long long)none->views.n, 0, "is no view");
	world_write(path, before);
	world_drop(with);
	world_drop(without);
	world_drop(none);
}

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
	test_whens(a);
	test_absent(a);
	world_close();
	arena_free(a);
	return tap_done();
}

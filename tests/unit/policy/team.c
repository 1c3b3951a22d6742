/* teams.conf. */
#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "teams.conf", "[ \"lee\" ]", "[ \"lea\" ]",
	  "teams.conf:@: there is no agent lea (did you mean lee?)" },
	{ "teams.conf", "name = \"operations\"", "name = \"night\"",
	  "there is no team operations in agents.conf or teams.conf" },
	{ "teams.conf", "name = \"operations\"", "name = \"desk\"",
	  "teams.conf:@: team desk is there twice" },
	{ "teams.conf", "lead = \"lee\"", "lead = \"sam\"",
	  "teams.conf:@: lead sam is not in team desk" },
	{ "teams.conf", "lead = \"lee\"", "lead = \"nobody\"",
	  "teams.conf:@: lead nobody is not in team desk" },
	{ "teams.conf", "hours = \"office\"", "hours = \"offce\"",
	  "teams.conf:@: there is no calendar offce" },
	{ "teams.conf", "hours = \"office\";", "",
	  "wake without hours" },
	{ "teams.conf", "\"critical\", \"high\"", "\"critical\", \"hihg\"",
	  "teams.conf:@: there is no severity hihg (did you mean high?)" },
	{ "teams.conf", "teams = (", "teams = ( { name = \"empty\"; },",
	  "teams.conf:@: team empty is empty" },
	{ "teams.conf", "teams = (", "team = (",
	  "teams.conf:@: there is no setting team in this file" },
	{ "agents.conf", "team = \"operations\"", "team = \"operatins\"",
	  "agents.conf:@: there is no team operatins in agents.conf or teams.conf (did you mean "
	  "operations?)" },
};

static const struct change accepted[] = {
	{ "teams.conf", "members = [ \"lee\" ];", "", "" },
	{ "teams.conf", "members = [ \"lee\" ];", "members = \"sam\"; lead = \"sam\";", "" },
	{ "teams.conf", "lead = \"lee\";", "", "" },
};

static void
test_members(struct arena *a)
{
	const struct agent sam = { .name = STR("sam") }, ana = { .name = STR("ana") };
	const struct conf *conf;
	struct conf_faults faults;
	const struct team *t;

	tap_int(world_load(a, &conf, &faults), 0, "the sample is read");
	t = teams_find(&conf->teams, STR("operations"));
	tap_ok(team_has(t, &sam) && !team_has(t, &ana), "sam is in the team that he names");
	tap_int((long long)t->members.n, 2, "with whom it names itself");
	tap_ok(!team_has(teams_find(&conf->teams, STR("nobodys")), &ana), "nobody is in no team");
	world_drop(conf);
}

int
main(void)
{
	struct arena *a = arena_new();

	world_open();
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	test_members(a);
	world_close();
	arena_free(a);
	return tap_done();
}

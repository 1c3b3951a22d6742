/* Whom a rule means, of a team of four; and to whom nothing automatic goes. */
#include "daemon/out/recipients.h"

#include "daemon/out/notify.h"
#include "tests/tap.h"

static struct str ana[] = { STR("ana@desk.example") }, bo[] = { STR("bo@desk.example") },
    cy[] = { STR("cy@desk.example") }, di[] = { STR("di@desk.example") };

static struct agent people[] = {
	{ .name = STR("ana"), .addresses = { ana, 1 }, .team = STR("blue") },
	{ .name = STR("bo"), .addresses = { bo, 1 }, .team = STR("blue") },
	{ .name = STR("cy"), .addresses = { cy, 1 }, .role = AGENT_LEAD },
	{ .name = STR("di"), .addresses = { di, 1 }, .role = AGENT_ADMIN },
};

static const struct {
	const char	*who, *assignee, *team, *want;
	bool		 no_lead;
	const char	*after;		/* a word that the list holds before it */
} rows[] = {
	{ "requester", "", "", "jo@a.example" },
	{ "participants", "", "", "jo@a.example max@a.example" },
	{ "assignee", "bo", "blue", "bo@desk.example" },
	{ "assignee", "", "blue", "ana@desk.example bo@desk.example" },
	{ "assignee", "gone", "", "cy@desk.example" },
	{ "assignee", "", "", "cy@desk.example" },
	{ "assignee", "", "", "di@desk.example", true },
	{ "team", "bo", "blue", "ana@desk.example bo@desk.example" },
	{ "team", "bo", "red", "cy@desk.example" },
	{ "team", "", "blue", "ana@desk.example bo@desk.example", .after = "assignee" },
	{ "team", "", "red", "cy@desk.example", .after = "assignee" },
	{ "lead", "", "blue", "bo@desk.example" },
	{ "lead", "ana", "", "bo@desk.example" },
	{ "lead", "cy", "red", "cy@desk.example" },
	{ "lead", "", "", "di@desk.example", true },
	{ "leads", "", "", "cy@desk.example" },
	{ "leads", "", "", "cy@desk.example", .after = "agent:cy" },
	{ "admins", "", "", "di@desk.example" },
	{ "team:blue", "", "", "ana@desk.example bo@desk.example" },
	{ "team:red", "", "", "" },
	{ "team:", "", "", "" },
	{ "agent:ana", "", "", "ana@desk.example" },
	{ "agent:gone", "", "", "" },
	{ "boss@a.example", "", "", "boss@a.example" },
	{ "no address", "", "", "" },
};

static const struct {
	const char	*address;
	bool		 may;
} customers[] = {
	{ "jo@a.example", true }, { "Support@desk.example", false },
	{ "no-reply@a.example", false }, { "MAILER-DAEMON@a.example", false },
};

static struct str
join(struct arena *a, const struct recipients *rs)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < rs->n; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? " " : "", STR_ARG(rs->v[i].address.addr));
	return buf_str(&b);
}

static void
test_who(struct arena *a, size_t i)
{
	struct address taking_part[] = { { .addr = STR("JO@a.example") },
	    { .addr = STR("max@a.example") } };
	struct ticket t = { .requester_address = { .addr = STR("jo@a.example") },
	    .participants = { taking_part, 2 }, .assignee = str_c(rows[i].assignee),
	    .team = str_c(rows[i].team) };
	struct event ev = { .ticket = &t };
	struct conf conf = { .agents = { people, COUNT(people) } };
	struct core_state core = { .conf = &conf };
	struct work w = { .conf = &conf, .core = &core };
	struct recipients *rs = ARENA_NEW(a, struct recipients);

	teams_of_agents(a, &conf.agents, &conf.teams);
	for (size_t k = 0; k < conf.teams.n; k++)
		if (str_eq(conf.teams.v[k].name, STR("blue")))
			conf.teams.v[k].lead = STR("bo");
	people[2].role = rows[i].no_lead ? AGENT_AGENT : AGENT_LEAD;
	if (rows[i].after != NULL)
		recipients_add(&w, &ev, str_c(rows[i].after), rs);
	recipients_add(&w, &ev, str_c(rows[i].who), rs);
	tap_str(join(a, rs), str_c(rows[i].want), "%s of '%s', '%s' after '%s'", rows[i].who,
	    rows[i].assignee, rows[i].team, rows[i].after == NULL ? "" : rows[i].after);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct letter robot = { .kind = LETTER_AUTO };
	struct conf conf = { 0 };
	struct event ev = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++)
		test_who(a, i);
	strs_add(a, &conf.letter.own_addresses, STR("support@desk.example"));
	for (size_t i = 0; i < COUNT(customers); i++)
		tap_ok((notify_obstacle(&conf, &ev, str_c(customers[i].address)) == NULL) ==
		    customers[i].may, "automatic mail to %s", customers[i].address);
	ev.letter = &robot;
	tap_ok(notify_obstacle(&conf, &ev, STR("jo@a.example")) != NULL,
	    "no automatic answer to an automatic mail");
	arena_free(a);
	return tap_done();
}

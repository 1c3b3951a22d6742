#include "daemon/policy/whom.h"

#include "tests/tap.h"

static const struct {
	const char	*in;
	enum whom_kind	 kind;
	const char	*name;
} rows[] = {
	{ "requester", WHOM_REQUESTER, "" },
	{ "participants", WHOM_PARTICIPANTS, "" },
	{ "assignee", WHOM_ASSIGNEE, "" },
	{ "team", WHOM_TEAM, "" },
	{ "lead", WHOM_LEAD, "" },
	{ "leads", WHOM_LEADS, "" },
	{ "admins", WHOM_ADMINS, "" },
	{ "author", WHOM_AUTHOR, "" },
	{ "team:blue", WHOM_NAMED_TEAM, "blue" },
	{ "team:", WHOM_NAMED_TEAM, "" },
	{ "agent:ana", WHOM_NAMED_AGENT, "ana" },
	{ "boss@example.com", WHOM_ADDRESS, "boss@example.com" },
	{ "Team", WHOM_ADDRESS, "Team" },
	{ "", WHOM_ADDRESS, "" },
};

/* The help names every word, in order. */
static void
test_help(void)
{
	struct str rest = STR(WHOM_HELP), item;

	for (size_t i = 0; i < WHOM_WORDS; i++)
		tap_ok(str_split(&rest, ',', &item) &&
		    str_eq(str_trim(item), str_c(whom_words[i])), "help: %s", whom_words[i]);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct whom w = whom_read(str_c(rows[i].in));

		tap_int(w.kind, rows[i].kind, "'%s'", rows[i].in);
		tap_str(w.name, str_c(rows[i].name), "'%s': name", rows[i].in);
	}
	test_help();
	return tap_done();
}

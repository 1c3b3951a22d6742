/* What orders_check() makes of an agent's lines, against a ticket's state. */
#include <string.h>

#include "daemon/intake/orders.h"
#include "daemon/ticket/step.h"
#include "tests/tap.h"

struct row {
	const char	*name;
	const char	*status;
	const char	*text;
	size_t		 n;		/* lines understood */
	size_t		 refused;
	const char	*says;		/* part of the first refusal */
	const char	*instead;	/* the line to copy */
};

static const struct row rows[] = {
	{ "severity", "new", "#severity high\n", 1, 0, "", "" },
	{ "a synonym", "new", "#severity hoch\n", 1, 0, "", "" },
	{ "no such severity", "new", "#severity enormous\n", 0, 1, "cannot be", "#severity low" },
	{ "a value is missing", "new", "#severity\n", 0, 1, "#severity LEVEL", "#severity low" },
	{ "a value too many", "new", "#close now please\n", 0, 1, "takes no value", "#close" },
	{ "a typo, and a value that is one", "new", "#severty hgh\n", 0, 1, "no command #severty",
	  "#severity high" },
	{ "a typo without its value", "new", "#severty\n", 0, 1, "no command #severty",
	  "#severity low" },
	{ "a typo with a value too many", "open", "#clsoe now\n", 0, 1, "no command #clsoe", "#close" },
	{ "a typo of what cannot be done", "open", "#acept 7\n", 0, 1,
	  "there is no command #acept, but there is #accept", "" },
	{ "a typo that needs words of one's own", "open", "#subjct\n", 0, 1,
	  "there is no command #subjct, but there is #subject", "" },
	{ "close", "open", "#close\n", 1, 0, "", "" },
	{ "a typo", "open", "#clsoe\n", 0, 1, "no command #clsoe", "#close" },
	{ "nothing like it, and nothing else", "open", "#frobnicate\n", 0, 1, "no command", "" },
	{ "nothing like it in a block", "open", "#open\n#frobnicate\n", 1, 1, "no command", "" },
	{ "one bad of two", "open", "#severity low\n#asign ana\n", 1, 1, "no command", "#assign ana" },
	{ "a title, or a command", "open", "# Note\nx\n", 0, 1, "a title", "#note" },
	{ "me", "open", "#assign Me.\n", 1, 0, "", "" },
	{ "her whole name", "open", "#assign ANA\n", 1, 0, "", "" },
	{ "not from closed", "closed", "#wait\n", 0, 1, "can become open", "" },
	{ "closed, reopened, waiting", "closed", "#reopen\n#wait\n", 2, 0, "", "" },
	{ "the same status is no fault", "open", "#open\n", 1, 0, "", "" },
	{ "status by name", "open", "#status on-hold\n", 1, 0, "", "" },
	{ "no such status", "open", "#status done\n", 0, 1, "can become", "" },
	{ "an agent", "open", "#assign ana\n", 1, 0, "", "" },
	{ "an agent misspelt", "open", "#assign anna\n", 0, 1, "no agent anna", "#assign ana" },
	{ "note", "open", "#note\nfor us\n", 1, 0, "", "" },
};

/* The first refusal; NULL: there is none. */
static const struct why *
first(const struct orders *orders)
{
	for (size_t i = 0; i < orders->n_lines; i++)
		if (orders->lines[i].fate == LINE_REFUSED)
			return orders->lines[i].why;
	return NULL;
}

/* What is offered to be copied is taken when it comes. */
static void
check_offer(struct work *w, const struct ticket *t, const struct actor *actor, struct str line)
{
	struct command_block block;
	struct orders orders;

	command_parse(w->a, &w->conf->verb_words.by_mail, line, &block);
	orders_check(w, t, actor, &block, false, &orders);
	tap_ok(block.n == 1 && orders.n == 1 && orders.n_refused == 0, "offered, and good: %.*s",
	    STR_ARG(line));
}

static void
check(struct arena *a, const struct conf *conf, const struct row *row)
{
	struct core_state core = { .conf = conf };
	struct work w = { .conf = conf, .a = a, .core = &core };
	struct ticket t = { .id = 7, .status = str_c(row->status),
	    .category = str_c(row->status) };
	struct actor ana = { .door = DOOR_MAIL, .agent = &conf->agents.v[0] };
	struct command_block block;
	struct orders orders;
	const struct why *why;
	bool good;

	command_parse(a, &conf->verb_words.by_mail, str_c(row->text), &block);
	orders_check(&w, &t, &ana, &block, false, &orders);
	good = orders.n == row->n && orders.n_refused == row->refused;
	why = first(&orders);
	if (good && row->refused > 0)
		good = str_find(why_text(a, STR_NONE, why), str_c(row->says), 0) != SIZE_MAX &&
		    str_eq(why->instead, str_c(row->instead));
	tap_ok(good, "%s: %zu understood, %zu refused: %.*s (%.*s)", row->name, orders.n,
	    orders.n_refused,
	    STR_ARG(why != NULL ? why_text(a, STR_NONE, why) : STR_NONE),
	    STR_ARG(why != NULL ? why->instead : STR_NONE));
	tap_int((int64_t)orders.n_lines, (int64_t)(row->n + row->refused), "%s: lines told",
	    row->name);
	for (size_t i = 0; i < orders.n_lines; i++)
		if (orders.lines[i].why != NULL && orders.lines[i].why->instead.n > 0)
			check_offer(&w, &t, &ana, orders.lines[i].why->instead);
}

/* The state machine has no status without a way out. */
static void
check_transitions(const struct type *type)
{
	static const char *const all[] = { "new", "open", "waiting", "on-hold",
	    "resolved", "closed" };

	for (size_t i = 0; i < COUNT(all); i++) {
		bool left = false;

		for (size_t k = 0; k < COUNT(all); k++)
			left |= type_leads(type, str_c(all[i]), str_c(all[k]));
		tap_ok(left, "from %s there is a way", all[i]);
	}
	tap_ok(!type_leads(type, STR("closed"), STR("waiting")), "closed is not waiting");
	tap_ok(!type_leads(type, STR("open"), STR("new")), "nothing becomes new");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct agent ana = { .name = STR("ana"), .full_name = STR("Ana") };
	struct conf conf = { .agents = { &ana, 1 } };

	field_builtins(a, &conf.fields);
	conf.verb_words.by_mail = verb_words_plain(a);
	type_plain(a, &conf.types.plain);
	for (size_t i = 0; i < COUNT(rows); i++)
		check(a, &conf, &rows[i]);
	check_transitions(&conf.types.plain);
	arena_free(a);
	return tap_done();
}

/* Who may do a verb, where, and with how young a proof. */
#include "daemon/act/may.h"

#include "daemon/policy/conf.h"
#include "tests/tap.h"

static const struct row {
	const char		*name;
	enum role_agent		 role;
	bool			 is_stale;
	const char		*mailbox, *verb, *says;	/* "": may */
} rows[] = {
	{ "what nobody switched off", AGENT_AGENT, false, "sales", "close", "" },
	{ "off for agents: an agent", AGENT_AGENT, false, "sales", "take",
	  "#take is for leads and admins" },
	{ "off for agents: a lead", AGENT_LEAD, false, "sales", "take", "" },
	{ "off for two roles, of one mailbox", AGENT_AGENT, false, "sales", "tag",
	  "#tag is for admins" },
	{ "so for a lead, too", AGENT_LEAD, false, "sales", "tag", "#tag is for admins" },
	{ "and the third may", AGENT_ADMIN, false, "sales", "tag", "" },
	{ "of another mailbox", AGENT_AGENT, false, "support", "tag", "" },
	{ "off for leads alone", AGENT_LEAD, false, "sales", "open", "#open is for agents and admins" },
	{ "off for admins alone", AGENT_ADMIN, false, "sales", "wait",
	  "#wait is for agents and leads" },
	{ "off for two groups' roles", AGENT_LEAD, false, "sales", "hold",
	  "#hold is for agents, not for leads and admins" },
	{ "the third", AGENT_AGENT, false, "sales", "hold", "" },
	{ "off for all but leads", AGENT_ADMIN, false, "sales", "reopen", "#reopen is for leads" },
	{ "off for all", AGENT_ADMIN, false, "sales", "assign", "#assign is switched off here" },
	{ "grave, by a young proof", AGENT_AGENT, false, "sales", "cc", "" },
	{ "by an old one", AGENT_AGENT, true, "sales", "cc",
	  "#cc wants a reply address that is younger than 7 d:" },
	{ "what is not grave", AGENT_AGENT, true, "sales", "close", "" },
};

static struct str	sales[] = { STR("sales") };

enum { A = 1 << AGENT_AGENT, L = 1 << AGENT_LEAD, M = 1 << AGENT_ADMIN };

static struct verbs_off_group groups[] = {
	{ .verbs = { [VERB_TAKE] = true }, .roles = A },
	{ .verbs = { [VERB_TAG] = true }, .roles = A | L, .mailboxes = { sales, 1 } },
	{ .verbs = { [VERB_OPEN] = true, [VERB_HOLD] = true }, .roles = L },
	{ .verbs = { [VERB_WAIT] = true, [VERB_HOLD] = true }, .roles = M },
	{ .verbs = { [VERB_REOPEN] = true }, .roles = A | M },
	{ .verbs = { [VERB_ASSIGN] = true }, .roles = A | L | M },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct conf conf = { .grave_age = 7 * 86400, .verbs_off = { groups, COUNT(groups) } };
	struct work w = { .a = a, .conf = &conf };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct agent ana = { .name = STR("ana"), .role = rows[i].role };
		struct actor actor = { .door = DOOR_MAIL, .agent = &ana,
		    .is_stale = rows[i].is_stale };
		struct ticket t = { .mailbox = str_c(rows[i].mailbox) };
		struct prospect p;
		struct why *why;

		act_prospect(&p, &w, &t, &actor);
		why = act_may(&p, verb_find(DOOR_MAIL, str_c(rows[i].verb)));
		tap_ok(rows[i].says[0] == '\0' ? why == NULL : why != NULL &&
		    str_starts(why_text(a, STR_NONE, why), str_c(rows[i].says)), "%s: %.*s",
		    rows[i].name, STR_ARG(why == NULL ? STR_NONE : why_text(a, STR_NONE, why)));
		actor.agent = NULL;
		tap_ok(act_may(&p, verb_find(DOOR_MAIL, str_c(rows[i].verb))) == NULL,
		    "%s: rules and docketctl may", rows[i].name);
	}
	arena_free(a);
	return tap_done();
}

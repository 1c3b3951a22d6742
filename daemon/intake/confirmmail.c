/* confirmmail: see confirmmail.h. */
#include "daemon/intake/confirmmail.h"

#include "daemon/intake/agentmail.h"
#include "daemon/out/tally.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/tokentext.h"
#include "sql.h"

enum {
	CODE_LINES = 3,			/* of the text, in which a code counts */
	CODES_PER_HOUR = 5		/* so often an agent is told it once more */
};

static const struct str confirmed = STR("confirm");
static const char decided[] = "nothing was confirmed: it was decided before what becomes of that "
    "mail, or its text was archived";

bool
confirm_applies(const struct reading *r)
{
	return r->verdict == TOKEN_GOOD && token_confirms(&r->token) && r->agent != NULL &&
	    r->token.agent == r->agent;
}

bool
confirm_is_said(const struct reading *r)
{
	return str_eq(r->in->decision.what, confirmed);
}

void
confirm_settle(struct reading *r)
{
	if (!confirm_is_said(r) || r->agent == NULL ||
	    !str_eq(r->in->decision.by, r->agent->name))
		return;
	r->proof.by_token = r->proof.is_proven = r->proof.is_fresh = true;
}

/*
 * In the first lines that somebody wrote: where a robot quotes the mail that asked, and
 * nothing marks that as a quote, there is an address of ours, too.
 */
static bool
has_code(struct work *w, const struct reading *r)
{
	struct str text = r->letter->reply_text, line, code;
	size_t addresses = 0;

	code = token_code(w->a, w->core->keys, &r->token);
	token_blank(w->a, text, &addresses);
	for (int n = 0; addresses == 0 && n < CODE_LINES && str_line(&text, &line);) {
		n += str_trim(line).n > 0;
		if (str_ifind(line, code, 0) != SIZE_MAX)
			return true;
	}
	return false;
}

/* Where the mail waits; *ticket 0: on none. */
static int
find(struct work *w, int64_t raw, int64_t *entry, int64_t *ticket)
{
	struct sql_confirm_find h = sql_confirm_find(w->db, raw);
	struct sql_confirm_find_row row;

	if (work_run(w) == -1)
		return -1;
	*entry = *ticket = 0;
	if (sql_confirm_find_row(w->db, h, 0, &row)) {
		*entry = row.entry;
		*ticket = row.ticket;
	}
	return 0;
}

/* *done: nobody had decided before. */
static int
decide(struct work *w, struct reading *r, int64_t entry, bool *done)
{
	struct sql_held_decide held = { 0 };
	struct sql_quarantine_decide other = { 0 };

	if (entry != 0)
		held = sql_held_decide(w->db, &(struct sql_held_decide_in){ .entry = entry,
		    .decision = confirmed, .decider = r->agent->name, .by_agent = true,
		    .now = w->now });
	else
		other = sql_quarantine_decide(w->db, r->token.ticket, confirmed, r->agent->name,
		    w->now);
	sql_notify(w->db);
	if (work_run(w) == -1)
		return -1;
	*done = entry != 0 ? sql_held_decide_count(w->db, held) > 0 :
	    sql_quarantine_decide_count(w->db, other) > 0;
	return 0;
}

/* What came of it is told by the mail that it is about. */
static int
note(struct work *w, struct reading *r, int64_t ticket)
{
	struct entry en;

	reading_entry(w, r, ticket == 0 ? ENTRY_QUARANTINE : ENTRY_COMMAND, NULL, &en);
	en.ticket = ticket;
	entry_data(w, &en, "confirmed", str_printf(w->a, "%lld", (long long)r->token.ticket));
	entry_data(w, &en, "reason", STR("it confirmed another mail"));
	if (entry_add(w, &en) == -1)
		return -1;
	if (ticket == 0)
		sql_quarantine_decide(w->db, r->raw, STR("drop"), r->agent->name, w->now);
	log_info("unproven mail confirmed", { "ticket", LOG_I(ticket) },
	    { "agent", LOG_S(r->agent->name) }, { "raw", LOG_I(r->token.ticket) });
	return 0;
}

/* The answer to this tells the code once more: so often an hour, for what answers may be a machine. */
static int
refuse_without_code(struct work *w, struct reading *r)
{
	struct sql_confirm_waits h = sql_confirm_waits(w->db, r->token.ticket);
	struct sql_confirm_waits_row row;
	int64_t told;

	if (work_run(w) == -1)
		return -1;
	if (!sql_confirm_waits_row(w->db, h, 0, &row) || !row.waits)
		return agent_refuse_confirm(w, r, 0, decided);
	if (tally_count(w, TALLY_UNPROVEN, r->agent->name, &told) == -1)
		return -1;
	if (told < CODES_PER_HOUR)
		tally_add(w, TALLY_UNPROVEN, r->agent->name, 1);
	return agent_refuse_confirm(w, r, told < CODES_PER_HOUR ? r->token.ticket : 0,
	    "nothing was confirmed: the code of the mail that asked is not at the top of your "
	    "text");
}

int
confirm_mail(struct work *w, struct reading *r)
{
	int64_t entry, ticket;
	bool done;

	if (r->token.purpose == TOKEN_CONFIRM && !has_code(w, r))
		return refuse_without_code(w, r);
	if (find(w, r->token.ticket, &entry, &ticket) == -1 ||
	    decide(w, r, entry, &done) == -1)
		return -1;
	if (!done)
		return agent_refuse_confirm(w, r, 0, decided);
	return note(w, r, ticket);
}

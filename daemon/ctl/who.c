/*
 * docketctl who ADDRESS: who that is to docket and why, what is known against the address,
 * and what makes a mail from there count.
 */
#include "daemon/ctl/timers.h"
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/calendar/zones.h"
#include "daemon/policy/own.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "daemon/ticket/projectbudget.h"
#include "daemon/ticket/timeentry.h"
#include "parsers/base/array.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"
#include "sql.h"

struct who {
	struct ctl	*ctl;
	struct str	 address;	/* as docket compares it */
	const char	*is;		/* "agent", "contact", "ours", "unknown" */
	struct str	 name, project;
	struct str	 why;
	struct str	 proof;		/* what makes a mail of theirs count */
	int64_t		 away_until;	/* of an agent; 0: here */
	struct strs	 besides;	/* what else is known of them */
	struct strs	 against;
};

/* What the tables know; zeros: nothing. */
struct known {
	struct sql_own_state_row	own;
	struct sql_who_contact_row	contact;
	struct sql_who_held_row		held;
	struct sql_who_reach_row	reach;
	struct sql_who_agent_row	agent;
	struct str			timer;
	bool				is_learnt, is_contact, is_marked;
};

static int
ask(struct who *w, struct known *k)
{
	struct db *db = w->ctl->db;
	struct sql_own_state own = sql_own_state(db, w->address);
	struct sql_who_contact contact = sql_who_contact(db, w->address);
	struct sql_who_held held = sql_who_held(db, w->address);
	struct sql_who_reach reach = sql_who_reach(db, w->address);
	const struct agent *ag = agents_by_address(&w->ctl->conf->agents, w->address);
	struct sql_who_agent agent = sql_who_agent(db, ag == NULL ? STR_NONE : ag->name);
	struct sql_timers timers = sql_timers(db);
	struct sql_timers_row timer;
	struct err e;

	if (db_run(db, &e) == -1)
		return ctl_err(&e);
	k->is_learnt = sql_own_state_row(db, own, 0, &k->own) && k->own.forgotten_at == 0;
	k->is_contact = sql_who_contact_row(db, contact, 0, &k->contact);
	sql_who_held_row(db, held, 0, &k->held);
	sql_who_agent_row(db, agent, 0, &k->agent);
	for (size_t i = 0; ag != NULL && sql_timers_row(db, timers, i, &timer); i++)
		if (str_eq(timer.agent, ag->name))
			k->timer = ctl_timer_text(w->ctl, &timer);
	k->is_marked = sql_who_reach_row(db, reach, 0, &k->reach);
	return CTL_OK;
}

/* --- who ------------------------------------------------------------------ */

static const struct mailbox *
mailbox_of(struct arena *a, const struct conf *conf, struct str address)
{
	for (size_t i = 0; i < conf->mailboxes.n; i++) {
		const struct mailbox *m = &conf->mailboxes.v[i];
		struct strs own = { 0 };

		strs_add(a, &own, m->address);
		for (size_t k = 0; k < m->aliases.n; k++)
			strs_add(a, &own, m->aliases.v[k]);
		if (own_has(&own, address))
			return m;
	}
	return NULL;
}

static struct str
dmarc_by(struct arena *a, const struct conf *conf)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < conf->letter.authserv_ids.n; i++)
		buf_printf(&b, "%s%.*s", i == 0 ? "" : " or ", STR_ARG(conf->letter.authserv_ids.v[i]));
	return buf_str(&b);
}

static struct str
agent_proof(const struct who *w)
{
	static const char token[] = "it goes to the signed reply address of a mail that they got";
	const struct conf *conf = w->ctl->conf;
	struct arena *a = w->ctl->a;
	struct str dmarc = str_printf(a, "%.*s finds dmarc=pass for %.*s",
	    STR_ARG(dmarc_by(a, conf)), STR_ARG(address_domain(w->address)));

	switch (conf->verify) {
	case VERIFY_TOKEN:
		return str_printf(a, "%s (verify = \"token\")", token);
	case VERIFY_DMARC:
		return str_printf(a, "%.*s (verify = \"dmarc\")", STR_ARG(dmarc));
	case VERIFY_EITHER:
		return str_printf(a, "%s, or %.*s (verify = \"either\")", token, STR_ARG(dmarc));
	case VERIFY_BOTH:
		return str_printf(a, "%s, and %.*s (verify = \"both\")", token, STR_ARG(dmarc));
	}
	return STR_NONE;
}

/* "in team desk, which they lead, and night" */
static struct str
teams_text(struct arena *a, const struct teams *all, const struct agent *ag)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < all->n; i++)
		if (team_has(&all->v[i], ag))
			buf_printf(&b, "%s%.*s%s", b.n == 0 ? " in team " : ", ",
			    STR_ARG(all->v[i].name), str_eq(all->v[i].lead, ag->name) ?
			    " (its lead)" : "");
	return buf_str(&b);
}

static void
add_work(struct who *w, const struct known *known)
{
	const struct sql_who_agent_row *k = &known->agent;
	struct arena *a = w->ctl->a;

	if (known->timer.n > 0)
		strs_add(a, &w->besides, str_printf(a, "has a timer %.*s", STR_ARG(known->timer)));
	if (k->away_until > clock_now()) {
		w->away_until = k->away_until;
		strs_add(a, &w->besides, str_printf(a, "away until %s, since %s, as %.*s said: their "
		    "team hears of their tickets, too", text_time(a, k->away_until).p,
		    text_time(a, k->away_from).p, STR_ARG(k->away_by)));
	}
	if (k->open > 0)
		strs_add(a, &w->besides, str_printf(a, "has %" PRId64 " open tickets, %" PRId64
		    " with clocks that run%s%s", k->open, k->clocked, k->due_at == 0 ? "" :
		    "; the next is due ", k->due_at == 0 ? "" : text_from_now(a, k->due_at).p));
}

static void
is_agent(struct who *w, const struct agent *ag, const struct known *k)
{
	struct arena *a = w->ctl->a;
	struct str notices = ag->addresses.v[0];

	w->is = "agent";
	w->name = ag->name;
	w->why = str_printf(a, "%.*s, %s%.*s: an address of theirs in agents.conf; notices go %s%.*s",
	    STR_ARG(ag->full_name), agent_roles[ag->role],
	    STR_ARG(teams_text(a, &w->ctl->conf->teams, ag)), str_eq(notices, w->address) ? "there" : "to ",
	    STR_ARG(str_eq(notices, w->address) ? STR("") : notices));
	w->proof = agent_proof(w);
	add_work(w, k);
}

static void
is_ours(struct who *w, struct str mailbox, const char *how)
{
	w->is = "ours";
	w->name = mailbox;
	w->why = str_printf(w->ctl->a, "%s; nobody has it, and no mail goes there", how);
	w->proof = STR("nothing does: docket answers no mail of its own");
}

/* "by contacts in projects.conf" */
static struct str
why_project(const struct who *w, struct str project)
{
	const struct projects *all = &w->ctl->conf->projects;
	const struct project *p = projects_by_address(all, w->address);

	if (p == NULL || !str_eq(p->key, project))
		return STR("by the mailbox that they first wrote to, or as somebody decided");
	return projects_by_contact(all, w->address) != NULL ? STR("by contacts in projects.conf") :
	    str_printf(w->ctl->a, "by the domain %.*s", STR_ARG(address_domain(w->address)));
}

static const struct zone *
zone_of(const struct who *w, const struct project *p)
{
	return zones_find(zones_new(w->ctl->a), calendar_zone(
	    calendars_find(&w->ctl->conf->calendars, p->calendar)));
}

/* "; 38h of 40h used in 2026-11" */
static void
add_budget(struct buf *b, const struct who *w, const struct project *p)
{
	const struct budget_limit *budget = project_budget(p);
	struct arena *a = w->ctl->a;
	struct sql_project_budget_used_row row;
	struct sql_project_budget_used h;
	struct budget_period period;
	struct err e;

	if (budget == NULL)
		return;
	period = budget_period_of(a, zone_of(w, p), budget->per, clock_now());
	h = sql_project_budget_used(w->ctl->db, p->key, period.since, period.until);
	if (db_run(w->ctl->db, &e) == -1 || !sql_project_budget_used_row(w->ctl->db, h, 0, &row))
		return;
	buf_printf(b, "; %.*s of %.*s used%s%.*s", STR_ARG(time_span_text(a, row.used)),
	    STR_ARG(time_span_text(a, budget->worked)), period.name.n > 0 ? " in " : " in all",
	    STR_ARG(period.name));
}

/* "; contract until 2026-12-31 (SLA gold)" */
static void
add_contract(struct buf *b, const struct who *w, const struct project *p)
{
	struct str told = contract_text(w->ctl->a, &p->contract, civil_of(zone_of(w, p), clock_now()));

	if (told.n > 0)
		buf_printf(b, "; contract %.*s", STR_ARG(told));
}

/* What their project has for them. */
static void
add_project(struct who *w)
{
	const struct project *p = projects_find(&w->ctl->conf->projects, w->project);
	struct arena *a = w->ctl->a;
	struct buf b;

	if (p == NULL)
		return;
	buf_init(&b, a);
	buf_printf(&b, "%.*s is %.*s", STR_ARG(p->key), STR_ARG(p->name));
	if (p->support_level.n > 0)
		buf_printf(&b, "; support level %.*s", STR_ARG(p->support_level));
	if (p->sla.n > 0)
		buf_printf(&b, "; SLA %.*s", STR_ARG(p->sla));
	add_contract(&b, w, p);
	add_budget(&b, w, p);
	if (p->calendar.n > 0)
		buf_printf(&b, "; hours %.*s", STR_ARG(p->calendar));
	if (p->language.n > 0)
		buf_printf(&b, "; language %.*s", STR_ARG(p->language));
	for (size_t i = 0; i < p->n_defaults; i++)
		buf_printf(&b, "; %.*s is %.*s where a mail does not tell",
		    STR_ARG(p->defaults[i].name), STR_ARG(p->defaults[i].value));
	for (size_t i = 0; i < p->customer_commands.n; i++)
		buf_printf(&b, "%s#%.*s", i == 0 ? "; they may say " : ", ",
		    STR_ARG(p->customer_commands.v[i]));
	strs_add(a, &w->besides, buf_str(&b));
}

static void
is_contact(struct who *w, const struct sql_who_contact_row *c)
{
	const struct project *by = projects_by_contact(&w->ctl->conf->projects, w->address);
	struct arena *a = w->ctl->a;
	struct buf others;

	buf_init(&others, a);
	for (size_t i = 0; i < c->addresses.n; i++)
		if (!str_eq(c->addresses.v[i], w->address))
			buf_printf(&others, "%s%.*s", others.n > 0 ? ", " : "; they also write from ",
			    STR_ARG(c->addresses.v[i]));
	w->is = "contact";
	w->name = str_dup(a, c->name);
	w->project = by != NULL ? by->key : str_dup(a, c->project);
	w->why = str_printf(a, "of project %.*s %.*s; requester of %" PRId64 " tickets, %" PRId64
	    " of them open; %s%.*s", STR_ARG(w->project), STR_ARG(why_project(w, w->project)),
	    c->tickets, c->open, c->known ? "more than From has shown that it is theirs" :
	    "nothing but From says that it is theirs", STR_ARG(buf_str(&others)));
}

static void
is_nobody(struct who *w)
{
	const struct conf *conf = w->ctl->conf;
	const struct project *p = projects_by_address(&conf->projects, w->address);

	w->is = "unknown";
	w->project = p == NULL ? STR_NONE : p->key;
	w->why = p == NULL ? STR("no mail came from there; its first makes a contact of the project "
	    "of the mailbox that it comes to") : str_printf(w->ctl->a, "no mail came from there; its "
	    "first makes a contact of project %.*s, %.*s", STR_ARG(p->key),
	    STR_ARG(why_project(w, p->key)));
}

static void
customers_proof(struct who *w)
{
	static const char *const cc[] = { [CC_NEVER] = "whom they copy waits for an agent's #cc",
	    [CC_DMARC] = "whom they copy comes in where dmarc=pass is found",
	    [CC_ALWAYS] = "whom they copy comes in" };
	const struct project *p = projects_find(&w->ctl->conf->projects, w->project);

	w->proof = str_printf(w->ctl->a, "on a ticket: that they take part in it%s%s; dmarc=fail is "
	    "told and gets no answer", p == NULL ? "" : "; ", p == NULL ? "" : cc[p->requester_cc]);
}

static void
decide(struct who *w, const struct known *k)
{
	const struct conf *conf = w->ctl->conf;
	const struct mailbox *m = mailbox_of(w->ctl->a, conf, w->address);
	const struct agent *agent = agents_by_address(&conf->agents, w->address);

	if (m != NULL)
		is_ours(w, m->name, "a mailbox's address or alias in docket.conf");
	else if (agent != NULL)
		is_agent(w, agent, k);
	else if (k->is_learnt)
		is_ours(w, STR_NONE, "learnt from what the mail server delivered (docketctl own)");
	else if (k->is_contact)
		is_contact(w, &k->contact);
	else
		is_nobody(w);
	add_project(w);
	if (w->proof.n == 0)
		customers_proof(w);
}

static void
add_against(struct who *w, const struct known *k)
{
	struct arena *a = w->ctl->a;

	if (k->is_marked)
		strs_add(a, &w->against, str_printf(a, "%s since %s: %.*s (docketctl reach)",
		    k->reach.marked.n > 0 ? str_printf(a, "no automatic mail (%.*s)",
		    STR_ARG(k->reach.marked)).p : "mail came back", text_time(a, k->reach.since).p,
		    STR_ARG(k->reach.why)));
	if (k->held.mails > 0)
		strs_add(a, &w->against, str_printf(a, "%" PRId64 " of their mails wait for a decision "
		    "(docketctl held)", k->held.mails));
}

/* --- and is told ------------------------------------------------------------ */

static void
print_line(const struct who *w, const char *label, struct str text)
{
	struct arena *a = w->ctl->a;
	struct buf b;

	buf_init(&b, a);
	text_hang(&b, label == NULL ? STR("  ") : str_printf(a, "  %s: ", label),
	    text_safe(a, text), ctl_columns());
	printf("%s", buf_str(&b).p);
}

static void
print_text(const struct who *w)
{
	struct arena *a = w->ctl->a;

	printf("%s: %s%s%s%s\n", text_safe(a, w->address).p, w->is, w->name.n > 0 ? " " : "",
	    text_safe(a, w->name).p, str_eq(str_c(w->is), STR("unknown")) ? " to docket" : "");
	print_line(w, "why", w->why);
	for (size_t i = 0; i < w->besides.n; i++)
		print_line(w, NULL, w->besides.v[i]);
	print_line(w, "a mail counts when", w->proof);
	for (size_t i = 0; i < w->against.n; i++)
		print_line(w, "against it", w->against.v[i]);
}

static void
print_json(const struct who *w)
{
	struct json j = ctl_json_new(w->ctl);

	json_open_object(&j, NULL);
	json_str(&j, "address", w->address);
	json_str(&j, "is", str_c(w->is));
	json_str_or_null(&j, "name", w->name);
	json_str_or_null(&j, "project", w->project);
	json_str(&j, "why", w->why);
	json_str(&j, "proof", w->proof);
	json_str_or_null(&j, "away_until", w->away_until == 0 ? STR_NONE :
	    clock_rfc3339(w->ctl->a, w->away_until));
	json_strs(&j, "besides", &w->besides);
	json_strs(&j, "against", &w->against);
	json_close(&j);
	ctl_json_print(w->ctl, &j);
}

int
ctl_who(struct ctl *ctl, int argc, char **argv)
{
	int status, n = ctl_options(ctl, argc, argv, NULL, 0);
	struct who w = { .ctl = ctl };
	struct known k = { .is_learnt = false };

	if (n < 0)
		return ctl_options_status(n);
	if (n != 1)
		return ctl_usage(ctl, "say one address");
	w.address = domain_key(ctl->a, str_c(argv[1]));
	if (address_domain(w.address).n == 0)
		return ctl_usage(ctl, "'%s' is no mail address", text_safe(ctl->a, str_c(argv[1])).p);
	if ((status = ctl_conf(ctl)) != CTL_OK || (status = ctl_db(ctl)) != CTL_OK ||
	    (status = ask(&w, &k)) != CTL_OK)
		return status;
	decide(&w, &k);
	add_against(&w, &k);
	if (ctl->json)
		print_json(&w);
	else
		print_text(&w);
	return CTL_OK;
}

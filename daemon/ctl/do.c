/*
 * docketctl do N VERB [VALUE]: what an agent's mail would do by `#VERB VALUE`: by
 * the same rows, through the same writer, and the rules run as in core.  A dry
 * run makes the plan, prints it, and stores nothing.
 *
 * Patterns of rules that meet a ticket's subject or fields are tried by a caged child,
 * before it is all begun again: a transaction waits for no pattern.
 */
#include "daemon/ctl/core.h"
#include "daemon/ctl/dotime.h"
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/act/act.h"
#include "daemon/ctl/erased.h"
#include "daemon/render/text.h"
#include "daemon/rules/rules.h"
#include "parsers/base/array.h"
#include "parsers/base/json.h"
#include "parsers/base/limits.h"
#include "parsers/base/nearest.h"
#include "sql.h"

enum { AGAIN = -1 };			/* no exit status: what the memo wants is asked first */

struct deed {				/* what is asked, and what comes of it */
	struct ctl		*ctl;
	int64_t			 number;
	bool			 dry;
	bool			 forced;	/* as #force beside it */
	struct order		 order;
	struct actor		 actor;
	struct core_state	 core;
	struct work		 w;
	struct ticket		*t;
	struct plan		 plan;		/* what was, or would be, stored */
	struct rule_mail	*mails;
	size_t			 n_mails;
	int64_t			 archived;	/* mails that an archive keeps of what was erased */
};

/* --- what is asked --------------------------------------------------------- */

/* What a mail asks for by this verb, docketctl has as a verb of its own, or not at all. */
static int
by_mail_alone(const struct deed *d, const struct verb *v)
{
	static const struct { enum verb_id verb; const char *here; bool numbered; } rows[] = {
		{ VERB_SHOW, "docketctl show", true }, { VERB_HISTORY, "docketctl show", true },
		{ VERB_EXPLAIN, "docketctl explain", true },
		{ VERB_LIST, "docketctl list", false }, { VERB_HELP, "docketctl help do", false },
		{ VERB_ACCEPT, "docketctl held", false },
		{ VERB_ACCEPT_ALWAYS, "docketctl held", false },
	};

	if (verb_is(v, VERB_DRY_RUN))
		return ctl_usage(d->ctl, "%s is an option here: --dry-run", v->name);
	for (size_t i = 0; i < COUNT(rows); i++)
		if (verb_is(v, rows[i].verb))
			return ctl_usage(d->ctl, "%s is for mails; here it is %s%s", v->name,
			    rows[i].here, rows[i].numbered ?
			    str_printf(d->ctl->a, " %" PRId64, d->number).p : "");
	return ctl_usage(d->ctl, "%s is for the text of mails (docketctl help do lists the others)",
	    v->name);
}

/* A line is offered if it can stand as it is. */
static int
no_such_verb(const struct deed *d, const char *name)
{
	struct ctl *ctl = d->ctl;
	struct strs names = verb_names(ctl->a, DOOR_CTL);
	struct str near = nearest_name(str_c(name), &names), value = d->order.value;
	const struct verb *v = verb_find(DOOR_MAIL, str_c(name));

	if (v != NULL)
		return by_mail_alone(d, v);
	if ((v = verb_find(DOOR_CTL, near)) == NULL)
		return ctl_usage(ctl, "there is no verb %s (docketctl help do lists them)", name);
	if (v->value == NULL)
		value = STR_NONE;
	else if (value.n == 0 && !verb_is_optional(v))
		return ctl_usage(ctl, "there is no verb %s, but there is %s %s", name, v->name,
		    v->value);
	return ctl_usage(ctl, "there is no verb %s: did you mean docketctl do %" PRId64
	    " %.*s%s%.*s?", name, d->number, STR_ARG(near), value.n > 0 ? " " : "",
	    STR_ARG(value));
}

/* A value is what a line of a mail can hold. */
static bool
is_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 127)
			return false;
	return s.n <= LIMIT_COMMAND_LINE && str_is_utf8(s);
}

/* A value that is one too many is a wrong call; of one that lacks the ticket says what would do. */
static int
ask_verb(struct deed *d, const char *name)
{
	const struct verb *v = verb_find(DOOR_CTL, str_c(name));

	d->order.verb = v;
	if (v == NULL)
		return no_such_verb(d, name);
	if (v->value == NULL && d->order.value.n > 0)
		return ctl_usage(d->ctl, "%s takes no value: docketctl do %" PRId64 " %s",
		    v->name, d->number, v->name);
	if (!is_line(d->order.value))
		return ctl_fail(CTL_DATA, "a value is one line of text, of at most %d bytes",
		    LIMIT_COMMAND_LINE);
	/* As the history has it from mails. */
	d->order.why = str_printf(d->ctl->a, "#%s%s%.*s", v->name, d->order.value.n == 0 ? "" : " ",
	    STR_ARG(d->order.value));
	return CTL_OK;
}

/* Whoever may run docketctl may do all; who does it in an agent's name is that one. */
static int
ask_actor(struct deed *d, const char *as)
{
	int status = ctl_agent(d->ctl, as, &d->actor.agent);

	d->actor.door = DOOR_CTL;
	d->actor.name = d->actor.agent != NULL ? d->actor.agent->name : STR("docketctl");
	return status;
}

/* --- what comes of it ------------------------------------------------------- */

static struct event
event_of(const struct deed *d, enum event_kind kind)
{
	const struct agent *ag = d->actor.agent;
	struct event ev = { .kind = kind, .ticket = d->t, .mailbox = d->t->mailbox,
	    .agent = ag, .at = d->actor.at, .entry_kind = ENTRY_COMMAND };

	if (ag != NULL)
		ev.author = (struct address){ .name = ag->full_name,
		    .addr = ag->addresses.n > 0 ? ag->addresses.v[0] : STR_NONE };
	return ev;
}

/* No rule runs, and nobody is told by mail: there is nothing left to tell of. */
static int
erase(struct deed *d)
{
	d->plan = d->t->plan;
	return d->dry ? 0 : erasure_store(&d->w, d->t, d->actor.name, &d->archived);
}

/* Stores it, or not: 0, or -1 with w.err. */
static int
carry_out(struct deed *d)
{
	enum event_kind kind;
	struct event ev;
	struct chain *chain;
	int changed = act_apply(&d->w, d->t, &d->actor, &d->order, &kind);

	if (changed != 1)
		return changed;
	if (d->t->erasure.is_ordered)
		return erase(d);
	ev = event_of(d, kind);
	if ((chain = rules_plan(&d->w, &ev)) == NULL)
		return -1;
	d->plan = d->t->plan;
	d->n_mails = rules_mails(chain, d->w.a, &d->mails);
	if (d->dry)
		return 0;
	if (rules_store(&d->w, chain) == -1)
		return -1;
	sql_notify(d->w.db);	/* docketd sees it with the commit */
	return 0;
}

static int
no_ticket(struct deed *d)
{
	struct str gone = STR_NONE;

	if (d->w.err.text[0] != '\0' || ctl_erased(d->ctl, d->number, &gone, &d->w.err) == -1)
		return ctl_err(&d->w.err);
	return gone.n > 0 ? ctl_fail(CTL_FAILED, "%s", gone.p) :
	    ctl_fail(CTL_FAILED, "there is no ticket %" PRId64, d->number);
}

/* In the words of mails. */
static int
refuse(const struct deed *d, const struct why *why)
{
	struct arena *a = d->ctl->a;
	struct buf b;

	buf_init(&b, a);
	buf_add(&b, why_text(a, STR_NONE, why));
	if (why->instead.n > 0)
		buf_printf(&b, why->is_example ? "; for example docketctl do %" PRId64 " %.*s." :
		    ": did you mean docketctl do %" PRId64 " %.*s?", d->number,
		    STR_ARG(why->instead));
	if (why->allowed.n > 0)
		buf_printf(&b, "%s: %.*s", why->instead.n > 0 ? " It can be" : "; it can be",
		    STR_ARG(why_allowed(a, why)));
	return ctl_fail(CTL_DATA, "%s", buf_str(&b).p);
}

/* Within the transaction, which the caller ends. */
static int
work(struct deed *d)
{
	struct numbers wanted = { 0 };
	struct prospect before;
	struct why *why;

	numbers_add(d->w.a, &wanted, d->number);
	act_tickets(d->w.a, d->order.verb, d->order.value, &wanted);
	if (ticket_lock(&d->w, wanted.v, wanted.n) == -1 ||
	    (d->t = work_ticket(&d->w, d->number)) == NULL ||
	    (wanted.n > 1 && edges_load(&d->w) == -1))
		return no_ticket(d);
	if (act_look(&d->w, d->t, &d->actor, d->order.verb, d->order.value) == -1)
		return ctl_err(&d->w.err);
	act_prospect(&before, &d->w, d->t, &d->actor);
	before.forced = d->forced;
	if ((why = act_check(&before, &d->order)) != NULL)
		return refuse(d, why);
	if (carry_out(d) == 0)
		return CTL_OK;
	return d->w.err.kind == ERR_ASK ? AGAIN : ctl_err(&d->w.err);
}

/* Begun again, the order is as it was given: what its check fills in is not of that. */
static int
transact_once(struct deed *d)
{
	const struct order given = d->order;
	int status;

	work_begin(&d->w, &d->core, d->ctl->db, d->ctl->a);
	d->actor.at = d->w.now;
	status = work(d);
	if (status != CTL_OK || d->dry || d->plan.n == 0)
		work_rollback(&d->w);
	else if (work_commit(&d->w) == -1)
		status = ctl_err(&d->w.err);
	if (status == AGAIN)
		d->order = given;
	return status;
}

static int
transact(struct deed *d)
{
	int status = ctl_core_load(d->ctl, &d->core, !d->dry);

	if (status != CTL_OK)
		return status;
	while ((status = transact_once(d)) == AGAIN)
		ctl_core_ask(d->ctl, &d->core);
	return status;
}

/* --- and is told ------------------------------------------------------------ */

static void
print_json(const struct deed *d)
{
	struct buf b;
	struct json j;

	buf_init(&b, d->ctl->a);
	json_init(&j, &b, 0);
	json_open_object(&j, NULL);
	json_int(&j, "ticket", d->number);
	json_bool(&j, "dry_run", d->dry);
	json_str_or_null(&j, "remark", d->order.remark == NULL ? STR_NONE :
	    why_text(d->ctl->a, STR_NONE, d->order.remark));
	json_open_array(&j, "changes");
	for (size_t i = 0; i < d->plan.n; i++) {
		const struct change *c = &d->plan.v[i];

		json_open_object(&j, NULL);
		json_str(&j, "what", change_word(c));
		json_str_or_null(&j, "from", c->old);
		json_str_or_null(&j, "to", c->new);
		json_str(&j, "by", c->by.author);
		json_str(&j, "why", c->by.why);
		json_close(&j);
	}
	json_close(&j);
	json_open_array(&j, "mails");
	for (size_t i = 0; i < d->n_mails; i++) {
		json_open_object(&j, NULL);
		json_str(&j, "rule", d->mails[i].rule);
		json_str(&j, "template", d->mails[i].template);
		json_strs(&j, "to", d->mails[i].to);
		json_close(&j);
	}
	json_close(&j);
	json_close(&j);
	puts(buf_str(&b).p);
}

static void
print_mails(const struct deed *d)
{
	for (size_t i = 0; i < d->n_mails; i++) {
		const struct rule_mail *m = &d->mails[i];

		printf("#%" PRId64 " mail: %.*s to %s (rule %.*s)\n", d->number,
		    STR_ARG(m->template), strs_join(d->ctl->a, m->to, ", ").p, STR_ARG(m->rule));
	}
}

static void
print_text(const struct deed *d)
{
	struct arena *a = d->ctl->a;
	struct str lines = plan_text(a, &d->plan), line;

	if (d->plan.n == 0)
		printf("#%" PRId64 " is so already: nothing changes.\n", d->number);
	while (lines.n > 0 && str_split(&lines, '\n', &line))
		if (line.n > 0)
			printf("#%" PRId64 " %s\n", d->number, text_safe(a, line).p);
	if (d->order.remark != NULL)
		printf("#%" PRId64 " %s\n", d->number, text_safe(a, why_text(a, STR_NONE,
		    d->order.remark)).p);
	print_mails(d);
	if (d->archived > 0)
		printf("#%" PRId64 " mails of it that are in an archive, where they stay: %" PRId64 "\n",
		    d->number, d->archived);
	if (d->dry && d->plan.n > 0)
		printf("Nothing of this was done: --dry-run.\n");
}

/* `verb` is asked for after the ticket's number, which `number` is. */
static int
do_it(struct ctl *ctl, struct deed *d, const char *number, const char *verb, const char *as)
{
	int status;

	if ((d->number = ctl_ticket(number)) == -1)
		return ctl_usage(ctl, "'%s' is no ticket's number", number);
	d->ctl = ctl;
	if ((status = ask_verb(d, verb)) != CTL_OK || (status = ctl_conf(ctl)) != CTL_OK ||
	    (status = ask_actor(d, as)) != CTL_OK || (status = ctl_core(ctl, &d->core, !d->dry)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK || (status = transact(d)) != CTL_OK)
		return status;
	if (ctl->json)
		print_json(d);
	else
		print_text(d);
	return CTL_OK;
}

int
ctl_do(struct ctl *ctl, int argc, char **argv)
{
	struct deed *d = ARENA_NEW(ctl->a, struct deed);
	const char *as = NULL;
	const struct ctl_option options[] = { { "--dry-run", NULL, &d->dry },
		{ "--as", &as, NULL } };
	int n = ctl_options_value(ctl, argc, argv, options, COUNT(options), 2);

	if (n < 0)
		return ctl_options_status(n);
	if (n < 2)
		return ctl_usage(ctl, "which ticket, and what is to be done?");
	d->order.value = ctl_join(ctl->a, n - 2, argv + 3);
	return do_it(ctl, d, argv[1], argv[2], as);
}

int
ctl_do_time(struct ctl *ctl, const char *number, struct str value, const struct ctl_time *how)
{
	struct deed *d = ARENA_NEW(ctl->a, struct deed);

	d->dry = how->dry;
	d->forced = how->forced;
	d->order.value = value;
	return do_it(ctl, d, number, "time", how->as);
}

struct str
ctl_do_verbs(struct arena *a)
{
	return ctl_commands(a, DOOR_CTL);
}

/*
 * docketctl agent address NAME: the addresses that prove an engineer without a notice to
 * answer, and new ones for who lost them; docketctl agent away: see awayverb.h.
 */
#include "daemon/ctl/awayverb.h"
#include "daemon/ctl/verbs.h"

#include <stdio.h>
#include <string.h>

#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/ticket/personal.h"
#include "daemon/ticket/registry.h"
#include "parsers/base/array.h"
#include "sql.h"

static int
load_keys(struct ctl *ctl, struct core_state *core)
{
	struct token_keys *keys = NULL;
	struct str text;
	struct err e;

	if (file_secret(ctl->a, ctl->conf->token_key_file, &text, &e) == -1 ||
	    token_keys_parse(ctl->a, text, &keys, &e) == -1)
		return ctl_err(&e);
	core->keys = keys;
	return CTL_OK;
}

/* With `renew` the one after it, from now on. */
static int
serial_of(struct ctl *ctl, const struct agent *agent, bool renew, int64_t *serial)
{
	struct sql_agent_serial h = sql_agent_serial(ctl->db, agent->name);
	struct sql_agent_serial_row now;
	struct sql_agent_renew_row then;
	struct sql_agent_renew made;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_agent_serial_row(ctl->db, h, 0, &now))
		return ctl_fail(CTL_FAILED, "docketd has not seen %s in agents.conf yet",
		    text_safe(ctl->a, agent->name).p);
	*serial = now.serial;
	if (!renew)
		return CTL_OK;
	made = sql_agent_renew(ctl->db, agent->name, now.serial, clock_now());
	sql_notify(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_agent_renew_row(ctl->db, made, 0, &then))
		return ctl_fail(CTL_FAILED, "it was renewed by somebody else just now");
	*serial = then.serial;
	return CTL_OK;
}

/* Where the addresses take no token, the subject does. */
static struct str
place(struct ctl *ctl, const struct core_state *core, const struct mailbox *m,
    const struct token *t)
{
	struct str address = personal_address(ctl->a, core, m, t);

	if (address.n > 0)
		return address;
	return m->addressing != ADDRESSING_NONE ? STR("none: its address leaves no room for it") :
	    str_printf(ctl->a, "%.*s, with %.*s in the subject", STR_ARG(m->address),
	    STR_ARG(personal_mark(ctl->a, core, t)));
}

static void
print_purpose(struct ctl *ctl, const struct core_state *core, const struct token *t,
    const char *what, struct json *j)
{
	const struct mailboxes *all = &ctl->conf->mailboxes;

	for (size_t i = 0; i < all->n; i++) {
		const struct mailbox *m = &all->v[i];

		if (ctl->json)
			json_str_or_null(j, str_dup(ctl->a, m->name).p,
			    personal_address(ctl->a, core, m, t));
		else
			printf("%s\t%s\t%.*s\n", text_safe(ctl->a, m->name).p, what,
			    STR_ARG(place(ctl, core, m, t)));
	}
}

static void
print(struct ctl *ctl, const struct core_state *core, const struct agent *agent, int64_t serial)
{
	struct token opens = personal_token(agent, TOKEN_NEW, serial);
	struct token orders = personal_token(agent, TOKEN_CONTROL, serial);
	struct json j;

	if (ctl->json) {
		j = ctl_json_new(ctl);
		json_open_object(&j, NULL);
		json_str(&j, "agent", agent->name);
		json_int(&j, "renewed", serial);
		json_open_object(&j, "addresses");
	}
	print_purpose(ctl, core, &opens, "new tickets", &j);
	if (ctl->json) {
		json_close(&j);
		json_open_object(&j, "control");
	}
	print_purpose(ctl, core, &orders, "orders", &j);
	if (ctl->json) {
		json_close(&j);
		json_close(&j);
		ctl_json_print(ctl, &j);
	}
}

static int
address(struct ctl *ctl, const char *whose, bool renew)
{
	struct core_state core = { 0 };
	const struct agent *agent;
	int64_t serial = 0;
	struct err e;
	int status;

	if ((status = ctl_conf(ctl)) != CTL_OK ||
	    (status = ctl_agent(ctl, whose, &agent)) != CTL_OK ||
	    (status = load_keys(ctl, &core)) != CTL_OK || (status = ctl_db(ctl)) != CTL_OK)
		return status;
	if (registry_fill(ctl->db, ctl->conf, &e) == -1)
		return ctl_err(&e);
	if ((status = serial_of(ctl, agent, renew, &serial)) == CTL_OK)
		print(ctl, &core, agent, serial);
	return status;
}

int
ctl_agent_verb(struct ctl *ctl, int argc, char **argv)
{
	bool renew = false;
	const char *as = NULL;
	const struct ctl_option options[] = { { "--renew", NULL, &renew }, { "--as", &as, NULL } };
	int n = ctl_options(ctl, argc, argv, options, COUNT(options));

	if (n < 0)
		return ctl_options_status(n);
	if (n >= 1 && strcmp(argv[1], "away") == 0)
		return ctl_agent_away(ctl, n, argv, as);
	if (n != 2 || strcmp(argv[1], "address") != 0)
		return ctl_usage(ctl, "say address, or away, and whose");
	return address(ctl, argv[2], renew);
}

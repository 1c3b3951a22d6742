/* roles: see roles.h. */
#include "daemon/roles.h"

#include "daemon/alert/alert.h"
#include "daemon/core/core.h"
#include "daemon/fetch/fetch.h"
#include "daemon/parse/parserole.h"
#include "daemon/policy/conf.h"
#include "daemon/send/send.h"
#include "daemon/sys/log.h"
#include "daemon/token/token.h"

static const struct role_ops rows[ROLES] = {
	[ROLE_SUPERVISOR] = { ROLE_SUPERVISOR, "supervisor", "starts the others", NULL, NULL },
	[ROLE_FETCH] = { ROLE_FETCH, "fetch", "reads mailboxes by IMAP; "
	    "alone: lists what it would fetch", fetch_run, fetch_alone },
	[ROLE_PARSE] = { ROLE_PARSE, "parse", "reads letters, caged; "
	    "alone: a mail on standard input, its letter as JSON", parse_run, parse_alone },
	[ROLE_CORE] = { ROLE_CORE, "core", "stores, decides, keeps time; "
	    "alone: stores a mail from standard input", core_run, core_alone },
	[ROLE_SEND] = { ROLE_SEND, "send", "sends by SMTP; "
	    "alone: \"mailbox from to\" and a mail on standard input", send_run, send_alone },
	[ROLE_TOKEN] = { ROLE_TOKEN, "token", "renews the tokens of logins by OAuth; "
	    "alone: renews what is due, and tells until when each is good", token_run,
	    token_alone },
	[ROLE_ALERT] = { ROLE_ALERT, "alert", "tells the admins that mail waits; "
	    "alone: prints what it would tell now", alert_run, alert_alone },
};

struct role_plan
roles_plan(const struct conf *conf)
{
	struct role_plan plan = { .conf = conf, .log_level = log_level_find(conf->log_level),
	    .parsers = (uint32_t)conf->parse_workers, .mailboxes = conf->mailboxes.n };

	for (size_t i = 0; i < conf->mailboxes.n; i++)
		plan.tokens |= conf->mailboxes.v[i].has_oauth;
	return plan;
}

static int
load(struct arena *a, const char *path, struct role_plan *out, struct strs *faults)
{
	struct conf_faults found = { 0 };
	const struct conf *conf = NULL;

	if (conf_load(a, path, &conf, &found) == -1) {
		*faults = found.lines;
		return -1;
	}
	*out = roles_plan(conf);
	return 0;
}

const struct roles roles = { rows, load };

const struct role_ops *
roles_find(struct str name)
{
	for (size_t i = 0; i < ROLES; i++)
		if (rows[i].run != NULL && str_eq(name, str_c(rows[i].name)))
			return &rows[i];
	return NULL;
}

/* core: see core.h. */
#include "daemon/ctl/core.h"

#include "daemon/out/compose.h"
#include "daemon/parse/memo.h"
#include "daemon/parse/parserole.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/ticket/away.h"
#include "daemon/ticket/registry.h"
#include "daemon/ticket/silences.h"

/* What core has of its own: here nothing is sent, and no worker reads. */
int
ctl_core(struct ctl *ctl, struct core_state *core, bool writes)
{
	struct token_keys *keys = NULL;
	struct str text;
	struct err e;

	*core = (struct core_state){ .conf = ctl->conf, .forever = ctl->a,
	    .worktimes = worktimes_new(ctl->a, &ctl->conf->calendars),
	    .zones = zones_new(ctl->a), .memo = memo_new() };
	if (!writes)
		return CTL_OK;
	compose_init();
	if (file_secret(ctl->a, ctl->conf->token_key_file, &text, &e) == -1 ||
	    token_keys_parse(ctl->a, text, &keys, &e) == -1)
		return ctl_err(&e);
	core->keys = keys;
	return CTL_OK;
}

int
ctl_core_load(struct ctl *ctl, struct core_state *core, bool writes)
{
	struct err e;

	core->partitions.until = INT64_MAX;	/* a dry run stores nothing */
	if (away_load(core, ctl->db, &e) == -1 || silences_load(core, ctl->db, &e) == -1 ||
	    (writes && (registry_fill(ctl->db, ctl->conf, &e) == -1 ||
	    partitions_need(ctl->db, clock_now(), &core->partitions, &e) == -1)))
		return ctl_err(&e);
	return CTL_OK;
}

void
ctl_core_ask(struct ctl *ctl, struct core_state *core)
{
	parse_ask(ctl->a, ctl->conf, memo_wanted(core->memo));
	memo_learn(core->memo);
}

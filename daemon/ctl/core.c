/* core: see core.h. */
#include "daemon/ctl/core.h"

#include "daemon/out/compose.h"
#include "daemon/parse/memo.h"
#include "daemon/sys/file.h"

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

/*
 * docketctl versions: which version each project runs, who is on what, and what is in doubt;
 * versions runs: what a file says of it.
 */
#include "daemon/ctl/verbs.h"

#include <string.h>

#include "daemon/ctl/sheet.h"
#include "daemon/ctl/versionsimport.h"
#include "daemon/ctl/versionslist.h"
#include "daemon/ctl/versionsrun.h"
#include "parsers/base/array.h"

static int
list(struct ctl *ctl, const struct versions_ask *ask, enum sheet_as as, bool doubts, bool history)
{
	struct strs keys = { 0 };
	int status;

	if (history && ask->project == NULL)
		return ctl_usage(ctl, "--history is one project's: --project KEY says whose");
	if ((status = ctl_conf(ctl)) != CTL_OK)
		return status;
	for (size_t i = 0; i < ctl->conf->projects.n; i++)
		strs_add(ctl->a, &keys, ctl->conf->projects.v[i].key);
	if (ask->project != NULL && projects_find(&ctl->conf->projects,
	    str_c(ask->project)) == NULL)
		return ctl_no_such(ctl, "project", ask->project, &keys);
	keys = products_names(ctl->a, &ctl->conf->products);
	if (ask->product != NULL && !strs_has(&keys, str_c(ask->product)))
		return ctl_no_such(ctl, "product", ask->product, &keys);
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	return doubts ? versions_doubts(ctl, ask, as) : history ?
	    versions_history(ctl, ask, as) : versions_list(ctl, ask, as);
}

int
ctl_versions(struct ctl *ctl, int argc, char **argv)
{
	struct versions_ask ask = { 0 };
	const char *as_word = NULL, *by = NULL;
	bool doubts = false, history = false;
	enum sheet_as as;
	const struct ctl_option options[] = {
		{ "--product", &ask.product, NULL }, { "--project", &ask.project, NULL },
		{ "--on", &ask.on, NULL }, { "--below", &ask.below, NULL },
		{ "--unsupported", NULL, &ask.unsupported }, { "--tickets", NULL, &ask.tickets },
		{ "--doubts", NULL, &doubts }, { "--history", NULL, &history },
		{ "--as", &as_word, NULL }, { "--agent", &by, NULL },
	};
	int n;

	if (argc > 1 && strcmp(argv[1], "import") == 0)
		return versions_import(ctl, argc - 1, argv + 1);
	if ((n = ctl_options(ctl, argc, argv, options, COUNT(options))) < 0)
		return ctl_options_status(n);
	if (n > 0 && strcmp(argv[1], "runs") == 0)
		return n == 2 ? versions_runs(ctl, argv[2], by) :
		    ctl_usage(ctl, "runs takes one file, project,product,environment,version,since");
	if (n > 0)
		return ctl_usage(ctl, "say runs and a file, or nothing: it lists");
	if (!sheet_as(ctl, as_word, &as))
		return ctl_usage(ctl, "--as: '%s' is none of text, json and csv", as_word);
	if (doubts + history + ask.tickets > 1)
		return ctl_usage(ctl, "--doubts, --history and --tickets are lists of their own");
	return list(ctl, &ask, as, doubts, history);
}

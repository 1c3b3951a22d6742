/*
 * rulesets: sets of rules that docketctl rules try compares: a folder's, those on disk, those
 * in force.  Each is loaded anew, for whoever tries one changes it.
 */
#ifndef DAEMON_CTL_RULESETS_H
#define DAEMON_CTL_RULESETS_H

#include "daemon/ctl/ctl.h"

/* Each returns CTL_OK, or tells the fault and returns the exit status; after ctl_db(). */

/* A whole configuration, or rules.conf and rules.d alone, beside all else that is on disk. */
int	rulesets_folder(struct ctl *, const char *dir, const struct conf **);
/* What docketd read last; *what says since when, for people. */
int	rulesets_running(struct ctl *, const struct conf **, struct str *what);
int	rulesets_disk(struct ctl *, const struct conf **);

#endif

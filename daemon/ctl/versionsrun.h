/*
 * versionsrun: docketctl versions runs FILE: what projects run, from a spreadsheet or another
 * program: all of the file, or nothing.
 */
#ifndef DAEMON_CTL_VERSIONSRUN_H
#define DAEMON_CTL_VERSIONSRUN_H

#include "daemon/ctl/ctl.h"

/* CSV with a line of names: project, product, environment, version, since; `by`: an agent or NULL. */
int	versions_runs(struct ctl *, const char *path, const char *by);

#endif

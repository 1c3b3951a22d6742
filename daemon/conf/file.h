/*
 * file: the files beside docket.conf.  One is read whole after its owner and mode, and
 * those of its folders, were checked (promises.md S14), and kept: what was in force can
 * be compared with what is there now, and read again.
 */
#ifndef DAEMON_CONF_FILE_H
#define DAEMON_CONF_FILE_H

#include "daemon/conf/loader.h"

/* Reads a file below the folder whole.  -1: the fault is noted. */
int	conf_read(struct loader *, struct str name, struct str *out);
/*
 * The *.conf of a folder below the folder, sorted: "rules.d/night.conf".  None where there
 * is no such folder, or with a fault where it may not be read.
 */
struct strs	conf_folder(struct loader *, const char *name, const char *suffix);

/* As what is not there at all, not as a link that leads nowhere: somebody meant that. */
bool		conf_is_absent(struct loader *, struct str name);
/* SHA-256 of names and texts, as hexadecimal digits. */
struct str	conf_fingerprint(struct arena *, const struct conf_files *);

#endif

/* versionsimport: docketctl versions import: branches of others' files as one of products.d/. */
#ifndef DAEMON_CTL_VERSIONSIMPORT_H
#define DAEMON_CTL_VERSIONSIMPORT_H

#include "daemon/ctl/ctl.h"

/* argv[0] is "import". */
int	versions_import(struct ctl *, int argc, char **argv);

#endif

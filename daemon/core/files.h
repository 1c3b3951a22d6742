/*
 * files: the bytes of attachments, before their mail is stored: the database says
 * which it has, a parser is asked for the rest.  No transaction waits, and the logo
 * that a hundred mails bring is fetched once.
 */
#ifndef DAEMON_CORE_FILES_H
#define DAEMON_CORE_FILES_H

#include "daemon/core/session.h"

/* It is read, and all that can be had of it is there. */
bool	files_ready(const struct intake *);
/* Asks for what mails lack that are read. */
void	files_fetch(struct core *);

#endif

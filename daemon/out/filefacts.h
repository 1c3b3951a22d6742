/* filefacts: the files of a mail as templates see them. */
#ifndef DAEMON_OUT_FILEFACTS_H
#define DAEMON_OUT_FILEFACTS_H

#include "daemon/out/parcel.h"
#include "parsers/text/template.h"

/*
 * To `entry`, as attachments.  `parcel`: what of it goes with the mail to an engineer, who is
 * told how to get the rest; NULL: nobody is.
 */
void	filefacts_add(struct work *, struct view *entry, const struct event *,
	    const struct parcel *);

#endif

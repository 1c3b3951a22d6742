/*
 * webpost: what is the same wherever an admin has something posted: header fields of a file,
 * and what the receiver's answer means.
 */
#ifndef DAEMON_SEND_WEBPOST_H
#define DAEMON_SEND_WEBPOST_H

#include "daemon/net/web.h"
#include "daemon/role/channel.h"

/* The secret file's "Name: value" lines, in `a`.  -1: *e. */
int	webpost_headers(struct arena *a, struct str path, struct strs *out, struct err *e);
/* What another try may change; a redirect is an address that an admin must correct. */
enum send_outcome	webpost_outcome(int status);
/* "HTTP 404: no such hook": one line for people, in `a`. */
struct str	webpost_reply(struct arena *a, const struct web_answer *);

#endif

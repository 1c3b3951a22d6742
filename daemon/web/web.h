/*
 * web: the role that speaks with browsers, or with the web server before it.  It reads
 * requests, hands what is read to `read` and what is written to core, and writes their
 * answers.  It knows no ticket, and has nothing that could be taken from it but what
 * passes through.
 */
#ifndef DAEMON_WEB_WEB_H
#define DAEMON_WEB_WEB_H

struct channel;
struct conf;

int	web_run(const struct conf *, struct channel *control);

#endif

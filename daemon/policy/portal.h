/*
 * portal: the pages of docket, for customers and engineers: the group `portal` of docket.conf.
 * Without it nothing of it starts.
 */
#ifndef DAEMON_POLICY_PORTAL_H
#define DAEMON_POLICY_PORTAL_H

#include "daemon/conf/part.h"

/* What browsers keep; weblogin.h says what is in them. */
#define PORTAL_COOKIE		STR("__Host-docket")
#define PORTAL_COOKIE_CODE	STR("__Host-docket-code")

enum portal_protocol {
	PORTAL_SCGI,			/* "scgi": from the web server before it */
	PORTAL_HTTP			/* "http": from browsers and proxies of this machine */
};

struct portal {
	bool			 on;		/* the group is there */
	struct str		 url;		/* "https://desk.example.com": no path, no / */
	enum portal_protocol	 protocol;
	struct str		 socket;	/* path of a unix socket; or empty: */
	struct str		 listen;	/* "127.0.0.1:8080", "[::1]:8080" */
	struct str		 socket_group;	/* who may connect besides us; empty: our group */
	struct str		 database;	/* conninfo of the role read; empty: the daemon's */
	bool			 customers, agents;	/* who finds pages there */
	int64_t			 session;	/* seconds that a cookie is good */
	size_t			 upload;	/* octets of a form with its files */
	int64_t			 connections;	/* at one time */
	int64_t			 mails_per_hour;	/* links and codes to one address */
	int64_t			 mails_per_hour_network;	/* asked for from one network */
	int64_t			 forms_per_hour;	/* of one person */
	int			 line;		/* of the group */
};

extern const struct conf_part portal_part;	/* docket.conf's loads it */

/* `message_bytes`: of limits; what a form makes must be read as a mail. */
void	portal_read(struct loader *, const struct node *, struct portal *);
void	portal_check(struct loader *, const struct node *root, const struct portal *,
	    size_t message_bytes);
/* "[::1]:8080" in its two parts.  False: it is no loopback address with a port. */
bool	portal_listen(struct str listen, struct str *host, uint16_t *port);

#endif

/*
 * webhook: webhooks.conf: addresses that rules post to (docket-rules(5), WEBHOOKS).  What is
 * secret of them is in files: keys, header fields, and an address that is a secret itself.
 */
#ifndef DAEMON_POLICY_WEBHOOK_H
#define DAEMON_POLICY_WEBHOOK_H

#include "daemon/conf/part.h"
#include "daemon/policy/hookbody.h"

enum webhook_escape {			/* of texts, beside JSON's */
	ESCAPE_PLAIN,
	ESCAPE_SLACK,			/* & < > as entities: nothing of them is a link or a call */
	ESCAPE_MATTERMOST		/* those, and no address is a link, no @ calls anybody */
};

struct webhook {
	struct str		 name;
	struct str		 queue;		/* "webhook:chat": what its deliveries are of */
	struct str		 url, url_file;	/* one of them */
	struct str		 body_name;
	struct hookbody		 body;
	unsigned		 escape;	/* enum webhook_escape */
	struct str		 secret_file;	/* what it signs with; empty: not signed */
	struct str		 key_file;	/* what stands for {{key}} */
	struct str		 headers_file, ca_file;
	bool			 allow_private;
	int64_t			 timeout;	/* ms */
	int64_t			 max_rate;	/* a minute; 0: any */
};

struct webhooks {
	struct webhook	*v;
	size_t		 n;
};

enum { WEBHOOKS_MAX = 64 };

extern const struct conf_part webhook_part;

const struct webhook	*webhooks_find(const struct webhooks *, struct str name);
/* By what its deliveries are of; NULL: it is a mailbox's, or of none any more. */
const struct webhook	*webhooks_of_queue(const struct webhooks *, struct str queue);
/* "webhook:…", whether there is such a one or not. */
bool	webhook_is_queue(struct str queue);

#endif

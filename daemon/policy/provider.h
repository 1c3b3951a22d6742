/*
 * provider: what is known of the servers that a mailbox's mail is sent by, a row each:
 * what the provider documents, and takes without being asked.  A setting of the mailbox
 * that says otherwise counts.
 */
#ifndef DAEMON_POLICY_PROVIDER_H
#define DAEMON_POLICY_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct provider {
	const char	*name;		/* "microsoft365" */
	unsigned	 null_sender;	/* enum sender_use */
	unsigned	 return_path;
	int64_t		 rate;		/* mails a minute; 0: none is documented */
	int64_t		 connections;
	size_t		 message_bytes;	/* of a mail as it goes out; 0: not known */
	bool		 renames;	/* it puts Message-IDs of its own: bounces name those */
};

extern const struct provider providers[];	/* the last one has no name */
/* As in the table, "other" first; NULL ends. */
extern const char *const provider_names[];

#endif

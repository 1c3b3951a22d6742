/*
 * reading: one mail within intake's transaction: what core asked about it and
 * what it found.  Shared by the files that decide what becomes of a letter.
 */
#ifndef DAEMON_INTAKE_READING_H
#define DAEMON_INTAKE_READING_H

#include "daemon/act/act.h"
#include "daemon/intake/intake.h"
#include "daemon/intake/proof.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/event.h"
#include "parsers/base/sha256.h"
#include "sql.h"

struct gathered {			/* what a mail's writer is told with what else they ordered */
	struct view	*view;		/* as transcripts have it; NULL: nothing */
	bool		 wanted;	/* it would have been a mail by itself */
};

enum thread_how { THREAD_NONE, THREAD_TOKEN, THREAD_REFERENCE, THREAD_ALIAS, THREAD_TAG };

struct first_copy {			/* of one mail that came twice (copies.c) */
	int64_t		raw;		/* 0: there is none */
	struct str	mailbox;
	int64_t		ticket;
	bool		is_taken;	/* it is on the ticket, and waits for nobody */
	bool		is_done;	/* the ticket is */
	bool		is_human;	/* it was taken for a person's */
	bool		by_rule;	/* it waits, as a rule says */
};

struct returned {			/* a mail of ours that came back (returned.c) */
	bool		is_path;	/* it came to a return path, forged or not */
	int64_t		delivery;	/* of ours; 0: none */
	int64_t		ticket;		/* 0: it was about none */
	struct str	recipient;
	bool		is_notice;	/* not to customers */
	bool		is_sure;	/* no other recipient of it could say so */
	struct sql_returned_find asked;
};

struct reading {
	struct intake		*in;
	const struct letter	*letter;
	int64_t			 raw;		/* its id, new or of the table */
	int64_t			 arrived;	/* us, clamped: when clocks start */
	unsigned char		 sha256[SHA256_BYTES];
	/* Who (person.c). */
	struct address		 from;		/* address in lower case */
	struct address		 reply_to;	/* where answers go (replyto.c); or empty */
	struct addresses	 replies_too;	/* and who else they go to */
	bool			 by_form;	/* nobody answers From: reply_to asks */
	struct address		 sender;	/* then From, of the mail that opens */
	const struct agent	*agent;		/* From is an agent's address */
	const struct agent	*forwarder;	/* proven, of a mail that is `from`'s */
	struct proof		 proof;		/* that it is the agent's */
	enum token_verdict	 verdict;
	struct token		 token;		/* when TOKEN_GOOD */
	bool			 to_button;	/* it came to an action address, good or not */
	int64_t			 first_file;	/* the letter's, counted on its ticket; 0: none */
	struct token		*leaks;		/* that are not its author's (leak.c) */
	size_t			 n_leaks;
	int64_t			 contact;	/* 0: not known */
	struct str		 preferred;	/* the contact's address: mails go there */
	struct str		 project;	/* of the contact */
	bool			 known;		/* more than From says who it is */
	/* Which conversation (thread.c). */
	int64_t			 ticket;	/* 0: none */
	enum thread_how		 how;
	int64_t			 tagged;	/* by [tag #N] */
	bool			 is_internal;	/* it answers what only engineers got */
	int64_t			 about;		/* it answers a notice of this entry; 0 */
	struct returned		 back;
	bool			 is_astray;	/* held, for it came to a return path */
	/* The first round of questions; zeros: not asked. */
	struct sql_ticket_last	 h_last;
	struct sql_raw_take	 h_taken;
	struct sql_raw_seen	 h_seen;
	struct sql_copy_find	 h_copy;
	struct sql_contact_ensure h_contact;
	struct sql_thread_find	 h_thread;
	struct sql_agent_serial	 h_serial;	/* of a personal address */
	/* Answers. */
	bool			 in_heap;	/* of more mails than are told one by one */
	int64_t			 duplicate_of;	/* raw; 0: these bytes are new */
	struct first_copy	 first;
	int64_t			 copy_of;	/* raw: the same mail by another way */
	int64_t			 twin;		/* ticket of it at another mailbox */
	bool			 by_rule;	/* it waits on its ticket, as a rule says */
	bool			 relieves;	/* it is taken instead of `first`, which is held */
	bool			 replay;	/* the item itself is stored */
	bool			 is_control;	/* orders for many tickets, or one of its parts */
	int64_t			 ordered_by;	/* entry of the mail that this is a part of; 0: none */
	struct gathered		*gather;	/* of a part of a mail of orders; NULL: it is a mail */
};

/* Without a text there is nothing to be equal: it is hashed by where it lies. */
void	reading_hash(struct arena *, const struct mail_item *, unsigned char out[SHA256_BYTES]);
/* Kept for people: the worker could not read it, or storing it failed. */
bool	reading_is_held(const struct reading *);
/* A proven agent, as who orders what stands in the mail. */
struct actor	reading_actor(const struct reading *);
/* The mail's own entry, filled from the letter. */
void	reading_entry(struct work *, const struct reading *, enum entry_kind,
	    struct ticket *, struct entry *);
/*
 * What the ticket has had before is known: a picture that comes again, in a signature or
 * in what is quoted, is no new one.  Before the entry.
 */
int	reading_know_files(struct work *, struct reading *, const struct ticket *);
struct event	reading_event(const struct reading *, enum event_kind,
		    struct ticket *, const struct entry *);
/* What the entry of a mail that is kept for people is. */
enum entry_kind	reading_held(const struct ticket *);
/*
 * A held mail waits for a decision (docketctl held): its row, and the rules on its event.
 * *told: a rule orders a mail of it.
 */
int	reading_held_event(struct work *, struct event *, bool *told);
/* It was stored as held on this ticket: as above, and somebody is told in any case. */
int	reading_tell_held(struct work *, const struct reading *, struct ticket *,
	    const struct entry *, struct str reason);
/*
 * Keeps the mail for people to look at; nothing else comes of it.  Somebody is always
 * told where no rule does: the assignee of one that is held on a ticket, else the admins.
 */
int	reading_hold(struct work *, struct reading *, struct ticket *, struct str reason);

#endif

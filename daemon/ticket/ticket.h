/*
 * ticket: the conversation as core holds it while a work changes it.  Every
 * change goes through a function here, which changes it in memory, with its
 * clocks, and adds to its plan; ticket_save() stores what has come together.
 */
#ifndef DAEMON_TICKET_TICKET_H
#define DAEMON_TICKET_TICKET_H

#include "daemon/sla/clocks.h"
#include "daemon/ticket/conversation.h"
#include "daemon/ticket/deeds.h"
#include "daemon/ticket/erasure.h"
#include "daemon/ticket/fault.h"
#include "daemon/ticket/plan.h"
#include "daemon/ticket/relation.h"
#include "daemon/ticket/runs.h"
#include "daemon/ticket/taken.h"
#include "daemon/ticket/timebook.h"
#include "daemon/ticket/waiting.h"
#include "daemon/ticket/withdrawn.h"

struct worked_sum {			/* s; net of corrections, without what runs */
	int64_t			 all, nonbillable;
	int64_t			 unbilled;	/* no statement has it yet */
};

struct ticket {
	int64_t			 id;
	struct str		 subject;
	struct str		 type;
	struct str		 status;		/* one of its type's */
	struct str		 category;		/* what that means: a word of sla/category.h */
	struct str		 project;
	struct str		 mailbox;
	int64_t			 requester;		/* contact; 0: none */
	struct address		 requester_address;
	/* Mail does not get through to there, or is not wanted, as daemon/ticket/reach.h has it. */
	struct str		 requester_marked;	/* "bounce", "complaint"; empty: no */
	int64_t			 requester_since;
	struct str		 requester_why;
	struct str		 reply_to;		/* where they want answers; or empty */
	struct str		 sender;		/* From that wrote for them: may, gets none */
	int64_t			 link_serial;		/* of its links to the portal (weblogin.h) */
	bool			 requester_known;	/* more than From: says who it is */
	struct str		 assignee;		/* agent's name, or empty */
	struct str		 team;
	struct strs		 tags;
	struct str		 sla;			/* policy, or empty */
	const struct sla_target	*target;		/* of it, by the ticket's terms; or NULL */
	int64_t			 created_at;
	int64_t			 resolved_at;		/* 0: not */
	int64_t			 touched_at;		/* a mail, a change; before this work */
	int64_t			 start_at;		/* people mean to begin, or began; 0 */
	int64_t			 due_at;		/* as people mean to (wake.h); 0 */
	int64_t			 held;			/* mails on it that wait for a decision */
	struct field_values	 fields;
	struct addresses	 participants;		/* the requester too */
	struct strs		 doubted;		/* of them: address, why, address … */
	struct conversation	 conversation;		/* with its customers */
	struct withdrawn	 withdrawn;		/* reply tokens that prove nothing */
	struct relations	 relations;		/* to other tickets */
	struct faults		 faults;		/* in which versions its fault is */
	struct waiting		 waiting;		/* held on it, once looked for */
	struct deeds		 deeds;			/* of agents, likewise */
	struct worked_sum	 worked;
	const struct approval	*approvals;		/* likewise; approval.h */
	struct timebook		 timebook;		/* of who books time, likewise */
	struct erasure		 erasure;		/* of it, likewise */
	struct taken		 taken;			/* its mails, once looked for */
	struct run_doubt	 run_doubt;		/* what people are asked about its version */
	struct run_list		 runs;			/* what its project runs, once looked for */
	bool			 runs_known;
	bool			 mail_waits;		/* for a decision: what it says is nobody's word */
	bool			 writer_known;		/* more than From: says who wrote what it says now */
	struct str		 said_by;		/* whose mail was taken after it waited; or empty */
	struct clocks		 clocks;
	bool			 is_new;		/* made by this work */
	bool			 dirty;			/* the row differs from the table's */
	bool			 is_elsewhere;		/* its status does */
	bool			 known_done;		/* as those that wait for it know it */
	bool			 beside;		/* changed by what another's verb did */
	struct plan		 plan;			/* not yet stored */
};

/* Locks and reads the tickets; one that does not exist is left out. */
int		 ticket_lock(struct work *, const int64_t *ids, size_t n);
/* As above, one: NULL when it does not exist (w->err.text empty) or on -1. */
struct ticket	*ticket_get(struct work *, int64_t id);

/*
 * A new ticket; its id is taken, nothing is queued before ticket_save().
 * Fields are copied.
 */
struct ticket	*ticket_new(struct work *, struct str subject, struct str project,
		    struct str mailbox);
/* It stands where its type begins: for one that is none yet, too. */
void		 ticket_begin(struct ticket *, const struct type *);
int		 ticket_set_requester(struct work *, struct ticket *, int64_t contact,
		    struct address);
struct str	 ticket_field(const struct ticket *, const char *name);	/* or empty */
const struct field_value *ticket_field_value(const struct ticket *, struct str name); /* or NULL */
struct str	 ticket_tag(struct arena *a, const struct conf *, const struct ticket *);

/* It has this value, in memory alone: of a copy that is looked at. */
void		 ticket_hold_field(struct work *, struct ticket *, const struct field_value *);

/*
 * The verbs that change: 1 changed, 0 it was so already, -1 w->err (ERR_MESSAGE:
 * refused, the text says why and what is possible).  Status and type are step.h's.
 */
int		 ticket_set_field(struct work *, struct ticket *,
		    const struct field_value *, const struct cause *);
/* The policy of sla.conf, or "" for none. */
int		 ticket_set_sla(struct work *, struct ticket *, struct str policy,
		    const struct cause *);
int		 ticket_assign(struct work *, struct ticket *, struct str who,
		    const struct cause *);	/* name, "team:NAME" or "" */
/* To a team; who has it goes on, or not. */
int		 ticket_hand_over(struct work *, struct ticket *, struct str team, bool goes_on,
		    const struct cause *);
/*
 * It came in by this entry of the same instant and has its first fields: its clocks
 * start.
 */
void		 ticket_start_clocks(struct work *, struct ticket *, int64_t at,
		    int64_t entry);
/* What is promised to it may have changed (`why`: for the history). */
void		 ticket_promise_anew(struct work *, struct ticket *, int64_t at,
		    struct str why);
/* The same where it may come to another target than before. */
void		 ticket_promise_other(struct work *, struct ticket *, int64_t at, struct str why);

/*
 * Stores the plan: queues its rows and entries, the ticket's row if it is new or
 * changed, its clocks and their alarms.  And what its verbs changed of others.
 */
int		 ticket_save(struct work *, struct ticket *);

/* Its type may want to close it when nothing has happened for so long since then. */
void		 ticket_arm_idle(struct work *, const struct ticket *, int64_t since);

#endif

/*
 * proof: whether a mail is the agent's whom it names: what speaks for it and against it,
 * and what that comes to (promises.md S2).  Pure, so that every case can be tried.
 *
 * What takes away goes before what gives: no proof helps a mail that can be read in two
 * ways, that has two authors, or of which our own mail server says dmarc=fail.
 */
#ifndef DAEMON_INTAKE_PROOF_H
#define DAEMON_INTAKE_PROOF_H

#include "daemon/policy/conf.h"
#include "daemon/ticket/token.h"
#include "parsers/head/authres.h"

enum dmarc_word { DMARC_NONE, DMARC_PASS, DMARC_FAIL };	/* of our own mail server */

struct evidence {
	bool			is_agent;	/* From names one */
	bool			is_clear;	/* it has one author, and one reading */
	enum dmarc_word		dmarc;
	enum token_verdict	token;
	bool			is_theirs;	/* a good token is this agent's */
	bool			is_young;	/* and no older than grave verbs take */
};

struct proof {
	bool	by_token;
	bool	by_dmarc;
	bool	is_proven;		/* as `verify` asks */
	bool	is_fresh;		/* well enough for grave verbs */
};

/* A pass for another domain than From's says nothing of this author. */
enum dmarc_word	proof_word(const struct authres *, struct str from_domain);
/* Of a token that is good now. */
bool		proof_is_young(const struct token *, int64_t lifetime, int64_t most, int64_t now);
struct proof	proof_judge(enum verify, const struct evidence *);

#endif

/*
 * webform: a form of the portal that was sent, while it is taken: what it holds, who sent it,
 * and what comes of it.  Its rows are of webpost.h.
 */
#ifndef DAEMON_CORE_WEBFORM_H
#define DAEMON_CORE_WEBFORM_H

#include "daemon/role/message.h"
#include "daemon/ticket/weblogin.h"
#include "sql.h"

struct core;
struct web_post;
struct work;

enum web_who {				/* who may send a form */
	WEB_ANYBODY,			/* who is nobody yet: no csrf */
	WEB_CUSTOMER,			/* of the ticket in the path: its requester, a colleague of
					   a whole project, who has its link and typed its code */
	WEB_AGENT,
	WEB_SIGNED_IN			/* either of them */
};

/*
 * Fields of all forms but WEB_ANYBODY's: csrf, form; back (a path of ours, where its sender goes
 * afterwards; else as the row says).  What went wrong is told by the page that the form's
 * `back` names, with ?said=WORD: `said` lists the words.
 */
struct web_form {
	const char	*path;		/* "/sign-in", "/t/#/$/reply": # a number, $ a token */
	enum web_who	 who;
	const char	*fields;	/* that it has, for people who read the table */
	/* 0 with `said` or `location`; -1: post->e. */
	int		(*run)(struct web_post *);
};

struct web_post {			/* one of them, while it is taken */
	struct core			*c;
	struct arena			*a;
	const struct page_request	*req;
	const struct web_form		*form;
	struct web_person		 who;		/* nobody where the row is for anybody */
	int64_t				 ticket;	/* of the path; 0: none */
	struct str			 token;		/* of the path; or empty */
	struct str			 cookie;	/* that its csrf is of */
	/* What comes of it. */
	const char			*said;		/* a word; NULL: nothing */
	struct str			 location;	/* empty: back */
	struct strs			 cookies;	/* to set */
	int64_t				 raw;		/* it waits until this mail is read; 0 */
	struct err			 e;
};

/* The value of a field; empty: it is not there. */
struct str	webform_field(const struct web_post *, struct str name);
/* "NAME=VALUE; …" of one of our cookies; an empty value takes it away. */
void		webform_cookie(struct web_post *, struct str name, struct str value, int64_t seconds);
/* Where the form stood: as it says, else where its ticket is. */
struct str	webform_back(const struct web_post *);
/* By what a form that was taken is known: another's number is another form's. */
struct str	webform_hash(struct web_post *);
/*
 * In the transaction of what it does: it was taken, and where its sender goes.  No row: it was
 * before, by another daemon.
 */
struct sql_web_form_add	webform_note(struct web_post *, struct work *);

#endif

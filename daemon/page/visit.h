/*
 * visit: one request while it is answered: who it is, in which language and zone they read,
 * and the page so far.  What pages need of it.
 */
#ifndef DAEMON_PAGE_VISIT_H
#define DAEMON_PAGE_VISIT_H

#include "daemon/calendar/zones.h"
#include "daemon/page/page.h"
#include "daemon/ticket/weblogin.h"

enum { VISIT_ARGS = 4 };

struct visit {
	struct page_desk		*desk;
	const struct page_request	*req;
	struct page_answer		*out;
	struct arena			*a;
	struct db			*db;
	const struct conf		*conf;
	struct web_person		 who;
	bool				 is_in;		/* `who` is somebody */
	bool				 ended;		/* their link: its ticket's end was long ago */
	struct str			 language;
	const struct zone		*zone;
	struct str			 args[VISIT_ARGS];	/* of the path, as its pattern has them */
	size_t				 n_args;
	struct str			 base;		/* of a request's pages: "/requests/12" */
	struct str			 title;
	bool				 quiet;		/* the page says itself what came of a form */
	struct buf			 body;		/* HTML */
	int				 forms;		/* so far: of their fields' ids */
	struct err			*e;
};

/* What a page is: a status, 200 when body is it; -1: the database did not say. */
typedef int visit_page(struct visit *);

/* Who asks: by the cookie, or by a ticket's link (args: number, token).  1, 0 nobody, -1. */
int		visit_session(struct visit *);
int		visit_link(struct visit *);
/* Once it is known who: language and zone. */
void		visit_settle(struct visit *);

/* What SQL takes of them (sql/page.sql); an engineer's is nobody's. */
int64_t		visit_contact(const struct visit *);
struct str	visit_whole(const struct visit *);	/* the project; or empty */
int64_t		visit_one(const struct visit *);

/* Of the query, or of the form; empty: it is not there. */
struct str	visit_query(const struct visit *, const char *name);
struct str	visit_form(const struct visit *, struct str name);
/* An argument that is a number: always one, by its pattern. */
int64_t		visit_number(const struct visit *, size_t arg);
/* Of the query; `none` where there is none. */
int64_t		visit_count(const struct visit *, const char *name, int64_t none);

struct str	visit_say(const struct visit *, enum page_word);
struct str	visit_say_of(const struct visit *, enum page_word, struct str value);
/* Sends the browser there. */
int		visit_go(struct visit *, struct str path);

#endif

/* webpost: see webpost.h. */
#include "daemon/core/webpost.h"

#include <stddef.h>

const struct web_form webpost_forms[] = {
	/* Who somebody is. */
	{ "/sign-in", WEB_ANYBODY, "address", false },
	{ "/in/$", WEB_ANYBODY, "code, by another browser", false },
	{ "/sign-out", WEB_SIGNED_IN, "everywhere, or not", false },
	{ "/t/#/$/code", WEB_ANYBODY, "none: it asks for a code", false },
	{ "/t/#/$/confirm", WEB_ANYBODY, "code", false },
	/* Customers, signed in or with a ticket's link and its code. */
	{ "/t/#/$/reply", WEB_CUSTOMER, "text, file …", true },
	{ "/t/#/$/close", WEB_CUSTOMER, "text, or not", true },
	{ "/t/#/$/reopen", WEB_CUSTOMER, "text", true },
	{ "/t/#/$/severity", WEB_CUSTOMER, "severity", true },
	{ "/requests/new", WEB_CUSTOMER, "mailbox, subject, text, field.NAME …, file …", true },
	{ "/requests/#/reply", WEB_CUSTOMER, "text, file …", true },
	{ "/requests/#/close", WEB_CUSTOMER, "text, or not", true },
	{ "/requests/#/reopen", WEB_CUSTOMER, "text", true },
	{ "/requests/#/severity", WEB_CUSTOMER, "severity", true },
	/* Engineers: lines of commands and a text, as in a mail of theirs. */
	{ "/tickets/new", WEB_AGENT, "mailbox, requester, subject, text, do …, file …", true },
	{ "/tickets/#/reply", WEB_AGENT, "text, do …, file …", true },
	{ "/tickets/#/note", WEB_AGENT, "text, do …, file …", true },
	{ "/tickets/#/do", WEB_AGENT, "verb and value, or do …: \"#VERB VALUE\"", true },
	{ NULL },
};

const char *const webpost_said[] = {
	"mailed",		/* if the address is known, a link, or a code, was mailed there */
	"code",			/* that code is wrong */
	"late",			/* the link or code is too old */
	"spent",		/* … was used */
	"tries",		/* … had too many wrong codes: ask for another */
	"again",		/* the form was too old, or from elsewhere: send it again */
	"sign-in",		/* nobody is signed in any more */
	"refused",		/* they may not do that, or there is no such ticket */
	"empty",		/* something that is wanted was not filled in */
	"large",		/* too large for a mail */
	"many",			/* too much in an hour or a day */
	"busy",			/* the database is away: later */
	"done",			/* it was read */
	"waiting",		/* it was stored, and is being read */
	"out",			/* signed out */
	NULL,
};

/* wording: docket's own words in the mails that people read, in their language. */
#ifndef DAEMON_POLICY_WORDING_H
#define DAEMON_POLICY_WORDING_H

#include "parsers/base/str.h"

enum wording_kind { WORDING_BUTTON, WORDING_CLOCK, WORDING_STATE, WORDING_STATUS,
	WORDING_SEVERITY, WORDING_ENTRY, WORDING_CHANGE, WORDING_POINT, WORDING_CAUSE,
	WORDING_COLUMN, WORDING_SHEET };

enum { WORDING_LANGUAGES = 6 };

struct wording {
	enum wording_kind	 kind;
	const char		*word;	/* as the database, rules and commands have it */
	const char		*in[WORDING_LANGUAGES];
};

extern const char *const wording_languages[WORDING_LANGUAGES + 1];	/* ends in NULL */
extern const struct wording wordings[];
extern const size_t wordings_n;

/* English where the language is none of these; the word itself where it is not known. */
struct str	wording(enum wording_kind, struct str word, struct str language);

#endif

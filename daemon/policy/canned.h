/*
 * canned: templates/LANGUAGE/text/NAME.txt: answers that engineers put into their mails by
 * #text NAME, with the names that templates know.
 */
#ifndef DAEMON_POLICY_CANNED_H
#define DAEMON_POLICY_CANNED_H

#include "daemon/conf/part.h"
#include "parsers/text/template.h"

struct canned {
	struct str		 language;
	struct str		 name;
	const struct template	*text;
};

struct canned_all {
	struct canned	*v;
	size_t		 n;
};

extern const struct conf_part canned_part;

/* In the language, else in English, else in any; NULL when there is none. */
const struct canned	*canned_find(const struct canned_all *, struct str name,
			    struct str language);
struct strs		 canned_names(struct arena *a, const struct canned_all *);

#endif

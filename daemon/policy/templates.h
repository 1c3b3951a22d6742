/*
 * templates: templates/LANGUAGE/NAME.txt and NAME.html: the mails that docket
 * writes.  The first line of the .txt is the subject; a second one, "From: …", says what
 * happened, for that must not change a ticket's subject.  _NAME.txt and _NAME.html are parts
 * that the others take in by {{> NAME}}.  What docket sends by itself and a language lacks,
 * as a folder of an older release does, is taken from where the program was installed.
 */
#ifndef DAEMON_POLICY_TEMPLATES_H
#define DAEMON_POLICY_TEMPLATES_H

#include "daemon/conf/part.h"
#include "parsers/text/template.h"

struct template_text {			/* conf/templates/LANG/NAME.{txt,html} */
	struct str	language;
	struct str	name;
	struct str	subject;	/* first line "Subject: …" of the .txt */
	struct str	from;		/* of the next, "From: …"; may be empty */
	struct str	text;
	struct str	html;		/* may be empty */
	const struct template	*subject_parsed, *from_parsed;
	const struct template	*text_parsed, *html_parsed;
	const struct partials	*text_parts;	/* LANG/_NAME.txt, else en's */
	const struct partials	*html_parts;
	bool			 is_shipped;	/* the folder lacks it: the program's own */
};

struct templates {
	struct template_text	*v;
	size_t			 n;
};

extern const struct conf_part template_part, language_part;

/* In the language, else "en"; NULL when there is none. */
const struct template_text	*templates_find(const struct templates *, struct str name,
				    struct str language);
/* Where the program's own lie: "/usr/share/docket/conf/"; empty: nowhere.  In `a`. */
struct str			 templates_shipped(struct arena *a);
/* Its short texts (words.h), or nothing. */
struct str			 templates_words(const struct templates *, struct str language);

#endif

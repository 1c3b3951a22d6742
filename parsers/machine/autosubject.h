/* autosubject: subjects that robots write, told from those that people write about robots. */
#ifndef PARSERS_MACHINE_AUTOSUBJECT_H
#define PARSERS_MACHINE_AUTOSUBJECT_H

#include "parsers/base/str.h"

enum autosubject {
	AUTOSUBJECT_NO,
	AUTOSUBJECT_WORD,	/* "Auto: Motor dead": a robot's when its text says the same */
	AUTOSUBJECT_ALONE,	/* "Urlaub": a robot's in an answer, or when its text says it */
	AUTOSUBJECT_YES,	/* people do not write so */
};

/* `subject` is folded and trimmed (parsers/text/fold.h). */
enum autosubject	autosubject_read(struct str subject);
/*
 * Words of another language before the mark of a reply, "Xyz abc: Re: Lamp": a
 * program's, when its text says the same (machine_absence_texts).
 */
bool	autosubject_is_prefixed(struct str subject);
/* A DMARC aggregate report (RFC 7489 section 7.2.1.1), or a TLS report (RFC 8460 5.3). */
bool	autosubject_is_report(struct str subject);

#endif

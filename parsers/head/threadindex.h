/*
 * threadindex: Outlook's Thread-Index (MS-OXOMSG section 2.2.1.3): 22 bytes that say which
 * conversation, the time of its first mail and 16 of anybody's choice, and five for each
 * answer on the way to this mail.  Bytes here, base64 in the field.
 */
#ifndef PARSERS_HEAD_THREADINDEX_H
#define PARSERS_HEAD_THREADINDEX_H

#include "parsers/base/str.h"

enum { THREADINDEX_HEAD = 22, THREADINDEX_ANSWER = 5, THREADINDEX_ANSWERS = 60,
	THREADINDEX_GUID = 16 };

/* Of a field's value; lives in `a`.  STR_NONE: it is none, or has too many answers. */
struct str	threadindex_read(struct arena *a, struct str value);
/* The first of a conversation that began at `us`. */
struct str	threadindex_new(struct arena *a, int64_t us,
		    const unsigned char guid[THREADINDEX_GUID]);
/* Of an answer at `us`; one more than THREADINDEX_ANSWERS stands at the head again. */
struct str	threadindex_answer(struct arena *a, struct str index, int64_t us);
bool		threadindex_same(struct str, struct str);	/* conversation */
/* As the field has it. */
struct str	threadindex_text(struct arena *a, struct str index);

#endif

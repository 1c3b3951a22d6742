/* parttext: the text of a part, decoded and clean, at most so much of it. */
#ifndef PARSERS_MIME_PARTTEXT_H
#define PARSERS_MIME_PARTTEXT_H

#include "parsers/mime/scan.h"

/* One byte more than `max`, or a little more still, when there is more. */
struct str	parttext_bytes(struct arena *a, const struct part *, size_t max);
/*
 * The bytes of a text part as clean text; a cut may have split a character.
 * What is between lives in `scratch`.  `charset` is of those that name none.
 */
struct str	parttext_clean(struct arena *a, struct arena *scratch, const struct part *,
		    struct str charset, struct str bytes);
/*
 * At most `max` bytes of a part as text; *cut becomes true when there are more.
 * Of HTML and reports there may be several MB: they are in memory once only.
 */
struct str	parttext_read(struct arena *a, const struct part *, struct str charset, size_t max,
		    bool *cut);

#endif

/*
 * mime: the parts that scan found, decoded: the text for people, the
 * attachments, the pieces of a report.
 */
#ifndef PARSERS_MIME_MIME_H
#define PARSERS_MIME_MIME_H

#include "parsers/base/limits.h"
#include "parsers/mime/attach.h"
#include "parsers/mime/report.h"

struct scan;

struct mime {
	struct str		 text;		/* clean, at most limits.text_bytes */
	size_t			 first_text;	/* bytes of it from the first text part */
	bool			 is_html;	/* not a plain text part's */
	struct str		 signature;	/* of plain text, as the HTML beside it marks it */
	struct str		 stand_in;	/* the plain text that `text` was taken instead of */
	struct str		 pictures;	/* shown_text() of its pages */
	bool			 is_encrypted;	/* which is all that can be said of it */
	struct attachment	*attachments;
	size_t			 n_attachments;
	struct report		 report;	/* empty when there is none */
	struct str		 ambiguous;	/* as scan's, of the mails within */
	struct str		 over;
	struct strs		 passed;
};

/* Once, before the cage closes: opens the decoders and every charset. */
void		mime_init(void);
/*
 * `charset`: the mail's own, for attachment names in raw bytes.  `is_forward`: its
 * subject says that it passes a mail on; one that is attached is shown below the text.
 * `files` (NULL is fine) gets the attachments' bytes.
 */
void		mime_read(struct arena *a, const struct limits *, const struct scan *,
		    struct str charset, bool is_forward, const struct attach_sink *files,
		    struct mime *out);

#endif

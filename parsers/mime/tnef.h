/*
 * tnef: what Outlook and Exchange pack into winmail.dat (application/ms-tnef):
 * the files of a message, those of the messages in it, and its text.
 */
#ifndef PARSERS_MIME_TNEF_H
#define PARSERS_MIME_TNEF_H

#include "parsers/base/str.h"

/* Texts are clean UTF-8 and may be empty; bytes are borrowed from the input. */
struct tnef_file {
	struct str	name;
	struct str	type;		/* "image/png", as the sender says */
	struct str	content_id;
	struct str	bytes;
	bool		is_inline;	/* shown in the text */
};

struct tnef {
	struct tnef_file	*files;
	size_t			 n_files;
	struct str		 text;	/* of the outermost message */
	struct str		 html;	/* of the outermost message; UTF-8 */
	struct str		 rtf;	/* its text as packed RTF (lzfu.h), borrowed */
};

/*
 * False when `in` is none, is broken on its way, or has more than max_files:
 * what was read up to there is in *out all the same.
 */
bool	tnef_read(struct arena *a, struct str in, size_t max_files, struct tnef *out);

#endif

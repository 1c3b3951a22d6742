/*
 * form: forms of pages, a row a field.  Each has a number of its own and what only its
 * reader's pages have, so that it is taken once and from nowhere else (core/webpost.h).
 */
#ifndef DAEMON_PAGE_FORM_H
#define DAEMON_PAGE_FORM_H

#include "daemon/page/visit.h"

enum form_kind { FORM_LINE, FORM_AREA, FORM_CHOICE, FORM_FILES, FORM_ADDRESS, FORM_CODE, FORM_HIDDEN };

struct form_field {
	enum form_kind	 kind;
	struct str	 name;
	struct str	 label;
	struct str	 hint;		/* below it; or empty */
	bool		 needed;
	size_t		 most;		/* letters; 0: any */
	struct strs	 values, shown;	/* of a choice; values are shown where `shown` is empty */
	struct str	 value;		/* that it has; what was posted goes before */
};

struct form {
	struct str		 action;
	struct str		 button;
	struct form_field	*v;
	size_t			 n;
	struct str		 back;	/* where its sender goes; empty: as core says */
	bool			 anybody;	/* of who is nobody yet */
	bool			 second;	/* another stands before it */
};

/* The field for files of all forms that take some. */
struct form_field	form_files(const struct visit *);
/* Above it what is wrong with it, where it is shown once more. */
void	form_put(struct visit *, const struct form *);

#endif

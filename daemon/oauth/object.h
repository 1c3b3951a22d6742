/*
 * object: a JSON object (RFC 8259) as names and texts: of strings, numbers and truth, and
 * of lists of strings, blanks between.  What else is in it, and what repeats a name, is
 * left out.
 *
 * The only file that includes jansson is object.c.
 */
#ifndef DAEMON_OAUTH_OBJECT_H
#define DAEMON_OAUTH_OBJECT_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"

enum { OBJECT_BYTES = 256 * 1024 };	/* a larger text is none */

struct object {
	struct strs	names;
	struct strs	values;		/* one for each of them */
};

/* Lives in `a`.  -1: it is no object. */
int		object_read(struct arena *a, struct str text, struct object *out);
struct str	object_get(const struct object *, const char *name);	/* empty: it has none */
int64_t		object_int(const struct object *, const char *name, int64_t otherwise);
/* Whether a list or a text of words has this one. */
bool		object_has_word(const struct object *, const char *name, const char *word);

enum { OBJECTS_BYTES = 4 * 1024 * 1024, OBJECTS_MOST = 5000 };

struct objects {
	struct object	*v;
	size_t		 n;
	struct object	 about;		/* beside the list, where an object holds it */
};

/*
 * The objects of a list: the text is one, or an object whose member `within` holds an object with
 * the list as `list`.  What an object in one has is "latest.name".  What is no object is left out.
 * -1: *e says why the text is not that.
 */
int		objects_read(struct arena *a, struct str text, const char *within, const char *list,
		    struct objects *out, struct err *e);

#endif

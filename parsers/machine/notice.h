/*
 * notice: what a mail server says in its own words about a mail that it could
 * not deliver: whom it means, why, and which mail came back.
 */
#ifndef PARSERS_MACHINE_NOTICE_H
#define PARSERS_MACHINE_NOTICE_H

#include "parsers/machine/bounce.h"
#include "parsers/machine/bouncewords.h"
#include "parsers/machine/mail.h"

struct notice {
	const struct bounce_format	*format;	/* NULL: none that is known */
	struct str			 text;		/* the server's words */
	struct str			 folded;	/* the same */
	struct str			 returned;	/* the mail that came back */
};

/* Whether a header field tells by itself that a bounce may follow. */
bool	notice_is_marked(const struct machine_mail *);
/* `subject` is folded.  Slices are borrowed from both, or live in `a`. */
void	notice_read(struct arena *a, const struct machine_mail *,
	    struct str subject, struct notice *out);
/* Whether it says that a mail was not delivered yet, and may still be. */
bool	notice_is_delay(const struct notice *, struct str subject);
/* Whether an address of somebody else stands where notices list whom they mean. */
bool	notice_names(struct arena *a, const struct machine_mail *, const struct notice *);
/* Whether words tell what failed (bounce_wordings). */
bool	notice_has_wording(const struct notice *);
/*
 * Fills what `out` lacks; status is never empty afterwards ("5.0.0": no reason
 * said).  With is_delayed set nothing but a server's 5xx makes it a failure.
 */
void	notice_fill(struct arena *a, const struct notice *, const struct machine_mail *,
	    struct bounce *out, struct reasons *);

/*
 * Only which mail it is about, by the header of the one that came back, else by
 * what the notice quotes of it: all that a complaint tells in this form.
 */
void	notice_original(struct arena *a, struct str returned, struct str notice,
	    struct bounce *out, struct reasons *);
/* A field of a header that stands in `text`, or STR_NONE. */
struct str	notice_field(struct str text, struct str name);

#endif

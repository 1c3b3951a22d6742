/* parttype: what a MIME part's type says that it is, as real mail uses them. */
#ifndef PARSERS_MIME_PARTTYPE_H
#define PARSERS_MIME_PARTTYPE_H

#include "parsers/mime/scan.h"

bool	part_is_text(const struct part *);	/* for people, if nothing makes it a file */
bool	part_is_html(struct arena *, const struct part *);	/* by type, or by its start */
bool	part_is_enriched(const struct part *);	/* RFC 1896, or RFC 1341's richtext */
bool	part_is_rtf(const struct part *);	/* Rich Text Format */
bool	part_is_message(const struct part *);
bool	part_is_status(const struct part *);	/* that machines read, RFC 3464 and 5965 */
bool	part_is_cms(const struct part *);	/* S/MIME, as a whole */
bool	part_is_tnef(const struct part *);	/* winmail.dat */
/* Whether any part is text for people, with something in it. */
bool	part_has_text(const struct scan *);
/* The charset of the first part that names one that we know, or STR_NONE. */
struct str	part_charset(const struct scan *);

#endif

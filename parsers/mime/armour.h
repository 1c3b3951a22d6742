/* armour: text that was signed in clear by OpenPGP (RFC 9580 section 7). */
#ifndef PARSERS_MIME_ARMOUR_H
#define PARSERS_MIME_ARMOUR_H

#include "parsers/base/str.h"

/*
 * The text as it was written: without the lines of the armour, the signature
 * and what escapes dashes.  `text` itself when nothing in it is signed.
 */
struct str	armour_text(struct arena *a, struct str text);

#endif

/* letterjson: a letter for people and programs: docketctl parse, docketd --role parse. */
#ifndef PARSERS_LETTER_LETTERJSON_H
#define PARSERS_LETTER_LETTERJSON_H

#include "parsers/base/str.h"

struct letter;

/* The letter as one JSON object (keys as docketctl.8 lists them), in `a`. */
struct str	 letter_json(struct arena *a, const struct letter *);

#endif

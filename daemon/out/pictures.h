/*
 * pictures: where the pictures of a text stand in its HTML.  A mail program that writes
 * both leaves a mark for each in the text ("[cid:ID]", "[image: NAME]"); those without
 * one stand below it, in order.
 */
#ifndef DAEMON_OUT_PICTURES_H
#define DAEMON_OUT_PICTURES_H

#include "daemon/out/parcel.h"

/* `html` shows the text of the letter whose pictures these are. */
struct str	pictures_place(struct arena *, struct str html, const struct letter *,
		    const struct parcel *);

#endif

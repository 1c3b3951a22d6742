/*
 * hashmark: the '#' that a line of commands begins with, in each shape in which
 * keyboards and mail programs write it, and the characters around it that nobody sees.
 */
#ifndef PARSERS_TEXT_HASHMARK_H
#define PARSERS_TEXT_HASHMARK_H

#include "parsers/base/str.h"

/* The bytes up to and with the mark that s begins with, blank lines before it; 0: none. */
size_t	hashmark(struct str s);
/* It takes no room: joiners, marks of direction, of order, soft hyphens. */
bool	hashmark_is_unseen(uint32_t c);

#endif

/*
 * base64: bytes in RFC 4648's 64 letters: as MIME and SASL write them, or with the two of
 * file names and web addresses and no padding, as JSON web tokens have them.
 */
#ifndef PARSERS_BASE_BASE64_H
#define PARSERS_BASE_BASE64_H

#include "parsers/base/str.h"

void	base64_add(struct buf *, struct str bytes);
void	base64url_add(struct buf *, struct str bytes);
/* `last`: the letters of 62 and 63; `pad` 0: none. */
void	base64_add_as(struct buf *, struct str bytes, const char last[2], char pad);
/* Both alphabets, padded or not; at most `max` bytes come out.  -1: it is none. */
int	base64_read(struct arena *a, struct str text, size_t max, struct str *out);

#endif

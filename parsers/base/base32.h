/*
 * base32: bytes in RFC 4648's letters and digits, in lower case and without padding: what
 * survives mail software that folds case.
 */
#ifndef PARSERS_BASE_BASE32_H
#define PARSERS_BASE_BASE32_H

#include "parsers/base/str.h"

void	base32_add(struct buf *, const uint8_t *p, size_t n);
/* Either case, at most `room` bytes.  -1: not what base32_add() writes of any bytes. */
int	base32_read(struct str in, uint8_t *out, size_t room, size_t *n);

#endif

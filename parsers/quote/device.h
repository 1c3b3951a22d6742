/* device: the line that a device or a mail program adds: "Sent from my phone". */
#ifndef PARSERS_QUOTE_DEVICE_H
#define PARSERS_QUOTE_DEVICE_H

#include "parsers/base/str.h"

struct line;			/* parsers/quote/quotelines.h */

/* Only with a device's or a program's name: "Sent by courier" is the writer's. */
bool	device_is_line(const struct line *);

#endif

/*
 * sesnotice: Amazon SES's notifications, which come by mail as JSON (also as a
 * string within SNS's own JSON, its quotes escaped).
 */
#ifndef PARSERS_MACHINE_SESNOTICE_H
#define PARSERS_MACHINE_SESNOTICE_H

#include "parsers/machine/bounce.h"

enum ses_kind { SES_NONE, SES_BOUNCE, SES_DELAY, SES_COMPLAINT, SES_DELIVERY };

/* Fills *out from the first bounced, delayed or complaining recipient. */
enum ses_kind	ses_read(struct arena *a, struct str text, struct bounce *out);

#endif

/*
 * decimal: amounts as people write them in files, exactly: "100.25" with four places is
 * 1002500.  No floating point touches money.
 */
#ifndef DAEMON_POLICY_DECIMAL_H
#define DAEMON_POLICY_DECIMAL_H

#include "daemon/conf/tree.h"

/* At most nine digits, and at most `places` behind the point.  False: it is none. */
bool	decimal_read(struct str, int places, int64_t *out);
/* Of a setting, a text or a whole number; `out` is left alone with a fault. */
void	decimal_setting(struct loader *, const struct node *, int places, int64_t *out);
/* "100.25", with at least `least` of its `places`: "100.00", "100.125". */
struct str	decimal_text(struct arena *, int64_t, int places, int least);

#endif

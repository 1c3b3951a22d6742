/* obstacle: what keeps an engineer's text from those whom it is for. */
#ifndef DAEMON_INTAKE_OBSTACLE_H
#define DAEMON_INTAKE_OBSTACLE_H

#include "daemon/intake/reading.h"
#include "parsers/letter/command.h"

/* Why the text of this mail cannot be passed on as it is; NULL: it can. */
const char	*text_obstacle(const struct work *, const struct reading *, const struct ticket *,
		    const struct command_block *, bool is_public);

#endif

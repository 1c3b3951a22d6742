/* decision: see decision.h. */
#include "daemon/ctl/decision.h"

#include <string.h>

const struct action *
decision_action(const struct action *rows, struct str name)
{
	for (; rows->name != NULL; rows++)
		if (str_eq(str_c(rows->name), name))
			return rows;
	return NULL;
}

int
decision_read(struct ctl *ctl, const struct action *rows, int n, char **argv,
    struct ask *ask, const char *usage)
{
	ask->action = n >= 2 ? decision_action(rows, str_c(argv[1])) : NULL;
	if (n > 0 && ask->action == NULL && (n != 1 || strcmp(argv[1], "list") != 0))
		return ctl_usage(ctl, "%s", usage);
	for (int i = 2; ask->action != NULL && i <= n; i++)
		if (ctl_number(argv[i]) == -1)
			return ctl_usage(ctl, "'%s' is no number", argv[i]);
	return CTL_OK;
}

int
decision_run(struct ctl *ctl, int n, char **argv, struct ask *ask)
{
	int status = CTL_OK, one;

	for (int i = 2; i <= n; i++) {
		ask->id = ctl_number(argv[i]);
		if ((one = ask->action->run(ctl, ask)) != CTL_OK)
			status = one;
	}
	return status;
}

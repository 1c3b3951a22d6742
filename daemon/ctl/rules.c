/* docketctl rules: the rules tried out. */
#include "daemon/ctl/verbs.h"

#include <string.h>

#include "daemon/ctl/ruleslist.h"
#include "daemon/ctl/rulestest.h"
#include "daemon/ctl/rulestry.h"
#include "parsers/base/array.h"

/* argv[0] is the action's name. */
static const struct {
	const char	*name;
	int		(*run)(struct ctl *, int argc, char **argv);
} actions[] = {
	{ "list", rules_list },
	{ "test", rules_test },
	{ "try", rules_try },
};

int
ctl_rules(struct ctl *ctl, int argc, char **argv)
{
	struct strs names = { 0 };

	for (size_t i = 0; i < COUNT(actions); i++) {
		if (argc > 1 && strcmp(argv[1], actions[i].name) == 0)
			return actions[i].run(ctl, argc - 1, argv + 1);
		strs_add(ctl->a, &names, str_c(actions[i].name));
	}
	if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
		return CTL_HELP;
	return argc > 1 ? ctl_no_such(ctl, "action", argv[1], &names) :
	    ctl_usage(ctl, "say what: %s", strs_join(ctl->a, &names, ", ").p);
}

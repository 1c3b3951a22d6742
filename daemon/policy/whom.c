/* whom: see whom.h. */
#include "daemon/policy/whom.h"

#include "parsers/base/names.h"

const char *const whom_words[WHOM_WORDS + 1] = {
	[WHOM_REQUESTER] = "requester", [WHOM_PARTICIPANTS] = "participants",
	[WHOM_ASSIGNEE] = "assignee", [WHOM_TEAM] = "team", [WHOM_LEAD] = "lead",
	[WHOM_LEADS] = "leads",
	[WHOM_ADMINS] = "admins", [WHOM_AUTHOR] = "author",
};

struct whom
whom_read(struct str s)
{
	int word = NAMES_FIND(whom_words, s);

	if (word != -1)
		return (struct whom){ (enum whom_kind)word, STR_NONE };
	if (str_starts(s, STR("team:")))
		return (struct whom){ WHOM_NAMED_TEAM, str_sub(s, 5, SIZE_MAX) };
	if (str_starts(s, STR("agent:")))
		return (struct whom){ WHOM_NAMED_AGENT, str_sub(s, 6, SIZE_MAX) };
	return (struct whom){ WHOM_ADDRESS, s };
}

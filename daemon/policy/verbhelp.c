/* verbhelp: see verbhelp.h. */
#include "daemon/policy/verbhelp.h"

static const struct verb_help rows[VERBS] = {
	[VERB_SET] = { "version 2.4.1", "The field is one of fields.conf." },
	[VERB_STATUS] = { "waiting", "Which status may follow is told when another is asked for." },
	[VERB_HOLD] = { NULL, "While a ticket waits its clocks pause, as its SLA says." },
	[VERB_WAIT] = { NULL, "While a ticket waits its clocks pause, as its SLA says." },
	[VERB_TAKE] = { NULL, "Whoever had it before has it no more." },
	[VERB_ASSIGN] = { "ana", "The name is the short one of agents.conf." },
	[VERB_SEVERITY] = { "high", "What is promised changes with it, from the ticket's beginning." },
	[VERB_VERSION] = { "2.4.1", NULL },
	[VERB_SLA] = { "gold", "The policy is one of sla.conf." },
	[VERB_TAG] = { "vip", NULL },
	[VERB_CC] = { "kim@example.org", "Several stand with commas between; at most 20." },
	[VERB_RETRY_ADDRESS] = { "kim@example.org", NULL },
	[VERB_SHOW] = { NULL, "Facts, people, fields and clocks. Nothing stops a clock, nothing "
	    "goes to the customer." },
	[VERB_HISTORY] = { NULL, "The newest first; what a mail cannot hold is counted." },
	[VERB_LIST] = { NULL, "It needs no ticket." },
	[VERB_HELP] = { "severity", "What your role may do with the ticket as it is, each with an "
	    "example. It needs no ticket." },
	[VERB_NOTE] = { NULL, "Agents get it, the customer does not." },
	[VERB_TEXT] = { "more", "The texts are templates/LANGUAGE/text/NAME.txt, in the customer's "
	    "language; names such as {{requester.name}} are filled in." },
	[VERB_PUBLIC] = { NULL, "What answers an engineer's note is a note, too, but for this." },
	[VERB_DRY_RUN] = { NULL, "It is told line by line, as if it had been done." },
};

const struct verb_help *
verb_help_of(const struct verb *v)
{
	return &rows[verb_id(v)];
}

/* nobody: see nobody.h. */
#include "parsers/machine/nobody.h"

#include "parsers/base/wordlist.h"
#include "parsers/head/mailbox.h"
#include "parsers/machine/machinewords.h"

bool
nobody_replies(struct str addr)
{
	for (size_t i = 0; machine_no_reply[i] != NULL; i++)
		if (str_istarts(addr, str_c(machine_no_reply[i])))
			return true;
	return false;
}

bool
nobody_reads(struct str addr)
{
	struct str local = mailbox_local(addr);

	return wordlist_ihas(local, machine_daemons) ||
	    wordlist_ihas(local, machine_list_daemons) || nobody_replies(addr);
}

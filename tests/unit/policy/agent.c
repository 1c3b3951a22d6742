/* agents.conf. */
#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "agents.conf", "role = \"lead\"", "role = \"boss\"", "agents.conf:@: role \"boss\"" },
	{ "agents.conf", "name = \"lee\"", "name = \"ana\"",
	  "agents.conf:@: agent ana is there twice" },
	{ "agents.conf", "name = \"lee\"", "name = \"lee chan\"",
	  "agents.conf:@: name \"lee chan\"" },
	{ "agents.conf", "\"lee@example.com\"", "\"ANA@example.com\"",
	  "agents.conf:@: ana@example.com is the address of ana already" },
	{ "agents.conf", "\"lee@example.com\"", "\"support@example.com\"",
	  "agents.conf:@: support@example.com is the address of a mailbox" },
	{ "agents.conf", "[ \"lee@example.com\" ]", "[ ]", "agents.conf:@: addresses is empty" },
	{ "agents.conf", "[ \"lee@example.com\" ]", "[ 1 ]", "agents.conf:@: addresses is not" },
	{ "agents.conf", "\"Europe/Berlin\"", "\"Europe/Atlantis\"",
	  "agents.conf:@: " },
	{ "agents.conf", "\"Europe/Berlin\"", "\"../../etc/passwd\"", "agents.conf:@: " },
	{ "agents.conf", "role = \"lead\"", "role = \"lead\"; language = \"eo\"",
	  "agents.conf:@: there is no language eo in templates/" },
};

static const struct change accepted[] = {
	{ "agents.conf", "# agents.conf", "\xef\xbb\xbf# agents.conf", "" },
};

int
main(void)
{
	world_open();
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	world_close();
	return tap_done();
}

/* docket.conf: kinds, ranges and spelling of its settings, and their defaults. */
#include <string.h>

#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "docket.conf", "log_level", "log_levle",
	  "docket.conf:@: there is no setting log_levle in docket (did you mean log_level?)" },
	{ "docket.conf", "log_level = \"info\"", "log_level = \"inof\"",
	  "docket.conf:@: log_level \"inof\" is not one of \"error\", \"warning\", \"info\", "
	  "\"debug\" (did you mean info?)" },
	{ "docket.conf", "parse_workers = 2", "parse_workers = \"2\"",
	  "docket.conf:@: parse_workers \"2\" is not a number, at least 1, at most 32" },
	{ "docket.conf", "parse_workers = 2", "parse_workers = 0", "docket.conf:@: parse_workers" },
	{ "docket.conf", "parse_workers = 2", "parse_workers = 33",
	  "docket.conf:@: parse_workers" },
	{ "docket.conf", "parse_workers = 2", "parse_workers = 4294967298",
	  "docket.conf:@: the number 4294967298 is too large" },
	{ "docket.conf", "\"5s\"", "5", "docket.conf:@: parse_deadline is not a duration" },
	{ "docket.conf", "\"5s\"", "\"5 parsecs\"", "docket.conf:@: parse_deadline \"5 parsecs\"" },
	{ "docket.conf", "\"5s\"", "\"1ms\"", "docket.conf:@: parse_deadline" },
	{ "docket.conf", "\"90d\"", "\"90\"", "docket.conf:@: token_lifetime \"90\" is not" },
	{ "docket.conf", "\"90d\"", "\"-1d\"", "docket.conf:@: token_lifetime" },
	{ "docket.conf", "\"90d\"", "\"999999999w\"", "docket.conf:@: token_lifetime" },
	{ "docket.conf", "message_bytes = \"50MB\"", "message_bytes = \"50 megs\"",
	  "docket.conf:@: message_bytes \"50 megs\"" },
	{ "docket.conf", "message_bytes = \"50MB\"", "message_bytes = \"999999999GB\"",
	  "docket.conf:@: message_bytes" },
	{ "docket.conf", "token_key_file = \"token.key\";", "",
	  "docket lacks token_key_file" },
	{ "docket.conf", "token_key_file = \"token.key\";", "trust_dmarc = true;",
	  "docket.conf:@: trust_dmarc needs authserv_ids" },
	{ "docket.conf", "\"dbname=docket\"", "\"dbname=docket password = x\"",
	  "docket.conf:@: a password does not belong here" },
	{ "docket.conf", "\"dbname=docket\"", "\"postgresql://u:p@db/docket\"",
	  "docket.conf:@: a password does not belong here" },
	{ "docket.conf", "\"example.com\"", "\"exa mple.com\"",
	  "docket.conf:@: message_id_domain \"exa mple.com\" is not a name" },
};

static const struct change accepted[] = {
	{ "docket.conf", "\"5s\"", "\"1m30s\"", "" },
	{ "docket.conf", "\"dbname=docket\"", "\"dbname=docket passfile=/x\"", "" },
};

static void
test_defaults(struct arena *a)
{
	const struct conf *c;
	struct conf_faults faults;
	const struct limits want = LIMITS_DEFAULT;
	struct str path = world_path(a, "docket.conf"), before = world_read(a, path);

	world_write(path, STR("database = \"x\"; token_key_file = \"/k\";\n"
	    "mailboxes = ( { name = \"support\"; address = \"a@b.example\";\n"
	    "project = \"WALK-IN\";\n"
	    "smtp = { host = \"h.example\"; tls = \"starttls\"; }; } );"));
	if (tap_int(world_load(a, &c, &faults), 0, "the smallest docket.conf")) {
		tap_int(memcmp(&c->letter.limits, &want, sizeof(want)), 0, "limits");
		tap_str(c->message_id_domain, STR("b.example"), "domain");
		tap_str(c->log_level, STR("info"), "log level");
		tap_str(c->mailboxes.v[0].display_name, STR("a@b.example"), "display name");
		tap_int(c->mailboxes.v[0].smtp.port, 587, "port by tls");
		tap_ok(!c->mailboxes.v[0].has_imap, "no imap");
		tap_str(c->token_key_file, STR("/k"), "an absolute file");
		world_drop(c);
	}
	world_write(path, before);
}

int
main(void)
{
	struct arena *a = arena_new();

	world_open();
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	test_defaults(a);
	world_close();
	arena_free(a);
	return tap_done();
}

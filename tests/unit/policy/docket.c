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
	{ "docket.conf", "verify = \"token\"", "trust_dmarc = true",
	  "docket.conf:@: verify = \"either\" needs authserv" },
	{ "docket.conf", "verify = \"token\"", "verify = \"both\"",
	  "docket.conf:@: verify = \"both\" needs authserv" },
	{ "docket.conf", "verify = \"token\"", "verify = \"tokens\"",
	  "docket.conf:@: verify \"tokens\" is not one of \"token\", \"dmarc\", \"either\", "
	  "\"both\" (did you mean token?)" },
	{ "docket.conf", "verify = \"token\";", "verify = \"dmarc\"; authserv = \"google\"; "
	  "trust_dmarc = false;", "docket.conf:@: trust_dmarc is what verify was called" },
	{ "docket.conf", "verify = \"token\"", "authserv = \"microsoft365\"",
	  "docket.conf:@: \"microsoft365\" is for a mailbox" },
	{ "docket.conf", "grave_age = \"7d\"", "grave_age = \"7h\"", "docket.conf:@: grave_age" },
	{ "docket.conf", NULL, "verbs_off = ( { verbs = [ \"clsoe\" ]; } );",
	  "there is no command clsoe (did you mean close?)" },
	{ "docket.conf", NULL, "verbs_off = ( { roles = \"lead\"; } );",
	  "verbs_off lacks verbs" },
	{ "docket.conf", NULL, "verbs_off = ( { verbs = \"cc\"; roles = \"leed\"; } );",
	  "there is no role leed (did you mean lead?)" },
	{ "docket.conf", NULL, "verbs_off = ( { verbs = \"cc\"; mailboxes = \"suport\"; } );",
	  "there is no mailbox suport in docket.conf (did you mean support?)" },
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
	{ "docket.conf", "verify = \"token\"", "authserv = \"google\"; verify = \"both\"", "" },
	{ "docket.conf", "verify = \"token\"", "trust_dmarc = true; authserv_ids = \"mx\"", "" },
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

/* What older names say is meant; each is told. */
static void
test_older(struct arena *a)
{
	const struct conf *c;
	struct conf_faults faults;
	struct str path = world_path(a, "docket.conf"), before = world_read(a, path);

	world_write(path, STR("database = \"x\"; token_key_file = \"/k\";\n"
	    "trust_dmarc = true; authserv_ids = [ \"google\", \"MX.example.com\" ];\n"
	    "mailboxes = ( { name = \"support\"; address = \"a@b.example\";\n"
	    "project = \"WALK-IN\";\n"
	    "smtp = { host = \"h.example\"; tls = \"starttls\"; }; } );"));
	if (tap_int(world_load(a, &c, &faults), 0, "older names")) {
		tap_int(c->verify, VERIFY_EITHER, "trust_dmarc");
		tap_int((int64_t)c->letter.authserv_ids.n, 2, "authserv_ids");
		tap_str(c->letter.authserv_ids.v[0], STR("mx.google.com"), "Google's name");
		tap_str(c->letter.authserv_ids.v[1], STR("mx.example.com"), "another");
		tap_int((int64_t)faults.hints.n, 2, "both are told");
		tap_ok(str_find(faults.hints.v[0], STR("write verify = \"either\";"), 0) != SIZE_MAX &&
		    str_find(faults.hints.v[1], STR("authserv_ids is called authserv now"), 0) !=
		    SIZE_MAX, "as they are written now");
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
	test_older(a);
	world_close();
	arena_free(a);
	return tap_done();
}

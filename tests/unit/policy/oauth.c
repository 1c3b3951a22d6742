/* Logins by OAuth. */
#include "tests/unit/policy/world.h"

#define TAG	"subject_tag = \"desk\";"
#define GROUP(text)	"docket.conf", TAG, "oauth = { " text " };"
#define M365	"provider = \"microsoft365\"; token_file = \"t\"; "
#define APP	"client_id = \"x\"; client_secret_file = \"s\"; "
#define CLIENT	"flow = \"client-credentials\"; "

static const struct change refused[] = {
	{ GROUP(""), "docket.conf:@: oauth lacks provider" },
	{ GROUP("provider = \"google\";"), "oauth lacks flow" },
	{ GROUP("provider = \"gogle\";"), "docket.conf:@: provider \"gogle\"" },
	{ GROUP(M365 APP CLIENT), "oauth lacks tenant: the directory (tenant) id" },
	{ GROUP(M365 CLIENT "tenant = \"t\"; client_secret_file = \"s\";"),
	  "flow \"client-credentials\" lacks client_id" },
	{ GROUP(M365 CLIENT "tenant = \"t\"; client_id = \"x\";"),
	  "lacks client_secret_file" },
	{ GROUP("provider = \"google\"; token_file = \"t\"; " APP CLIENT),
	  "Google gives no mail to flow \"client-credentials\"" },
	{ GROUP("provider = \"custom\"; token_file = \"t\"; " APP CLIENT), "oauth lacks token_url" },
	{ GROUP("provider = \"custom\"; token_file = \"t\"; " APP CLIENT
	    "token_url = \"http://x.example/\";"), "token_url must begin with https://" },
	{ GROUP(M365 APP CLIENT "tenant = \"a b\";"), "tenant \"a b\" is not a name" },
	{ GROUP(M365 APP CLIENT "tenant = \"t\"; certificate_file = \"c\";"),
	  "client_secret_file and certificate_file: one of them is right" },
	{ GROUP(M365 "flow = \"service-account\"; key_file = \"k\";"),
	  "flow \"service-account\" is Google's: for microsoft365" },
	{ GROUP("provider = \"google\"; token_file = \"t\"; flow = \"device\"; client_id = \"x\";"),
	  "Google gives no mail to flow \"device\"" },
	{ GROUP("provider = \"google\"; token_file = \"t\"; flow = \"service-account\";"),
	  "flow \"service-account\" lacks key_file" },
	{ GROUP("provider = \"custom\"; token_file = \"t\"; flow = \"command\";"),
	  "flow \"command\" lacks command" },
	{ GROUP("provider = \"custom\"; token_file = \"t\"; flow = \"command\"; command = \"ls\";"),
	  "ls: write its absolute path" },
	{ GROUP("provider = \"custom\"; token_file = \"t\"; flow = \"device\"; client_id = \"x\"; "
	    "token_url = \"https://x.example/\";"), "oauth lacks device_url" },
	{ GROUP(M365 APP CLIENT "tenant = \"t\"; secret_expires = \"2027-02-30\";"),
	  "docket.conf:@: secret_expires is no day" },
};

static void
test_whole(void)
{
	struct arena *a = arena_new();
	struct str path = world_path(a, "docket.conf"), before = world_read(a, path);
	size_t at = str_find(before, STR(TAG), 0);
	const struct conf *conf;
	struct conf_faults faults;
	const struct mailbox *m;

	world_write(path, str_printf(a, "%.*s oauth = { " M365 APP CLIENT "tenant = \"contoso.example\"; };"
	    "%s", (int)at, before.p, before.p + at));
	tap_int(world_load(a, &conf, &faults), 0, "it loads");
	m = &conf->mailboxes.v[0];
	tap_str(m->oauth.token_url, STR("https://login.microsoftonline.com/contoso.example/oauth2/v2.0/"
	    "token"), "Microsoft's token server");
	tap_str(m->oauth.scope, STR("https://outlook.office365.com/.default"), "its scope");
	tap_str(m->oauth.user, STR("support@example.com"), "the mailbox's address logs in");
	tap_ok(m->imap.oauth == NULL, "where there is a password, that is used");
	world_drop(conf);
	world_write(path, before);
	arena_free(a);
}

int
main(void)
{
	world_open();
	world_refuses(refused, COUNT(refused));
	test_whole();
	world_close();
	return tap_done();
}

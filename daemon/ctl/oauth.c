/*
 * docketctl oauth: a person logs a mailbox in, at a browser wherever they are; the tokens
 * that come of it are kept where docketd finds them.
 */
#include "daemon/ctl/verbs.h"

#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/oauth/device.h"
#include "daemon/oauth/http.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"

enum { COLUMNS = 80 };

/* In lines of a terminal. */
static void
print(struct ctl *ctl, struct str text)
{
	struct buf b;

	buf_init(&b, ctl->a);
	text_fold(&b, text_safe(ctl->a, text), 0, COLUMNS);
	printf("%s", buf_str(&b).p);
	fflush(stdout);
}

static int
tell_fault(struct ctl *ctl, const struct grant *g)
{
	struct buf b;

	buf_init(&b, ctl->a);
	text_fold(&b, str_printf(ctl->a, "docketctl: no login: %s", text_safe(ctl->a, g->text).p),
	    0, COLUMNS);
	if (g->mend.n > 0)
		text_fold(&b, str_printf(ctl->a, "to mend it: %s", text_safe(ctl->a, g->mend).p),
		    0, COLUMNS);
	fprintf(stderr, "%s", buf_str(&b).p);
	return CTL_FAILED;
}

/* What another user writes, docketd could not read. */
static int
check_user(struct ctl *ctl, const struct oauth *o)
{
	struct str folder = store_folder(ctl->a, o);
	struct stat st;
	struct err e;

	if (store_folders(ctl->a, o, &e) == -1)
		return ctl_err(&e);
	if (stat(folder.p, &st) == 0 && st.st_uid != geteuid())
		return ctl_fail(CTL_FAILED, "%s belongs to another user: run it as docketd's user, "
		    "for example by sudo -u docket", folder.p);
	return 0;
}

static int
find(struct ctl *ctl, const char *name, const struct oauth **out)
{
	const struct mailbox *m = mailboxes_find(&ctl->conf->mailboxes, str_c(name));

	if (m == NULL)
		return ctl_fail(CTL_FAILED, "there is no mailbox %s", name);
	if (!m->has_oauth)
		return ctl_fail(CTL_FAILED, "mailbox %s logs in by password: it has no group oauth",
		    name);
	if (m->oauth.flow != OAUTH_DEVICE && m->oauth.flow != OAUTH_REFRESH)
		return ctl_fail(CTL_FAILED, "mailbox %s has flow \"%s\", which needs no person",
		    name, oauth_flow_names[m->oauth.flow]);
	if (m->oauth.device_url.n == 0)
		return ctl_fail(CTL_FAILED, "its provider has no login of this kind: write a "
		    "refresh token to %s", m->oauth.token_file.p);
	*out = &m->oauth;
	return check_user(ctl, *out);
}

static int
await(struct ctl *ctl, const struct oauth *o, struct device *d)
{
	int64_t until = clock_mono() + d->expires_in * 1000;
	struct grant g;
	int rc = 0;

	while (rc == 0 && clock_mono() < until) {
		poll(NULL, 0, (int)(d->interval * 1000));
		rc = device_ask(ctl->a, o, d, &g);
	}
	if (rc == 0)
		g = (struct grant){ .text = STR("the code was not entered in time"),
		    .mend = STR("run it again") };
	if (rc != 1)
		return tell_fault(ctl, &g);
	print(ctl, str_printf(ctl->a, "Mailbox %.*s is logged in. docketd goes on with it by "
	    "itself; docketctl doctor tries it.", STR_ARG(o->mailbox)));
	return CTL_OK;
}

static int
login(struct ctl *ctl, const struct oauth *o)
{
	struct device d;
	struct grant g;
	struct err e;

	if (http_init(&e) == -1)
		return ctl_err(&e);
	if (device_begin(ctl->a, o, &d, &g) == -1)
		return tell_fault(ctl, &g);
	print(ctl, str_printf(ctl->a, "Open this address in a browser, anywhere, and log in as "
	    "%.*s, or as somebody who may read and send its mail:", STR_ARG(o->user)));
	printf("\n    %s\n\n", text_safe(ctl->a, d.url).p);
	printf("and enter the code  %s\n\n", text_safe(ctl->a, d.user_code).p);
	print(ctl, str_printf(ctl->a, "Waiting for you, %lld minutes at most …",
	    (long long)(d.expires_in + 59) / 60));
	return await(ctl, o, &d);
}

int
ctl_oauth(struct ctl *ctl, int argc, char **argv)
{
	const struct oauth *o = NULL;
	int status, n = ctl_options(ctl, argc, argv, NULL, 0);

	if (n < 0)
		return ctl_options_status(n);
	if (n != 2 || !str_eq(str_c(argv[1]), STR("login")))
		return ctl_usage(ctl, "login and the name of a mailbox are wanted");
	if ((status = ctl_conf(ctl)) != 0 || (status = find(ctl, argv[2], &o)) != 0)
		return status;
	return login(ctl, o);
}

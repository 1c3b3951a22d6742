#include "daemon/role/role.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "daemon/sys/cage.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/sys/title.h"
#include "parsers/base/array.h"

enum {
	ALIVE_MS = 1000,
	TIDY_MS = 5000,
	TIDY_BYTES = 4 * 1024 * 1024	/* free, but not given back */
};

static const enum cage_profile cages[ROLES] = {
	[ROLE_SUPERVISOR] = CAGE_PROFILES,
	[ROLE_FETCH] = CAGE_FETCH,
	[ROLE_PARSE] = CAGE_PARSE,
	[ROLE_CORE] = CAGE_CORE,
	[ROLE_SEND] = CAGE_SEND,
	[ROLE_ALERT] = CAGE_ALERT,
	[ROLE_TOKEN] = CAGE_TOKEN,
	[ROLE_READ] = CAGE_READ,
	[ROLE_WEB] = CAGE_WEB,
};

static void
set_name(const struct role_ops *ops, uint32_t index)
{
	static char name[32], title[48];	/* log_open() keeps the name */

	if (ops->role == ROLE_PARSE)
		snprintf(name, sizeof(name), "%s %u", ops->name, index);
	else
		snprintf(name, sizeof(name), "%s", ops->name);
	snprintf(title, sizeof(title), "docketd: %s", name);
	title_set(title);
	log_rename(name);
}

static void
set_signals(void)
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
	sigset_t none;

	for (size_t i = 0; i < COUNT(ignored); i++)
		signal(ignored[i], SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void
role_main(const struct role_ops *ops, uint32_t index, const struct conf *conf, int control_fd)
{
	set_name(ops, index);
	set_signals();
	/*
	 * Left alone, glibc raises its threshold with the first big mail, keeps
	 * such mails' memory for ever, and gives every thread a heap of its own.
	 */
	mallopt(M_MMAP_THRESHOLD, 256 * 1024);
	mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
	mallopt(M_ARENA_MAX, 2);
	/* The parent's exit handlers are not ours to run. */
	_exit(ops->run(conf, channel_new(control_fd)));
}

int
role_ready(enum role role, const struct cage_files *files, struct channel *control)
{
	struct err e;

	if (cage_enter(cages[role], files, &e) == -1) {
		log_error("no cage, no work", { "error", LOG_C(e.text) });
		return -1;
	}
	channel_put(control, MSG_READY, STR_NONE);
	return channel_flush(control);
}

/* What a burst of mail took goes back to the system; glibc keeps it else. */
static void
tidy(int64_t now)
{
	static int64_t next;

	if (now < next)
		return;
	next = now + TIDY_MS;
	if (mallinfo2().fordblks > TIDY_BYTES)
		malloc_trim(0);
}

void
role_alive(struct channel *control)
{
	static int64_t last;
	int64_t now = clock_mono();

	if (last != 0 && now - last < ALIVE_MS)
		return;
	last = now;
	channel_put(control, MSG_ALIVE, STR_NONE);
	channel_push(control);
	tidy(now);
}

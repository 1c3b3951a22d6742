/*
 * cage: takes from this process, for good, all that its role does not need:
 * system calls (libseccomp), files and ports (Landlock, where the kernel has
 * it), memory and descriptors (rlimits), new privileges, core dumps.
 *
 * To be called once, with one thread, by each role's run function: after it has
 * opened what it needs (clock file, certificates, compiled patterns, charsets,
 * libraries' global init), before it reads the first byte from outside and
 * before it starts a thread.  Threads and children inherit it.
 *
 * What a refused call does: the cages of parse and web kill the process, but for those
 * that libc tries on its own and does without (EPERM); the others refuse with
 * EPERM, and kill for what only an attacker would try.
 */
#ifndef DAEMON_SYS_CAGE_H
#define DAEMON_SYS_CAGE_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"

enum cage_profile {
	CAGE_PARSE,			/* its sockets and memory: no file, no network */
	CAGE_CORE,			/* the database by unix socket or TCP */
	CAGE_FETCH,			/* TCP, DNS, threads, the CA store */
	CAGE_SEND,			/* TCP, DNS, the CA store */
	CAGE_ALERT,			/* the database, TCP, DNS, the CA store */
	CAGE_TOKEN,			/* TCP, DNS, threads, the CA store, the tokens' folder */
	CAGE_READ,			/* the database by unix socket or TCP */
	CAGE_WEB,			/* its sockets and memory; who comes by a socket it has */
	CAGE_PROFILES
};

/* Besides the profile's own; those that do not exist are left out. */
struct cage_files {
	struct strs	readable;	/* files and folders */
	struct strs	writable;	/* folders, of CAGE_TOKEN alone: files in them come and go */
};

/* NULL files are fine.  -1: some part did not take hold and the process must end. */
int	cage_enter(enum cage_profile, const struct cage_files *, struct err *);
/* The kernel's Landlock version; 0: it has none. */
int	cage_landlock(void);

#endif

/* file: bytes from outside: all of a descriptor, and secrets by their files. */
#ifndef DAEMON_SYS_FILE_H
#define DAEMON_SYS_FILE_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"

/* A secret's file: owner and mode are checked; trailing newline dropped. */
int	file_secret(struct arena *a, struct str path, struct str *out, struct err *);
/* The same of one that is larger than a password: at most `max` bytes. */
enum { FILE_SECRET_LARGE = 20 * 1024 };
int	file_secret_upto(struct arena *a, struct str path, size_t max, struct str *out,
	    struct err *);
/* All of a descriptor, at most `max` bytes; -1 with errno in *e. */
int	file_read_all(struct arena *a, int fd, size_t max, struct str *out, struct err *e);
/* All of a file, whoever may write it. */
int	file_read(struct arena *a, const char *path, size_t max, struct str *out, struct err *e);
/*
 * The same of a regular file of at most `max` bytes: what is another or larger is told as such,
 * and a pipe in its place holds nobody up.  The text in *e names no path.
 */
int	file_read_regular(struct arena *a, const char *path, size_t max, struct str *out,
	    struct err *e);

#endif

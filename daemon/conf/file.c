/* file: see file.h. */
#include "daemon/conf/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/conf/place.h"

enum { FILE_MAX = 4 * 1024 * 1024 };

/* Only root and we ourselves may be able to change what we obey. */
static const char *
unsafe(const struct loader *l, const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return "it is not a regular file";
	if (st->st_size > FILE_MAX)
		return "it is larger than 4 MB";
	return l->anybodys ? NULL : place_others(st);
}

static int
unreadable(struct loader *l, struct str name, const char *why)
{
	conf_fault_at(l, name, 0, "%.*s%.*s cannot be used: %s", STR_ARG(l->folder),
	    STR_ARG(name), why);
	l->unread = true;
	return -1;
}

/* What is wrong with the way to it is told once, however many files lie there. */
static bool
is_astray(struct loader *l, struct str name, const char *path)
{
	struct str where;
	const char *why = l->anybodys ? NULL : place_obstacle(l->a, l->folder, path, &where);

	if (why == NULL)
		return false;
	l->unread = true;
	if (strs_has(&l->refused, where))
		return true;
	strs_add(l->a, &l->refused, where);
	conf_fault_at(l, name, 0, "%.*s cannot be used: %s", STR_ARG(where), why);
	return true;
}

static int
read_open(struct loader *l, struct str name, int fd, struct str *out)
{
	const char *why;
	struct stat st;
	char *text;
	ssize_t n = 0, got = 0;

	if (fstat(fd, &st) == -1)
		return unreadable(l, name, strerror(errno));
	if ((why = unsafe(l, &st)) != NULL)
		return unreadable(l, name, why);
	text = arena_alloc(l->a, (size_t)st.st_size + 1);
	while (got < st.st_size &&
	    (n = read(fd, text + got, (size_t)(st.st_size - got))) > 0)
		got += n;
	if (n == -1)
		return unreadable(l, name, strerror(errno));
	*out = (struct str){ text, (size_t)got };
	if (str_starts(*out, STR("\xef\xbb\xbf")))
		*out = str_sub(*out, 3, SIZE_MAX);
	if (!str_is_utf8(*out) || str_chr(*out, '\0', 0) != SIZE_MAX)
		return unreadable(l, name, "it is not text in UTF-8");
	return 0;
}

int
conf_read(struct loader *l, struct str name, struct str *out)
{
	const char *path = str_printf(l->a, "%.*s%.*s", STR_ARG(l->folder),
	    STR_ARG(name)).p;
	/* A pipe in a file's place must not hold us up. */
	int fd, rc;

	if (is_astray(l, name, path))
		return -1;
	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) == -1)
		return unreadable(l, name, strerror(errno));
	rc = read_open(l, name, fd, out);
	close(fd);
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	const struct str *x = a, *y = b;

	return str_cmp(*x, *y);
}

struct strs
conf_folder(struct loader *l, const char *name, const char *suffix)
{
	const char *path = str_printf(l->a, "%.*s%s", STR_ARG(l->folder), name).p;
	struct strs out = { 0 };
	struct dirent *d;
	struct stat st;
	DIR *dir;

	if (lstat(path, &st) == -1 && errno == ENOENT)
		return out;
	if (is_astray(l, str_c(name), path))
		return out;
	if ((dir = opendir(path)) == NULL) {
		if (!S_ISREG(st.st_mode))
			unreadable(l, str_c(name), strerror(errno));
		return out;
	}
	while ((d = readdir(dir)) != NULL)
		if (d->d_name[0] != '.' && str_ends(str_c(d->d_name), str_c(suffix)))
			strs_add(l->a, &out, str_printf(l->a, "%s/%s", name, d->d_name));
	closedir(dir);
	if (out.n > 1)
		qsort(out.v, out.n, sizeof(*out.v), by_name);
	return out;
}

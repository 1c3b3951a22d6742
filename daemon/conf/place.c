/* place: see place.h. */
#include "daemon/conf/place.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

const char *
place_others(const struct stat *st)
{
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return "it belongs to somebody else: chown root";
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return "others can write it: chmod go-w";
	return NULL;
}

/* False: it is not there. */
static bool
resolve(struct arena *a, struct str path, struct str *out)
{
	char real[PATH_MAX];

	if (realpath(path.p, real) == NULL)
		return false;
	*out = str_dup(a, str_c(real));
	return true;
}

static struct str
parent(struct arena *a, struct str path)
{
	size_t n = path.n;

	while (n > 0 && path.p[n - 1] != '/')
		n--;
	return str_dup(a, str_sub(path, 0, n > 1 ? n - 1 : n));
}

static bool
is_within(struct str path, struct str root)
{
	return str_starts(path, root) && (path.n == root.n || path.p[root.n] == '/' ||
	    str_eq(root, STR("/")));
}

bool
place_is_below(struct arena *a, struct str folder, const char *path)
{
	struct str root, at;

	return !resolve(a, str_dup(a, folder), &root) || !resolve(a, str_c(path), &at) ||
	    is_within(at, root);
}

const char *
place_obstacle(struct arena *a, struct str folder, const char *path, struct str *where)
{
	struct str root, at;
	const char *why;
	struct stat st;

	*where = str_c(path);
	if (!resolve(a, str_dup(a, folder), &root) || !resolve(a, str_c(path), &at))
		return NULL;
	if (!is_within(at, root))
		return "it is a link that leads out of the configuration's folder: put what it "
		    "leads to in its place";
	for (;; at = parent(a, at)) {
		if (stat(at.p, &st) == 0 && S_ISDIR(st.st_mode) &&
		    (why = place_others(&st)) != NULL) {
			*where = str_printf(a, "the folder %.*s", STR_ARG(at));
			return why;
		}
		if (at.n <= root.n)
			return NULL;
	}
}

const char *
place_program(struct arena *a, struct str command)
{
	struct str path = str_dup(a, command), folder, where;
	size_t n = path.n;
	const char *why;
	struct stat st;

	while (n > 0 && path.p[n - 1] != '/')
		n--;
	folder = str_dup(a, str_sub(path, 0, n));
	if (!str_starts(path, STR("/")))
		return "write its absolute path";
	if (stat(path.p, &st) == -1 || !S_ISREG(st.st_mode))
		return "there is no such program";
	if ((why = place_others(&st)) != NULL)
		return why;
	if (access(path.p, X_OK) == -1)
		return "it cannot be run: chmod a+x";
	if ((why = place_obstacle(a, folder, path.p, &where)) != NULL)
		return str_printf(a, "%.*s: %s", STR_ARG(where), why).p;
	return NULL;
}

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
#include "parsers/base/array.h"
#include "parsers/base/sha256.h"

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

/* By its name; NULL: there is none. */
static const struct conf_file *
file_find(const struct conf_files *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

/* What it is called among those that were read: the program's own files with their folder. */
static struct str
file_name(struct loader *l, struct str name)
{
	return str_eq(l->folder, l->home) ? name :
	    str_printf(l->a, "%.*s%.*s", STR_ARG(l->folder), STR_ARG(name));
}

static void
note_read(struct loader *l, struct str name, struct str text)
{
	if (file_find(&l->read, name = file_name(l, name)) != NULL)
		return;
	l->read.v = array_grow(l->a, l->read.v, l->read.n, sizeof(*l->read.v));
	l->read.v[l->read.n++] = (struct conf_file){ str_dup(l->a, name), text };
}

/* What the program brings is read from its folder, unless it was kept. */
static bool
is_kept(const struct loader *l)
{
	return l->instead != NULL && str_eq(l->folder, l->home);
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

static int
read_disk(struct loader *l, struct str name, struct str *out)
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

int
conf_read(struct loader *l, struct str name, struct str *out)
{
	const struct conf_file *kept = l->instead == NULL ? NULL :
	    file_find(l->instead, file_name(l, name));

	if (kept != NULL)
		*out = kept->text;
	else if (is_kept(l))
		return unreadable(l, name, strerror(ENOENT));
	else if (read_disk(l, name, out) == -1)
		return -1;
	note_read(l, name, *out);
	return 0;
}

bool
conf_is_absent(struct loader *l, struct str name)
{
	struct str path = str_printf(l->a, "%.*s%.*s", STR_ARG(l->folder), STR_ARG(name));
	struct stat st;

	if (is_kept(l))
		return file_find(l->instead, name) == NULL;
	return lstat(path.p, &st) == -1 && errno == ENOENT;
}

static int
by_name(const void *a, const void *b)
{
	const struct str *x = a, *y = b;

	return str_cmp(*x, *y);
}

/* What stands right below `name`, or a folder there. */
static struct strs
kept_folder(struct loader *l, const char *name, const char *suffix)
{
	struct str in = str_printf(l->a, "%s/", name);
	struct strs out = { 0 };

	for (size_t i = 0; i < l->instead->n; i++) {
		struct str rest = l->instead->v[i].name, first;

		if (!str_starts(rest, in))
			continue;
		rest = str_sub(rest, in.n, SIZE_MAX);
		if (str_split(&rest, '/', &first) && str_ends(first, str_c(suffix)) &&
		    !strs_has(&out, first = str_printf(l->a, "%s/%.*s", name, STR_ARG(first))))
			strs_add(l->a, &out, first);
	}
	return out;
}

/* The same of the folder itself. */
static struct strs
disk_folder(struct loader *l, const char *name, const char *suffix)
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
	return out;
}

struct strs
conf_folder(struct loader *l, const char *name, const char *suffix)
{
	struct strs out = is_kept(l) ? kept_folder(l, name, suffix) :
	    disk_folder(l, name, suffix);

	if (out.n > 1)
		qsort(out.v, out.n, sizeof(*out.v), by_name);
	return out;
}

struct str
conf_fingerprint(struct arena *a, const struct conf_files *files)
{
	unsigned char digest[SHA256_BYTES];
	struct sha256 *sum = sha256_new(a);

	for (size_t i = 0; i < files->n; i++) {
		sha256_add(sum, str_printf(a, "%.*s %zu\n", STR_ARG(files->v[i].name),
		    files->v[i].text.n));
		sha256_add(sum, files->v[i].text);
	}
	sha256_end(sum, digest);
	return sha256_hex(a, digest, sizeof(digest));
}

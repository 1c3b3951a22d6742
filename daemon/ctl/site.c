/*
 * site: see site.h.  Every file is opened below the folder's own descriptor, and never through
 * a link.  LIST names what is ours; it is written before
 * anything takes its place, so that whatever a crash leaves is known as ours by the next build.
 */
#include "daemon/ctl/site.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/sys/file.h"

#define LIST		".docket-dashboard"
#define STAGED		".docket-new-"
#define LOCK		".docket-lock"
#define HEAD		"# Written by docketctl dashboard build, which removes what is named here.\n"

enum { NAMES_BYTES = 1 << 20, PAGE_BYTES = 64 << 20 };

struct site {
	struct arena	*a;
	const char	*dir;
	int		 fd, lock;
	struct strs	 ours;		/* of the last build */
	struct strs	 put, staged;
	struct site_sum	 sum;
};

static int
fault(const struct site *s, const char *name, struct err *e)
{
	return err_set(e, ERR_CONF, "%s/%s: %s", s->dir, name, strerror(errno));
}

/* Nothing of it is a path. */
static bool
is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '/' || s.p[i] == '\0' || s.p[i] == '\n')
			return false;
	return s.n > 0 && s.n < 200 && s.p[0] != '.';
}

/* --- opening -------------------------------------------------------------------------- */

static int
open_folder(struct site *s, struct err *e)
{
	struct stat st;

	if (mkdir(s->dir, 0750) == -1 && errno != EEXIST)
		return err_set(e, ERR_CONF, "%s: %s; the folder above it must be there", s->dir,
		    strerror(errno));
	s->fd = open(s->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->fd == -1 || fstat(s->fd, &st) == -1)
		return err_set(e, ERR_CONF, "%s: %s", s->dir, strerror(errno));
	if ((st.st_mode & S_IWOTH) != 0)
		return err_set(e, ERR_CONF, "%s: everybody may write to it: chmod o-w it, or name another "
		    "folder", s->dir);
	return 0;
}

/* As long as the site is open, whoever dies. */
static int
take_lock(struct site *s, struct err *e)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	s->lock = openat(s->fd, LOCK, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (s->lock == -1)
		return fault(s, LOCK, e);
	if (fcntl(s->lock, F_OFD_SETLK, &whole) == -1)
		return err_set(e, ERR_RETRY, "%s: another docketctl builds it right now", s->dir);
	return 0;
}

/*
 * The first file that is not docket's at all; empty: there is none.  `sweeps`: what a build
 * that broke off had staged is taken away.
 */
static struct str
stranger(struct site *s, bool sweeps)
{
	int fd = openat(s->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd == -1 ? NULL : fdopendir(fd);
	struct str found = STR_NONE;
	const struct dirent *entry;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		struct str name = str_c(entry->d_name);

		if (str_starts(name, STR(STAGED))) {
			if (sweeps)
				unlinkat(s->fd, entry->d_name, 0);
		} else if (found.n == 0 && !str_eq(name, STR(".")) && !str_eq(name, STR("..")) &&
		    !str_eq(name, STR(LOCK)))
			found = str_dup(s->a, name);
	}
	if (d != NULL)
		closedir(d);
	return found;
}

static int
read_names(struct site *s, struct str text, struct err *e)
{
	struct str line;

	if (!str_starts(text, STR(HEAD)))
		return err_set(e, ERR_CONF, "%s/%s: is not docket's: name another folder", s->dir, LIST);
	while (str_line(&text, &line))
		if (line.n > 0 && line.p[0] != '#' && is_name(line))
			strs_add(s->a, &s->ours, str_dup(s->a, line));
	return 0;
}

static int
read_list(struct site *s, struct err *e)
{
	int fd = openat(s->fd, LIST, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK), rc;
	struct str text;

	if (fd == -1)
		return errno == ENOENT ? 0 : fault(s, LIST, e);
	rc = file_read_all(s->a, fd, NAMES_BYTES, &text, e);
	close(fd);
	return rc == -1 ? -1 : read_names(s, text, e);
}

/* Nothing is made in a folder of others, not even the lock. */
static int
check_ours(struct site *s, struct err *e)
{
	struct str other;

	if (faccessat(s->fd, LIST, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	other = stranger(s, false);
	return other.n == 0 ? 0 : err_set(e, ERR_CONF, "%s: holds files that are not of a dashboard, "
	    "such as %s: name an empty folder, or one that is not there yet", s->dir, other.p);
}

int
site_open(struct arena *a, const char *dir, struct site **out, struct err *e)
{
	struct site *s = ARENA_NEW(a, struct site);

	*s = (struct site){ .a = a, .dir = dir, .fd = -1, .lock = -1 };
	*out = s;
	if (open_folder(s, e) == -1 || check_ours(s, e) == -1 || take_lock(s, e) == -1)
		return -1;
	stranger(s, true);
	return read_list(s, e);
}

/* --- putting --------------------------------------------------------------------------- */

/* The text without the line that begins so: when it was made. */
static struct str
without(struct arena *a, struct str text, struct str made)
{
	size_t at = made.n == 0 ? SIZE_MAX : str_find(text, made, 0), end;

	if (at == SIZE_MAX)
		return text;
	end = str_chr(text, '\n', at);
	return str_printf(a, "%.*s%.*s", STR_ARG(str_sub(text, 0, at)),
	    STR_ARG(str_sub(text, end, SIZE_MAX)));
}

static bool
is_same(struct site *s, struct str name, struct str bytes, struct str made)
{
	struct arena *a = arena_new();
	int fd = openat(s->fd, name.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct str old = STR_NONE;
	bool same = fd != -1 && file_read_all(a, fd, PAGE_BYTES, &old, NULL) == 0 &&
	    str_eq(without(a, old, made), without(a, bytes, made));

	if (fd != -1)
		close(fd);
	arena_free(a);
	return same;
}

static bool
write_all(int fd, struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return false;
		bytes = str_sub(bytes, (size_t)n, SIZE_MAX);
	}
	return true;
}

static struct str
staged(struct site *s, struct str name)
{
	return str_printf(s->a, STAGED "%.*s", STR_ARG(name));
}

static int
stage(struct site *s, struct str name, struct str bytes, struct err *e)
{
	struct str path = staged(s, name);
	int fd;
	bool good;

	unlinkat(s->fd, path.p, 0);		/* of a build that broke off */
	fd = openat(s->fd, path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);
	good = fd != -1 && write_all(fd, bytes) && fsync(fd) == 0;
	if (fd != -1)
		strs_add(s->a, &s->staged, name);
	if (fd != -1 && close(fd) == -1)
		good = false;
	return good ? 0 : fault(s, path.p, e);
}

int
site_put(struct site *s, struct str name, struct str bytes, struct str made, struct err *e)
{
	name = str_dup(s->a, name);
	if (!is_name(name) || strs_has(&s->put, name))
		return err_set(e, ERR_BUG, "%s: no name for a page, or twice", name.p);
	if (!strs_has(&s->ours, name) && faccessat(s->fd, name.p, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return err_set(e, ERR_CONF, "%s/%s: is not of a dashboard, and would be overwritten: move it "
		    "away, or name another folder", s->dir, name.p);
	strs_add(s->a, &s->put, name);
	if (strs_has(&s->ours, name) && is_same(s, name, bytes, made)) {
		s->sum.same++;
		return 0;
	}
	return stage(s, name, bytes, e);
}

/* --- finishing --------------------------------------------------------------------------- */

static int
write_list(struct site *s, bool with_old, struct err *e)
{
	struct buf b;

	buf_init(&b, s->a);
	buf_adds(&b, HEAD);
	for (size_t i = 0; i < s->put.n; i++)
		buf_printf(&b, "%.*s\n", STR_ARG(s->put.v[i]));
	for (size_t i = 0; with_old && i < s->ours.n; i++)
		if (!strs_has(&s->put, s->ours.v[i]))
			buf_printf(&b, "%.*s\n", STR_ARG(s->ours.v[i]));
	if (stage(s, STR(LIST), buf_str(&b), e) == -1)
		return -1;
	if (renameat(s->fd, STAGED LIST, s->fd, LIST) == -1)
		return fault(s, LIST, e);
	strs_drop(&s->staged, STR(LIST));
	return 0;
}

static int
take_place(struct site *s, struct str name, struct err *e)
{
	if (!strs_has(&s->staged, name))
		return 0;
	if (renameat(s->fd, staged(s, name).p, s->fd, name.p) == -1)
		return fault(s, name.p, e);
	strs_drop(&s->staged, name);
	s->sum.written++;
	return 0;
}

static void
remove_stale(struct site *s)
{
	for (size_t i = 0; i < s->ours.n; i++)
		if (!strs_has(&s->put, s->ours.v[i]) && unlinkat(s->fd, s->ours.v[i].p, 0) == 0)
			s->sum.removed++;
}

int
site_finish(struct site *s, struct site_sum *out, struct err *e)
{
	if (write_list(s, true, e) == -1)
		return -1;
	for (size_t i = 1; i <= s->put.n; i++)
		if (take_place(s, s->put.v[i % s->put.n], e) == -1)
			return -1;
	remove_stale(s);
	if (write_list(s, false, e) == -1)
		return -1;
	fsync(s->fd);
	*out = s->sum;
	return 0;
}

void
site_close(struct site *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->staged.n; i++)
		unlinkat(s->fd, staged(s, s->staged.v[i]).p, 0);
	if (s->lock != -1)
		close(s->lock);
	if (s->fd != -1)
		close(s->fd);
}

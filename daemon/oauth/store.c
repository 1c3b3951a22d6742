/* store: see store.h. */
#include "daemon/oauth/store.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/oauth/answer.h"
#include "daemon/oauth/object.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "parsers/base/json.h"

enum { LOCK_STEP_MS = 50 };

/* "/a/b/c" is in "/a/b". */
static struct str
folder_of(struct arena *a, struct str path)
{
	size_t n = path.n;

	while (n > 1 && path.p[n - 1] != '/')
		n--;
	return str_dup(a, str_sub(path, 0, n > 1 ? n - 1 : n));
}

struct str
store_folder(struct arena *a, const struct oauth *o)
{
	return folder_of(a, o->token_file);
}

int
store_folders(struct arena *a, const struct oauth *o, struct err *e)
{
	const struct str paths[] = { store_folder(a, o), folder_of(a, o->access_file) };

	for (size_t i = 0; i < COUNT(paths); i++)
		if (mkdir(paths[i].p, 0700) == -1 && errno != EEXIST)
			return err_set(e, ERR_CONF, "%s: %s: token_file needs a folder that "
			    "docket's user may write", paths[i].p, strerror(errno));
	return 0;
}

void
store_readable(struct arena *a, const struct oauth *o, struct strs *readable)
{
	strs_add(a, readable, folder_of(a, o->access_file));
}

/* --- the lock --- */

int
store_lock(struct arena *a, const struct oauth *o, int64_t ms, struct err *e)
{
	struct str path = str_printf(a, "%.*s.lock", STR_ARG(o->token_file));
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int64_t until = clock_mono() + ms;
	int fd = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd == -1)
		return err_set(e, ERR_CONF, "%s: %s", path.p, strerror(errno));
	/* Of the open file, not of the process: it also holds off another thread. */
	while (fcntl(fd, F_OFD_SETLK, &whole) == -1) {
		if ((errno != EAGAIN && errno != EACCES) || clock_mono() >= until) {
			close(fd);
			return err_set(e, ERR_RETRY, "%s: another process asks for a token "
			    "just now", path.p);
		}
		poll(NULL, 0, LOCK_STEP_MS);
	}
	return fd;
}

void
store_unlock(int lock)
{
	close(lock);
}

/* --- files that are whole or not there --- */

static int
write_all(int fd, struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(fd, s.p, s.n);

		if (n == -1 && errno != EINTR)
			return -1;
		s = str_sub(s, n > 0 ? (size_t)n : 0, SIZE_MAX);
	}
	return 0;
}

static int
sync_folder(struct arena *a, struct str path)
{
	int fd = open(folder_of(a, path).p, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	if (fd == -1)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

/* After it the new bytes are on the disk, or the old ones are. */
static int
replace(struct arena *a, struct str path, struct str bytes, struct err *e)
{
	struct str made = str_printf(a, "%.*s.new", STR_ARG(path));
	int fd, rc;

	unlink(made.p);
	fd = open(made.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		return err_set(e, ERR_CONF, "%s: %s", made.p, strerror(errno));
	rc = write_all(fd, bytes) == 0 && fsync(fd) == 0 ? 0 : -1;
	if (close(fd) == -1)
		rc = -1;
	if (rc == 0)
		rc = rename(made.p, str_dup(a, path).p) == 0 && sync_folder(a, path) == 0 ? 0 : -1;
	return rc == 0 ? 0 : err_set(e, ERR_RETRY, "%.*s: %s", STR_ARG(path), strerror(errno));
}

/* --- the refresh token --- */

int
store_refresh_token(struct arena *a, const struct oauth *o, struct str *out, struct err *e)
{
	struct object kept;
	struct str text;

	*out = STR_NONE;
	if (access(o->token_file.p, F_OK) == -1 && errno == ENOENT)
		return 0;
	if (file_secret_upto(a, o->token_file, FILE_SECRET_LARGE, &text, e) == -1)
		return -1;
	/* An admin may have put the bare token there. */
	if (object_read(a, text, &kept) == 0)
		text = object_get(&kept, "refresh_token");
	if (!answer_is_token(text))
		return err_set(e, ERR_CONF, "%.*s: holds no refresh token", STR_ARG(o->token_file));
	*out = text;
	return 0;
}

int
store_put_refresh_token(struct arena *a, const struct oauth *o, struct str token, struct err *e)
{
	struct json j;
	struct buf b;

	buf_init(&b, a);
	json_init(&j, &b, 2);
	json_open_object(&j, NULL);
	json_str(&j, "mailbox", o->mailbox);
	json_str(&j, "received_at", clock_rfc3339(a, clock_now()));
	json_str(&j, "refresh_token", token);
	json_close(&j);
	buf_addc(&b, '\n');
	return replace(a, o->token_file, buf_str(&b), e);
}

/* --- the access token --- */

int
store_token(struct arena *a, const struct oauth *o, struct token *out, struct err *e)
{
	struct object kept;
	struct str text;

	*out = (struct token){ 0 };
	if (access(o->access_file.p, F_OK) == -1 && errno == ENOENT)
		return err_set(e, ERR_RETRY, "there is no access token yet");
	if (file_secret_upto(a, o->access_file, FILE_SECRET_LARGE, &text, e) == -1)
		return -1;
	if (object_read(a, text, &kept) == -1 ||
	    !answer_is_token(object_get(&kept, "access_token")))
		return err_set(e, ERR_RETRY, "%.*s: holds no access token",
		    STR_ARG(o->access_file));
	*out = (struct token){ object_get(&kept, "access_token"), object_int(&kept, "number", 0),
	    object_int(&kept, "received_at", 0), object_int(&kept, "expires_at", 0) };
	return 0;
}

int
store_put_token(struct arena *a, const struct oauth *o, const struct token *t, struct err *e)
{
	struct json j;
	struct buf b;

	buf_init(&b, a);
	json_init(&j, &b, 0);
	json_open_object(&j, NULL);
	json_int(&j, "number", t->number);
	json_int(&j, "received_at", t->received_at);
	json_int(&j, "expires_at", t->expires_at);
	json_str(&j, "access_token", t->text);
	json_close(&j);
	return replace(a, o->access_file, buf_str(&b), e);
}

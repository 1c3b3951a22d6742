/* Secrets by their files' owner and mode, and descriptors read to their end. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/sys/file.h"
#include "tests/tap.h"

static char folder[] = "/tmp/docket-unit-file-XXXXXX";
static const char mail[] = "From: jo@example.com\r\n\r\nIt fails.\r\n";

static void
write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd == -1 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		abort();
	close(fd);
}

static void
test_secrets(struct arena *a)
{
	static const struct { const char *name, *in, *want; mode_t mode; } rows[] = {
		{ "a newline goes", "s3cret\n", "s3cret", 0600 },
		{ "spaces inside stay", "two words\r\n", "two words", 0400 },
		{ "empty", "", NULL, 0600 },
		{ "readable by all", "x\n", NULL, 0644 },
		{ "writable by the group", "x\n", NULL, 0660 },
	};
	struct str path = str_printf(a, "%s/secret", folder), out;
	struct err e;

	for (size_t i = 0; i < COUNT(rows); i++) {
		int rc;

		unlink(path.p);
		write_text(path.p, rows[i].in);
		chmod(path.p, rows[i].mode);
		rc = file_secret(a, path, &out, &e);
		tap_int(rc, rows[i].want == NULL ? -1 : 0, "secret: %s", rows[i].name);
		if (rc == 0)
			tap_str(out, str_c(rows[i].want), "text: %s", rows[i].name);
		else
			tap_ok(strstr(e.text, path.p) != NULL, "named: %s", rows[i].name);
	}
	unlink(path.p);
	tap_int(symlink("/dev/null", path.p), 0, "a link");
	tap_int(file_secret(a, path, &out, &e), -1, "secret: a link");
	unlink(path.p);
	tap_int(file_secret(a, path, &out, &e), -1, "secret: absent");
}

static void
test_read_all(struct arena *a)
{
	struct str out;
	struct err e;
	int fd[2];

	if (pipe(fd) == -1 || write(fd[1], mail, sizeof(mail) - 1) != sizeof(mail) - 1)
		abort();
	close(fd[1]);
	tap_int(file_read_all(a, fd[0], 10, &out, &e), 0, "read at most 10");
	tap_str(out, str_sub(str_c(mail), 0, 10), "10 bytes");
	tap_int(file_read_all(a, fd[0], 1 << 20, &out, &e), 0, "read the rest");
	tap_str(out, str_sub(str_c(mail), 10, SIZE_MAX), "all of it");
	close(fd[0]);
	tap_int(file_read_all(a, fd[0], 10, &out, &e), -1, "a closed descriptor: %s", e.text);
}

/* What is no file is told, and a pipe that nobody writes holds nobody up. */
static void
test_read_regular(struct arena *a)
{
	struct str path = str_printf(a, "%s/mail", folder), out;
	struct err e;

	write_text(path.p, mail);
	tap_int(file_read_regular(a, path.p, sizeof(mail) - 1, &out, &e), 0, "a file of the limit");
	tap_str(out, str_c(mail), "all of the file");
	tap_int(file_read_regular(a, path.p, sizeof(mail) - 2, &out, &e), -1, "a byte more: %s",
	    e.text);
	unlink(path.p);
	tap_int(file_read_regular(a, path.p, 10, &out, &e), -1, "none: %s", e.text);
	tap_int(mkfifo(path.p, 0600), 0, "a pipe");
	tap_int(file_read_regular(a, path.p, 10, &out, &e), -1, "a pipe: %s", e.text);
	unlink(path.p);
	tap_int(file_read_regular(a, folder, 10, &out, &e), -1, "a folder: %s", e.text);
	tap_int(file_read_regular(a, "/dev/zero", 10, &out, &e), -1, "a device: %s", e.text);
}

int
main(void)
{
	struct arena *a = arena_new();

	if (mkdtemp(folder) == NULL)
		return 1;
	test_secrets(a);
	test_read_all(a);
	test_read_regular(a);
	rmdir(folder);
	arena_free(a);
	return tap_done();
}

/* What reading a mail of 25 MB takes in memory, whatever its shape: at most 2.5 times as much. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parsers/base/limits.h"
#include "parsers/field/field.h"
#include "parsers/letter/letter.h"
#include "parsers/letter/letterwire.h"
#include "parsers/mime/mime.h"
#include "tests/mails.h"
#include "tests/tap.h"

enum { LARGE = 25 * 1024 * 1024 };

/* AddressSanitizer keeps a byte for each eight; what is freed it gives back (meson.build). */
#ifdef __SANITIZE_ADDRESS__
#define TIMES	(2.5 * 9 / 8)
#else
#define TIMES	2.5
#endif

static size_t
peak_bytes(void)
{
	char line[256];
	size_t kb = 0;
	FILE *f = fopen("/proc/self/status", "r");

	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			kb = strtoul(line + 6, NULL, 10);
	if (f != NULL)
		fclose(f);
	return kb * 1024;
}

/* As the parse role reads it; the mail itself was there before. */
static void
read_mail(const struct letter_conf *how, struct str raw)
{
	struct arena *a = arena_new();
	struct letter letter;
	struct buf b;

	letter_parse(a, how, raw, &letter);
	buf_init(&b, a);
	letter_pack(&b, &letter);
	arena_free(a);
}

/* By a process of its own, as multiples of the mail; 0 when it died. */
static double
weigh(const struct letter_conf *how, struct str raw)
{
	double times = 0;
	int fd[2];
	pid_t pid;

	malloc_trim(0);			/* what is free here would be taken for new there */
	if (pipe(fd) == -1 || (pid = fork()) == -1)
		abort();
	if (pid == 0) {
		size_t before = peak_bytes();

		read_mail(how, raw);
		times = 1 + (double)(peak_bytes() - before) / (double)raw.n;
		_exit(write(fd[1], &times, sizeof(times)) == sizeof(times) ? 0 : 1);
	}
	close(fd[1]);
	if (read(fd[0], &times, sizeof(times)) != sizeof(times))
		times = 0;
	close(fd[0]);
	waitpid(pid, NULL, 0);
	return times;
}

int
main(void)
{
	struct arena *a = arena_new(), *of_mail = arena_new();
	struct field_defs fields = { .n = 0 };
	struct letter_conf how = { .limits = LIMITS_DEFAULT, .fields = &fields };

	field_builtins(a, &fields);
	mime_init();
	read_mail(&how, mail_plain(a, 1024));
	for (size_t i = 0; i < mail_shapes_n; i++, arena_reset(of_mail)) {
		double times = weigh(&how, mail_shaped(of_mail, &mail_shapes[i], LARGE));

		tap_ok(times > 0 && times <= TIMES, "%s: %.2f times its size", mail_shapes[i].name,
		    times);
	}
	arena_free(of_mail);
	arena_free(a);
	return tap_done();
}

/*
 * Runs a fuzz target without libFuzzer: every file of the corpus folder that
 * is its argument, then seeded mutations of them with the words of the
 * dictionary (-dict=FILE, as libFuzzer's), so that the same build always tries
 * the same bytes.  A fault ends the program, which the plan at the end
 * makes visible; an input that takes too long is a failed test.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/tap.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { ROUNDS = 3000, INPUT_MAX = 256 * 1024, SLOW_MS = 5000 };

struct corpus {
	struct arena	*a;
	struct strs	 files;
	struct strs	 names;
	struct strs	 words;		/* of the dictionary */
};

static uint64_t
next(uint64_t *seed)			/* xorshift64* */
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return *seed * 2685821657736338717u;
}

static size_t
below(uint64_t *seed, size_t n)
{
	return n == 0 ? 0 : (size_t)(next(seed) >> 16) % n;
}

static struct str
read_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	char *p = arena_alloc(a, INPUT_MAX);
	size_t n;

	if (f == NULL)
		return STR_NONE;
	n = fread(p, 1, INPUT_MAX, f);
	fclose(f);
	return (struct str){ p, n };
}

static int
visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* In the order of their names, whatever the file system says. */
static void
read_corpus(struct corpus *c, const char *folder)
{
	struct dirent **list;
	int n = scandir(folder, &list, visible, alphasort);

	for (int i = 0; i < n; i++) {
		strs_add(c->a, &c->names, str_dup(c->a, str_c(list[i]->d_name)));
		strs_add(c->a, &c->files, read_file(c->a,
		    str_printf(c->a, "%s/%s", folder, list[i]->d_name).p));
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

static int
hex_digit(char c)
{
	const char *digits = "0123456789abcdef", *at = strchr(digits, c | 32);

	return c == '\0' || at == NULL ? 0 : (int)(at - digits);
}

/* name="text" or "text" a line; \xHH, \\ and \" in it. */
static void
read_dict(struct corpus *c, const char *path)
{
	struct str rest = read_file(c->a, path), line;

	while (str_line(&rest, &line)) {
		size_t from = str_chr(line, '"', 0);
		struct buf b;

		if (from == SIZE_MAX || str_starts(line, STR("#")))
			continue;
		buf_init(&b, c->a);
		for (size_t i = from + 1; i < line.n && line.p[i] != '"'; i++) {
			if (line.p[i] == '\\' && i + 3 < line.n && line.p[i + 1] == 'x') {
				buf_addc(&b, (char)(hex_digit(line.p[i + 2]) << 4 |
				    hex_digit(line.p[i + 3])));
				i += 3;
				continue;
			}
			i += line.p[i] == '\\' && i + 1 < line.n;
			buf_addc(&b, line.p[i]);
		}
		strs_add(c->a, &c->words, buf_str(&b));
	}
}

/* Puts a word of the dictionary somewhere into b. */
static void
add_word(struct buf *b, const struct corpus *c, uint64_t *seed)
{
	struct str word = c->words.v[below(seed, c->words.n)];
	size_t at = below(seed, b->n + 1), tail = b->n - at;

	buf_add(b, word);
	memmove(b->p + at + word.n, b->p + at, tail);
	memcpy(b->p + at, word.p, word.n);
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A copy of its exact size: the sanitizer sees a read past the end. */
static int64_t
run(struct str in)
{
	int64_t from = now_ms();
	uint8_t *p = malloc(in.n == 0 ? 1 : in.n);

	if (p == NULL)
		abort();
	memcpy(p, in.n == 0 ? "" : in.p, in.n);
	LLVMFuzzerTestOneInput(p, in.n);
	free(p);
	return now_ms() - from;
}

/* Cuts, copies, swaps and changes bytes; joins two files of the corpus. */
static struct str
mutate(struct arena *a, const struct corpus *c, uint64_t *seed)
{
	static const char odd[] = "\0\n\r\t \"'<>=?;:,()@/\\-_%&#\x7f\x80\xff";
	struct str one = c->files.v[below(seed, c->files.n)];
	struct str two = c->files.v[below(seed, c->files.n)];
	size_t from, n;
	struct buf b;

	buf_init(&b, a);
	buf_add(&b, str_sub(one, 0, below(seed, 4) == 0 ? below(seed, one.n) : one.n));
	if (below(seed, 4) == 0) {
		from = below(seed, two.n);
		buf_add(&b, str_sub(two, from, below(seed, two.n)));
	}
	for (size_t k = below(seed, 8); k > 0 && b.n > 0; k--) {
		if (c->words.n > 0 && below(seed, 3) == 0) {
			add_word(&b, c, seed);
			continue;
		}
		from = below(seed, b.n);
		n = below(seed, b.n - from < 64 ? b.n - from : 64);
		switch (below(seed, 4)) {
		case 0:
			b.p[from] = (char)next(seed);
			break;
		case 1:
			b.p[from] = odd[below(seed, sizeof(odd) - 1)];
			break;
		case 2:			/* a piece taken out */
			memmove(b.p + from, b.p + from + n, b.n - from - n);
			b.n -= n;
			break;
		default:		/* a piece doubled at the end */
			buf_add(&b, str_dup(a, (struct str){ b.p + from, n }));
		}
	}
	return str_sub(buf_str(&b), 0, INPUT_MAX);
}

static void
run_mutations(struct corpus *c)
{
	uint64_t seed = 0x9e3779b97f4a7c15u;
	struct arena *a = arena_new();
	int64_t slowest = 0, ms;

	for (int i = 0; i < ROUNDS && c->files.n > 0; i++) {
		arena_reset(a);
		if ((ms = run(mutate(a, c, &seed))) > slowest)
			slowest = ms;
	}
	arena_free(a);
	tap_ok(slowest < SLOW_MS, "%d mutations, the slowest took %lld ms", ROUNDS,
	    (long long)slowest);
}

int
main(int argc, char **argv)
{
	struct corpus c = { .a = arena_new() };

	for (int i = 1; i < argc; i++)
		if (strncmp(argv[i], "-dict=", 6) == 0)
			read_dict(&c, argv[i] + 6);
		else
			read_corpus(&c, argv[i]);
	tap_ok(c.files.n > 0, "there is a corpus");
	for (size_t i = 0; i < c.files.n; i++)
		tap_ok(run(c.files.v[i]) < SLOW_MS, "%.*s", STR_ARG(c.names.v[i]));
	run_mutations(&c);
	arena_free(c.a);
	return tap_done();
}

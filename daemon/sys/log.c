/*
 * A line is made on the stack and leaves in one write(), so that lines of
 * several processes and threads never mix.  Nothing is allocated and nothing
 * fails: what does not fit is cut.
 */
#include "daemon/sys/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parsers/base/array.h"

enum { LINE_MAX_BYTES = 4096 };		/* PIPE_BUF: one write, one line */

static struct {
	const char	*who;
	enum log_level	 level;
	bool		 priority;
} log_state = { "docketd", LOG_INFO, false };

struct line {				/* what does not fit is left out */
	char	text[LINE_MAX_BYTES];
	size_t	n;
};

void
log_open(const char *who, enum log_level level)
{
	log_state.who = who;
	log_state.level = level;
	log_state.priority = getenv("JOURNAL_STREAM") != NULL || !isatty(STDERR_FILENO);
}

void
log_rename(const char *who)
{
	log_state.who = who;
}

enum log_level
log_level_find(struct str name)
{
	static const struct {
		struct str	name;
		enum log_level	level;
	} rows[] = {
		{ STR("error"), LOG_ERROR }, { STR("warning"), LOG_WARNING },
		{ STR("info"), LOG_INFO }, { STR("debug"), LOG_DEBUG },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_eq(name, rows[i].name))
			return rows[i].level;
	return LOG_INFO;
}

/* Whole or not at all; a closing quote and a newline always find room. */
static bool
add(struct line *l, struct str s)
{
	const size_t max = sizeof(l->text) - 4;

	if (l->n > max || s.n > max - l->n)
		return false;
	if (s.n > 0)
		memcpy(l->text + l->n, s.p, s.n);
	l->n += s.n;
	return true;
}

/* Bytes of the well-formed character at the start, 0 when there is none. */
static size_t
char_size(struct str s)
{
	for (size_t n = 1; n <= 4 && n <= s.n; n++)
		if (str_is_utf8(str_sub(s, 0, n)))
			return n;
	return 0;
}

/* What a terminal or a reader's eye could be fooled by (C1, bidi, separators). */
static bool
is_deceptive(struct str c)
{
	static const struct { const char *from, *to; } ranges[] = {
		{ "\xc2\x80", "\xc2\x9f" },		/* U+0080-009F */
		{ "\xd8\x9c", "\xd8\x9c" },		/* U+061C */
		{ "\xe2\x80\x8b", "\xe2\x80\x8f" },	/* U+200B-200F */
		{ "\xe2\x80\xa8", "\xe2\x80\xae" },	/* U+2028-202E */
		{ "\xe2\x81\xa0", "\xe2\x81\xaf" },	/* U+2060-206F */
		{ "\xef\xbb\xbf", "\xef\xbb\xbf" },	/* U+FEFF */
	};

	for (size_t i = 0; i < COUNT(ranges); i++)
		if (str_cmp(c, str_c(ranges[i].from)) >= 0 &&
		    str_cmp(c, str_c(ranges[i].to)) <= 0)
			return true;
	return false;
}

static void
add_hex(struct line *l, struct str bytes)
{
	for (size_t i = 0; i < bytes.n; i++) {
		char text[5];
		int n = snprintf(text, sizeof(text), "\\x%02x", (unsigned char)bytes.p[i]);

		add(l, (struct str){ text, (size_t)n });
	}
}

static void
add_char(struct line *l, struct str c)
{
	static const char escaped[] = "\"\\\n\r\t", as[] = "\"\\nrt";
	const char *found = c.p[0] == '\0' ? NULL : strchr(escaped, c.p[0]);

	if (found != NULL)
		add(l, (struct str){ (char[]){ '\\', as[found - escaped] }, 2 });
	else if ((unsigned char)c.p[0] < ' ' || c.p[0] == 0x7f || is_deceptive(c))
		add_hex(l, c);
	else
		add(l, c);
}

static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') &&
		    (c == '\0' || strchr("-_.@:/+,%<>#", c) == NULL))
			return false;
	}
	return s.n > 0;
}

static void
add_text(struct line *l, struct str s)
{
	struct str shown = str_utf8_cut(s, LOG_VALUE_MAX);
	size_t n;

	if (shown.n == s.n && is_plain(s)) {
		add(l, s);
		return;
	}
	if (!add(l, STR("\"")))
		return;
	for (struct str rest = shown; rest.n > 0; rest = str_sub(rest, n, SIZE_MAX)) {
		if ((n = char_size(rest)) == 0)
			add_hex(l, str_sub(rest, 0, n = 1));
		else
			add_char(l, str_sub(rest, 0, n));
	}
	if (shown.n < s.n)
		add(l, STR("\xe2\x80\xa6"));
	l->text[l->n++] = '"';
}

static void
add_pair(struct line *l, const struct log_pair *p)
{
	char number[24];
	int n = snprintf(number, sizeof(number), "%lld", (long long)p->value.number);

	if (!add(l, STR(" ")) || !add(l, str_c(p->key)) || !add(l, STR("=")))
		return;
	if (p->value.is_number)
		add(l, (struct str){ number, (size_t)n });
	else
		add_text(l, p->value.text);
}

static void
add_line(struct line *l, const char *event, const struct log_pair *pairs, size_t n)
{
	add(l, STR("docketd["));
	add(l, str_c(log_state.who));
	add(l, STR("] "));
	add(l, str_c(event));
	for (size_t i = 0; i < n; i++)
		add_pair(l, &pairs[i]);
}

struct str
log_format(struct arena *a, const char *event, const struct log_pair *pairs, size_t n)
{
	struct line l = { .n = 0 };

	add_line(&l, event, pairs, n);
	return str_dup(a, (struct str){ l.text, l.n });
}

void
log_line(enum log_level level, const char *event, const struct log_pair *pairs, size_t n)
{
	struct line l;
	int saved = errno;

	if (level > log_state.level)
		return;
	l.n = 0;
	if (log_state.priority)
		add(&l, (struct str){ (char[]){ '<', (char)('0' + level), '>' }, 3 });
	add_line(&l, event, pairs, n);
	l.text[l.n++] = '\n';
	/* Nobody is left to be told of a failure. */
	while (write(STDERR_FILENO, l.text, l.n) == -1 && errno == EINTR)
		;
	errno = saved;
}

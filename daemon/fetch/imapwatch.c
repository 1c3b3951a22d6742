/* imapwatch: see imapwatch.h.  Grammar: RFC 9051, section 9 (literal, quoted). */
#include "daemon/fetch/imapwatch.h"

/* How much of "{123}\r\n" at the end of a line has been seen. */
enum { OUTSIDE, OPENED, DIGITS, CLOSED, RETURNED };

static const char too_much[] = "the server sends more than was asked for";
static const char too_deep[] = "the server's answer is nested too deeply";
static const char too_long[] = "the server names a literal larger than was asked for";

void
imapwatch_allow(struct imapwatch *w, size_t bytes, uint64_t literal_max)
{
	w->left = bytes;
	w->literal_max = literal_max;
}

static void
line_end(struct imapwatch *w)
{
	w->literal = w->state == CLOSED || w->state == RETURNED ? w->size : 0;
	/* A literal's line goes on behind it. */
	if (w->literal == 0)
		w->depth = 0;
	w->quoted = w->escaped = false;
	w->state = OUTSIDE;
}

static void
in_quotes(struct imapwatch *w, char c)
{
	if (w->escaped)
		w->escaped = false;
	else if (c == '\\')
		w->escaped = true;
	else if (c == '"')
		w->quoted = false;
}

/* Whatever libetpan would take for a literal's head: spaces and a sign too. */
static void
in_braces(struct imapwatch *w, char c)
{
	if (c >= '0' && c <= '9' && w->state <= DIGITS) {
		if (w->size < UINT32_MAX)
			w->size = w->size * 10 + (uint64_t)(c - '0');
		w->state = DIGITS;
	} else if (c == '}' && w->state == DIGITS) {
		w->state = CLOSED;
	} else if (c == '\r' && w->state == CLOSED) {
		w->state = RETURNED;
	} else if (!(w->state == OPENED && (c == ' ' || c == '-' || c == '+')) &&
	    !(w->state == DIGITS && c == '+')) {
		w->state = OUTSIDE;
	}
}

static void
in_line(struct imapwatch *w, char c)
{
	if (c == '\n') {
		line_end(w);
		return;
	}
	if (w->quoted) {
		in_quotes(w, c);
		return;
	}
	if (c == '{') {
		w->state = OPENED;
		w->size = 0;
		return;
	}
	if (w->state != OUTSIDE)
		in_braces(w, c);
	if (c == '"')
		w->quoted = true;
	else if (c == '(')
		w->depth++;
	else if (c == ')' && w->depth > 0)
		w->depth--;
}

const char *
imapwatch_see(struct imapwatch *w, struct str bytes)
{
	if (bytes.n > w->left)
		return too_much;
	w->left -= bytes.n;
	while (bytes.n > 0) {
		size_t n = 1;

		if (w->literal > 0) {
			n = w->literal < bytes.n ? (size_t)w->literal : bytes.n;
			w->literal -= n;
		} else {
			in_line(w, bytes.p[0]);
			if (w->depth > IMAPWATCH_DEPTH)
				return too_deep;
			if (w->state >= CLOSED && w->size > w->literal_max)
				return too_long;
		}
		bytes = str_sub(bytes, n, bytes.n);
	}
	return NULL;
}

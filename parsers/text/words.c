/*
 * RFC 2047, and how it is broken: words inside quotes and without spaces
 * between, spaces inside a word, a character split over two words, no padding.
 * Trusts nothing; linear.
 */
#include "parsers/text/words.h"

#include "parsers/text/charset.h"
#include "parsers/text/transfer.h"

struct word {
	struct str	charset;
	char		encoding;	/* 'b' or 'q' */
	struct str	text;
	size_t		length;		/* with =? and ?= */
};

/* What waits for its charset: bytes of neighbours are joined first. */
struct decoder {
	struct arena	*a;
	struct str	 fallback;
	struct buf	 out;
	struct buf	 bytes;
	struct str	 charset;
};

enum { CHARSET_LABEL_MAX = 60, WORD_MAX = 4096 };

static bool
read_word(struct str s, struct word *w)
{
	size_t q1, q2, end;

	if (!str_starts(s, STR("=?")))
		return false;
	q1 = str_chr(str_sub(s, 0, CHARSET_LABEL_MAX), '?', 2);
	if (q1 == SIZE_MAX || q1 == 2 || q1 + 2 >= s.n || s.p[q1 + 2] != '?')
		return false;
	w->encoding = (char)(s.p[q1 + 1] | 0x20);
	if (w->encoding != 'b' && w->encoding != 'q')
		return false;
	q2 = q1 + 2;
	end = str_find(str_sub(s, 0, q2 + WORD_MAX), STR("?="), q2 + 1);
	if (end == SIZE_MAX)
		return false;
	w->charset = str_sub(s, 2, q1 - 2);
	w->text = str_sub(s, q2 + 1, end - q2 - 1);
	w->length = end + 2;
	return true;
}

size_t
words_skip(struct str s)
{
	struct word w;

	return read_word(s, &w) ? w.length : 0;
}

static void
add_q(struct buf *b, struct str s)
{
	int byte;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '_')
			buf_addc(b, ' ');
		else if (s.p[i] == '=' && (byte = str_hex(s, i + 1)) >= 0) {
			buf_addc(b, (char)byte);
			i += 2;
		} else
			buf_addc(b, s.p[i]);
	}
}

static void
flush(struct decoder *d)
{
	buf_add(&d->out, charset_text(d->a, d->charset, d->fallback, buf_str(&d->bytes)));
	d->bytes.n = 0;
}

static bool
has_8bit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80 || s.p[i] == '\033')
			return true;
	return false;
}

/* Some programs wrap a text that they never encoded. */
static void
add_word(struct decoder *d, const struct word *w)
{
	if (!str_ieq(d->charset, w->charset))
		flush(d);
	d->charset = w->charset;
	if (w->encoding == 'b' && has_8bit(w->text))
		buf_add(&d->bytes, w->text);
	else if (w->encoding == 'b')
		buf_add(&d->bytes, transfer_decode(d->a, TRANSFER_BASE64, w->text, w->text.n));
	else
		add_q(&d->bytes, w->text);
}

static void
add_plain(struct decoder *d, struct str s)
{
	if (s.n == 0)
		return;
	flush(d);
	d->charset = STR_NONE;
	buf_add(&d->bytes, s);
	flush(d);
}

struct str
words_decode(struct arena *a, struct str raw, struct str charset)
{
	struct decoder d = { .a = a, .fallback = charset };
	size_t from = 0, i = 0;
	bool after_word = false;
	struct word w;

	if (!has_8bit(raw) && str_find(raw, STR("=?"), 0) == SIZE_MAX)
		return charset_line(a, raw);
	buf_init(&d.out, a);
	buf_init(&d.bytes, a);
	while (i < raw.n) {
		if (raw.p[i] != '=' || !read_word(str_sub(raw, i, raw.n), &w)) {
			i++;
			continue;
		}
		struct str gap = str_sub(raw, from, i - from);

		/* Spaces between two words belong to nobody (section 6.2). */
		if (!after_word || str_trim(gap).n > 0)
			add_plain(&d, gap);
		add_word(&d, &w);
		i += w.length;
		from = i;
		after_word = true;
	}
	add_plain(&d, str_sub(raw, from, raw.n));
	flush(&d);
	return charset_line(a, buf_str(&d.out));
}

/*
 * compose: see compose.h.  Header fields are written here, not by GMime (its encoded
 * words are longer than RFC 2047 allows).  Names, subjects and
 * Message-IDs come from strangers: a control byte in one ends the mail, never
 * becomes a header; what comes out is looked at once more.
 *
 * The same mail_out gives the same bytes: the boundary is made of the
 * Message-ID, the date is a field.
 */
#include "daemon/out/compose.h"

#include <glib.h>
#include <string.h>
#include <time.h>

#include "daemon/out/wireline.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

enum {
	SUBJECT_MAX = 900,		/* one line has 998, RFC 5322 section 2.1.1 */
	NAME_MAX_BYTES = 200,
	LINE_FOLD = 76,
	WORD_BYTES = 45,		/* RFC 2047: 75 characters with its wrapping */
	LABEL_MAX = 60,
	INDEX_FOLD = 60,
	HEADER_ABOUT = 2000,
	REFERENCES_MAX = 20		/* the first and the latest of a thread */
};

void
compose_init(void)
{
	body_init();
}

/* --- what may go in --- */

/* Visible ASCII with an @, without what would end it early. */
static bool
msgid_ok(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] <= ' ' || id.p[i] > '~' || strchr("<>()\\\"", id.p[i]) != NULL)
			return false;
	return id.n > 0 && id.n <= LIMIT_MSGID && str_chr(id, '@', 0) != SIZE_MAX;
}

/* Of others, whatever their programs make: between <> it names the same mail again. */
static bool
reference_ok(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] <= ' ' || id.p[i] > '~' || id.p[i] == '<' || id.p[i] == '>')
			return false;
	return id.n > 0 && id.n <= LIMIT_MSGID;
}

/* One line of UTF-8 without control characters (C1 too). */
static bool
line_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < ' ' || c == 0x7f ||
		    (c == 0xc2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xa0))
			return false;
	}
	return str_is_utf8(s);
}

static bool
body_ok(struct str s)
{
	return str_is_utf8(s) && str_chr(s, '\0', 0) == SIZE_MAX;
}

static int
check_address(const struct address *one, const char *field, struct err *e)
{
	if (!address_is_safe(one->addr))
		return err_set(e, ERR_MESSAGE, "%s: an address that is none", field);
	if (!line_ok(one->name))
		return err_set(e, ERR_MESSAGE, "%s: a control character in a name", field);
	return 0;
}

static int
check(const struct mail_out *m, struct err *e)
{
	struct address reply_to = { .addr = m->reply_to };

	if (!msgid_ok(m->message_id) || m->to.n == 0)
		return err_set(e, ERR_BUG, "a mail without Message-ID or recipient");
	if (check_address(&m->from, "From", e) == -1 ||
	    (m->reply_to.n > 0 && check_address(&reply_to, "Reply-To", e) == -1))
		return -1;
	for (size_t i = 0; i < m->to.n; i++)
		if (check_address(&m->to.v[i], "To", e) == -1)
			return -1;
	for (size_t i = 0; i < m->cc.n; i++)
		if (check_address(&m->cc.v[i], "Cc", e) == -1)
			return -1;
	if (!line_ok(m->subject))
		return err_set(e, ERR_MESSAGE, "Subject: a control character");
	if (!line_ok(m->thread_topic) || !line_ok(m->thread_index))
		return err_set(e, ERR_MESSAGE, "Thread-Topic: a control character");
	return 0;
}

static int
unsound(const struct mail_out *m, struct err *e)
{
	return err_set(e, ERR_BUG, "composed a mail that may not go out: %.*s",
	    STR_ARG(m->message_id));
}

/* --- header fields --- */

static void
put(struct buf *b, const char *name, struct str value)
{
	buf_printf(b, "%s: %.*s\r\n", name, STR_ARG(value));
}

/* How much of its start reads the same when it is written as it is. */
static size_t
plain_size(struct str s)
{
	size_t word = str_find(s, STR("=?"), 0), n = 0;

	while (n < s.n && n < word && (unsigned char)s.p[n] <= 0x7e)
		n++;
	return n;
}

/* RFC 2047 encoded words of UTF-8, one a line. */
static void
put_encoded(struct buf *b, struct str s)
{
	for (struct str part; s.n > 0; s = str_sub(s, part.n, SIZE_MAX)) {
		char *text;

		part = str_utf8_cut(s, WORD_BYTES);
		text = g_base64_encode((const guchar *)part.p, part.n);
		buf_printf(b, "=?utf-8?B?%s?=%s", text, part.n < s.n ? "\r\n " : "");
		g_free(text);
	}
}

/* Folded before words that would make the line long; spaces stay. */
static void
put_folded(struct buf *b, size_t column, struct str s)
{
	struct str word;

	for (bool first = true; str_split(&s, ' ', &word); first = false) {
		if (!first && word.n > 0 && column + 1 + word.n > LINE_FOLD) {
			buf_adds(b, "\r\n");
			column = 0;
		}
		if (!first)
			buf_addc(b, ' ');
		buf_add(b, word);
		column += word.n + !first;
	}
}

/* One line of anybody's words.  What is ASCII at its start stays readable. */
static void
put_words(struct buf *b, const char *field, struct str s)
{
	size_t plain;

	s = str_trim(str_utf8_cut(s, SUBJECT_MAX));
	plain = plain_size(s);
	if (plain < s.n)		/* back to the last whole word */
		while (plain > 0 && s.p[--plain] != ' ')
			continue;
	buf_printf(b, "%s: ", field);
	put_folded(b, strlen(field) + 2, str_sub(s, 0, plain));
	if (plain > 0 && plain < s.n)
		buf_adds(b, "\r\n ");
	/* White space between a word and an encoded word counts (section 6.2). */
	put_encoded(b, str_sub(s, plain > 0 ? plain + 1 : 0, SIZE_MAX));
	buf_adds(b, "\r\n");
}

static void
put_phrase(struct buf *b, struct str name)
{
	if (plain_size(name) < name.n) {
		put_encoded(b, name);
		return;
	}
	buf_addc(b, '"');
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"' || name.p[i] == '\\')
			buf_addc(b, '\\');
		buf_addc(b, name.p[i]);
	}
	buf_addc(b, '"');
}

/*
 * Who must be shown to readers whose servers may take nothing but ASCII: the address as the
 * name of a group of nobody (RFC 6857 section 3.1.8; RFC 6854).
 */
static void
put_nobody(struct buf *b, struct address ad)
{
	if (ad.name.n > 0)
		ad.addr = str_printf(b->a, "%.*s <%.*s>", STR_ARG(ad.name), STR_ARG(ad.addr));
	put_encoded(b, ad.addr);
	buf_adds(b, ":;");
}

static void
put_addresses(struct buf *b, const struct mail_out *m, const char *field,
    const struct address *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str name = str_trim(str_utf8_cut(v[i].name, NAME_MAX_BYTES));

		buf_adds(b, i == 0 ? field : ",\r\n ");
		buf_adds(b, i == 0 ? ": " : "");
		if (!m->utf8 && !address_is_ascii(v[i].addr)) {
			put_nobody(b, (struct address){ name, v[i].addr });
			continue;
		}
		if (name.n == 0) {
			buf_add(b, v[i].addr);
			continue;
		}
		put_phrase(b, name);
		buf_printf(b, "%s<%.*s>", name.n + v[i].addr.n > LINE_FOLD / 2 ? "\r\n " :
		    " ", STR_ARG(v[i].addr));
	}
	buf_adds(b, n > 0 ? "\r\n" : "");
}

/*
 * Message-IDs of others: one that is none is left out.  Of a long thread the
 * first and the latest stay (RFC 5322 section 3.6.4 lets the middle go).
 */
static void
put_references(struct buf *b, const struct strs *ids)
{
	struct strs good = { NULL, 0 };

	for (size_t i = 0; i < ids->n; i++)
		if (reference_ok(ids->v[i]))
			strs_add(b->a, &good, ids->v[i]);
	for (size_t i = 0; i < good.n; i++)
		if (i == 0 || i + REFERENCES_MAX > good.n)
			buf_printf(b, "%s<%.*s>", i == 0 ? "References: " : "\r\n ",
			    STR_ARG(good.v[i]));
	buf_adds(b, good.n > 0 ? "\r\n" : "");
}

/* As Exchange folds it: blanks are no part of base64. */
static void
put_thread(struct buf *b, const struct mail_out *m)
{
	struct str s = m->thread_index;

	if (m->thread_topic.n > 0)
		put_words(b, "Thread-Topic", m->thread_topic);
	if (s.n == 0)
		return;
	buf_adds(b, "Thread-Index:");
	for (; s.n > 0; s = str_sub(s, INDEX_FOLD, SIZE_MAX))
		buf_printf(b, "%s%.*s", s.p == m->thread_index.p ? " " : "\r\n ",
		    STR_ARG(str_sub(s, 0, INDEX_FOLD)));
	buf_adds(b, "\r\n");
}

/* RFC 5322 section 3.3, in UTC; no locale has a say. */
static void
put_date(struct buf *b, int64_t us)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t t = (time_t)(us / SECOND_US);
	struct tm tm;

	if (gmtime_r(&t, &tm) != NULL)
		buf_printf(b, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d +0000\r\n",
		    days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon,
		    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* What stands in a filter's rule: a word without blanks, in ASCII. */
static bool
label_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~')
			return false;
	return s.n > 0 && s.n <= LABEL_MAX;
}

/* RFC 2919: a list a project, of the domain that docket's Message-IDs have. */
static void
put_list_id(struct buf *b, const struct mail_out *m)
{
	struct str key = str_lower(b->a, m->project);
	size_t at = str_chr(m->message_id, '@', 0);

	for (size_t i = 0; i < key.n; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-", key.p[i]) == NULL)
			return;
	put(b, "List-Id", str_printf(b->a, "<%.*s.%.*s>", STR_ARG(key),
	    STR_ARG(str_sub(m->message_id, at + 1, SIZE_MAX))));
}

/* For engineers' filters. */
static void
put_labels(struct buf *b, const struct mail_out *m)
{
	const struct { const char *name; struct str value; } v[] = {
		{ "X-Docket-Project", m->project }, { "X-Docket-Reason", m->reason },
		{ "X-Docket-Severity", m->severity },
	};

	if (label_ok(m->project))
		put_list_id(b, m);
	for (size_t i = 0; i < COUNT(v); i++)
		if (label_ok(v[i].value))
			put(b, v[i].name, v[i].value);
}

static void
put_headers(struct buf *b, const struct mail_out *m)
{
	struct address reply_to = { m->from.name, m->reply_to };

	put_date(b, m->date);
	put_addresses(b, m, "From", &m->from, 1);
	put_addresses(b, m, "Reply-To", &reply_to, m->reply_to.n > 0);
	put_addresses(b, m, "To", m->to.v, m->to.n);
	put_addresses(b, m, "Cc", m->cc.v, m->cc.n);
	put_words(b, "Subject", m->subject);
	put(b, "Message-ID", str_printf(b->a, "<%.*s>", STR_ARG(m->message_id)));
	if (reference_ok(m->in_reply_to))
		put(b, "In-Reply-To", str_printf(b->a, "<%.*s>", STR_ARG(m->in_reply_to)));
	put_references(b, &m->references);
	put_thread(b, m);
	/* RFC 3834, and what Exchange goes by.  "All" would ask for no bounces either. */
	if (m->automatic || m->generated) {
		put(b, "Auto-Submitted",
		    m->automatic ? STR("auto-replied") : STR("auto-generated"));
		put(b, "X-Auto-Response-Suppress", STR("OOF, AutoReply, RN, NRN, DR"));
	}
	if (m->ticket > 0)
		put(b, "X-Docket-Ticket",
		    str_printf(b->a, "%lld", (long long)m->ticket));
	put_labels(b, m);
	put(b, "MIME-Version", STR("1.0"));
}

/* --- all of it --- */

static struct body
body_of(const struct mail_out *m)
{
	return (struct body){ .message_id = m->message_id, .text = m->text, .html = m->html,
	    .files = m->files, .n_files = m->n_files };
}

void
compose_tail(struct arena *a, const struct mail_out *m, struct tail *t)
{
	struct body body = body_of(m);

	body_tail(a, &body, t);
}

int
compose_form(struct arena *a, const struct mail_out *m, struct str mark,
    struct body_form **form, struct err *e)
{
	struct body body = body_of(m);

	if (!body_ok(m->text) || !body_ok(m->html))
		return err_set(e, ERR_MESSAGE, "a body that is no UTF-8 text");
	if ((*form = body_form(a, &body, mark)) == NULL)
		return unsound(m, e);
	return 0;
}

int
compose_copy(struct arena *a, const struct mail_out *m, const struct body_form *form,
    const struct fill *fill, struct str *bytes, struct err *e)
{
	struct buf b;

	if (check(m, e) == -1)
		return -1;
	buf_init(&b, a);
	buf_reserve(&b, body_size(form) + HEADER_ABOUT);
	put_headers(&b, m);
	if (!wirelines_ok(buf_str(&b), m->utf8) || body_put(&b, form, fill) == -1)
		return unsound(m, e);
	*bytes = buf_str(&b);
	return 0;
}

int
compose_mail(struct arena *a, const struct mail_out *m, struct str *bytes, struct err *e)
{
	struct body_form *form;

	return compose_form(a, m, STR_NONE, &form, e) == -1 ? -1 :
	    compose_copy(a, m, form, NULL, bytes, e);
}

#include "daemon/out/compose.h"
#include "parsers/head/address.h"
#include "tests/tap.h"

#include <string.h>

static struct address to[] = { { STR_NONE, STR("jo@example.com") } };

static struct mail_out
plain_mail(void)
{
	return (struct mail_out){
		.from = { STR("Example Support"), STR("support@example.com") },
		.to = { to, 1 }, .subject = STR("Hello"),
		.message_id = STR("docket.12.abc@example.com"),
		.date = 1780300800000000, .text = STR("Hello.\n"),
	};
}

/* Lines end in CRLF, are short and of ASCII; ended by one. */
static bool
is_sound(struct str mail)
{
	size_t column = 0;

	for (size_t i = 0; i < mail.n; i++) {
		unsigned char c = (unsigned char)mail.p[i];

		if (c == '\r' && i + 1 < mail.n && mail.p[i + 1] == '\n') {
			i++;
			column = 0;
		} else if ((c < ' ' && c != '\t') || c > 0x7e || ++column > 998) {
			return false;
		}
	}
	return column == 0;
}

/* The header field with its folded lines, without CRLFs; empty: not there. */
static struct str
field(struct arena *a, struct str mail, const char *name)
{
	struct str head = str_sub(mail, 0, str_find(mail, STR("\r\n\r\n"), 0)), line;
	struct str want = str_printf(a, "%s: ", name);
	struct buf b;
	bool in = false;

	buf_init(&b, a);
	while (str_line(&head, &line)) {
		in = line.p[0] == ' ' || line.p[0] == '\t' ? in : str_starts(line, want);
		if (in)
			buf_printf(&b, "%s%.*s", b.n > 0 ? "|" : "", STR_ARG(line));
	}
	return str_sub(buf_str(&b), want.n, SIZE_MAX);
}

static void
test_whole(struct arena *a)
{
	struct mail_out m = plain_mail();
	struct str bytes;
	struct err e;

	m.reply_to = STR("support+abc@example.com");
	m.in_reply_to = STR("q1@example.com");
	strs_add(a, &m.references, STR("q0@example.com"));
	strs_add(a, &m.references, STR("q1@example.com"));
	m.automatic = true;
	m.ticket = 12;
	m.project = STR("ACME");
	m.reason = STR("sla-breach");
	m.severity = STR("very high");
	m.text = STR(".dot\r\nGr\xc3\xbc\xc3\x9f" "e \nend");
	m.html = STR("<p>end</p>");
	if (compose_mail(a, &m, &bytes, &e) == -1)
		tap_ok(false, "%s", e.text);
	tap_str(bytes, STR(
	    "Date: Mon, 01 Jun 2026 08:00:00 +0000\r\n"
	    "From: \"Example Support\" <support@example.com>\r\n"
	    "Reply-To: \"Example Support\" <support+abc@example.com>\r\n"
	    "To: jo@example.com\r\n"
	    "Subject: Hello\r\n"
	    "Message-ID: <docket.12.abc@example.com>\r\n"
	    "In-Reply-To: <q1@example.com>\r\n"
	    "References: <q0@example.com>\r\n"
	    " <q1@example.com>\r\n"
	    "Auto-Submitted: auto-replied\r\n"
	    "X-Auto-Response-Suppress: OOF, AutoReply, RN, NRN, DR\r\n"
	    "X-Docket-Ticket: 12\r\n"
	    "List-Id: <acme.example.com>\r\n"
	    "X-Docket-Project: ACME\r\n"
	    "X-Docket-Reason: sla-breach\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/alternative;\r\n"
	    "\tboundary=\"=_docket_769a76fbd011598c33d43138\"\r\n"
	    "\r\n"
	    "--=_docket_769a76fbd011598c33d43138\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    ".dot\r\n"
	    "Gr=C3=BC=C3=9Fe=20\r\n"
	    "end\r\n"
	    "\r\n"
	    "--=_docket_769a76fbd011598c33d43138\r\n"
	    "Content-Type: text/html; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "<p>end</p>\r\n"
	    "\r\n"
	    "--=_docket_769a76fbd011598c33d43138--\r\n"), "a whole mail");
}

static void
test_subjects(struct arena *a)
{
	static const struct { const char *name, *in, *want; } rows[] = {
		{ "plain", "[desk #1] Help", "[desk #1] Help" },
		{ "empty", "", "" },
		{ "spaces at both ends", "  x ", "x" },
		{ "two spaces inside", "a  b", "a  b" },
		{ "accents at the end", "[desk #1] Caf\xc3\xa9",
		    "[desk #1]| =?utf-8?B?Q2Fmw6k=?=" },
		{ "accents from the start", "\xc3\xa9t\xc3\xa9 1",
		    "=?utf-8?B?w6l0w6kgMQ==?=" },
		{ "what looks encoded", "a =?utf-8?B?eA==?=",
		    "a| =?utf-8?B?PT91dGYtOD9CP2VBPT0/PQ==?=" },
		{ "folded between words",
		    "one two three four five six seven eight nine ten eleven twelve xiii xiv",
		    "one two three four five six seven eight nine ten eleven twelve xiii|"
		    " xiv" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mail_out m = plain_mail();
		struct str bytes = STR_NONE;

		m.subject = str_c(rows[i].in);
		compose_mail(a, &m, &bytes, NULL);
		tap_str(field(a, bytes, "Subject"), str_c(rows[i].want), "subject: %s",
		    rows[i].name);
	}
}

/* RFC 2047: no encoded word over 75 characters, no character cut in two. */
static void
test_long_subjects(struct arena *a)
{
	static const char *const units[] = { "\xe6\x97\xa5", "\xf0\x9f\x98\x80", "\xc3\xb1",
	    "x", "x ", "n\xcc\x83" };

	for (size_t i = 0; i < COUNT(units); i++) {
		struct mail_out m = plain_mail();
		struct str bytes = STR_NONE, value, word;
		struct buf b;
		size_t longest = 0;

		buf_init(&b, a);
		while (b.n < 990)
			buf_adds(&b, units[i]);
		m.subject = buf_str(&b);
		tap_int(compose_mail(a, &m, &bytes, NULL), 0, "long subject %zu", i);
		tap_ok(is_sound(bytes), "long subject %zu: sound", i);
		value = field(a, bytes, "Subject");
		while (str_split(&value, '|', &word))
			longest = word.n > longest && str_find(word, STR("=?"), 0) < 2 ?
			    word.n : longest;
		tap_ok(longest <= 76, "long subject %zu: words of %zu", i, longest);
	}
}

static void
test_names(struct arena *a)
{
	static const struct { const char *name, *in, *want; } rows[] = {
		{ "none", "", "jo@example.com" },
		{ "plain", "Jo Doe", "\"Jo Doe\" <jo@example.com>" },
		{ "quotes", "Jo \"J\\\" Doe", "\"Jo \\\"J\\\\\\\" Doe\" <jo@example.com>" },
		{ "an address as a name", "boss@example.com, x <y@z>",
		    "\"boss@example.com, x <y@z>\"| <jo@example.com>" },
		{ "accents", "Jos\xc3\xa9", "=?utf-8?B?Sm9zw6k=?= <jo@example.com>" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address one = { str_c(rows[i].in), STR("jo@example.com") };
		struct mail_out m = plain_mail();
		struct str bytes = STR_NONE;

		m.to = (struct addresses){ &one, 1 };
		compose_mail(a, &m, &bytes, NULL);
		tap_str(field(a, bytes, "To"), str_c(rows[i].want), "name: %s", rows[i].name);
	}
}

enum where { FROM_NAME, FROM, REPLY_TO, TO_NAME, TO, CC, SUBJECT, ID, TEXT, HTML, WHERES };

static struct str *
slot(struct mail_out *m, struct address *extra, enum where where)
{
	struct str *const slots[WHERES] = { &m->from.name, &m->from.addr, &m->reply_to,
	    &extra[0].name, &extra[0].addr, &extra[1].addr, &m->subject, &m->message_id,
	    &m->text, &m->html };

	return slots[where];
}

/* promises.md S6: nothing that breaks out of its field, wherever it stands. */
static void
test_injection(struct arena *a)
{
	static const char *const bad[] = {
		"x@example.com\r\nBcc: all@example.com", "x@example.com\nBcc: y@example.com",
		"x@example.com\r", "\r\n\r\nbody", "x\ty@example.com\v", "x\x1b[2J@example.com",
		"\xc2\x85x@example.com", "\xff@example.com", "x\x7f@example.com",
	};

	for (int where = 0; where < WHERES; where++) {
		int refused = 0;

		for (size_t i = 0; i < COUNT(bad); i++) {
			struct address extra[] = { { STR_NONE, STR("jo@example.com") },
			    { STR_NONE, STR("cc@example.com") } };
			struct mail_out m = plain_mail();
			struct str bytes = STR_NONE;
			struct err e = { ERR_NONE, "" };

			m.to = (struct addresses){ extra, 1 };
			m.cc = (struct addresses){ extra + 1, 1 };
			*slot(&m, extra, (enum where)where) = str_c(bad[i]);
			if (compose_mail(a, &m, &bytes, &e) == -1)
				refused += e.kind == ERR_MESSAGE || e.kind == ERR_BUG;
			else
				tap_ok(is_sound(bytes) && field(a, bytes, "Bcc").n == 0,
				    "harmless: field %d, row %zu", where, i);
		}
		/* In a body only what is no UTF-8 is refused, the rest is encoded. */
		tap_int(refused, where >= TEXT ? 1 : (long long)COUNT(bad),
		    "refused: field %d", where);
	}
}

static void
test_references(struct arena *a)
{
	struct mail_out m = plain_mail();
	struct str bytes = STR_NONE, value, id;
	size_t n = 0;

	for (int i = 0; i < 500; i++) {
		strs_add(a, &m.references, str_printf(a, "m%d@example.com", i));
		strs_add(a, &m.references, STR("x@y>\r\nBcc: z@example.com"));
	}
	m.in_reply_to = STR("not an id");
	compose_mail(a, &m, &bytes, NULL);
	value = field(a, bytes, "References");
	tap_ok(str_starts(value, STR("<m0@example.com>| <m481@example.com>")) &&
	    str_ends(value, STR("<m499@example.com>")), "the first and the latest");
	while (str_split(&value, '|', &id))
		n++;
	tap_int((long long)n, 20, "a bounded number");
	tap_ok(field(a, bytes, "In-Reply-To").n == 0, "what is no Message-ID is left out");
}

/* What strangers' programs call a Message-ID leads back to their mail as it is. */
static void
test_odd_references(struct arena *a)
{
	static const struct { const char *id; bool kept; } rows[] = {
		{ "1234567890.JavaMail.root", true }, { "\"x\\y\"@acme.example", true },
		{ "a(b)c@acme.example", true }, { "[1]@acme.example", true },
		{ "\xc3\xa9@acme.example", false }, { "a b@acme.example", false },
		{ "a>b@acme.example", false }, { "a\r\nBcc:x@y", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str id = str_c(rows[i].id), bytes = STR_NONE, want;
		struct mail_out m = plain_mail();

		m.in_reply_to = id;
		strs_add(a, &m.references, id);
		compose_mail(a, &m, &bytes, NULL);
		want = rows[i].kept ? str_printf(a, "<%.*s>", STR_ARG(id)) : STR_NONE;
		tap_str(field(a, bytes, "In-Reply-To"), want, "In-Reply-To %zu", i);
		tap_str(field(a, bytes, "References"), want, "References %zu", i);
	}
}

static void
test_bodies(struct arena *a)
{
	static const struct { const char *name, *in, *want; } rows[] = {
		{ "empty", "", "quoted-printable\r\n\r\n" },
		{ "no newline at the end", "a", "quoted-printable\r\n\r\na\r\n" },
		{ "a dot alone", ".\n", "quoted-printable\r\n\r\n.\r\n" },
		{ "CRLF", "a\r\nb\r\n", "quoted-printable\r\n\r\na\r\nb\r\n" },
		{ "a lone CR", "a\rb\n", "quoted-printable\r\n\r\na=0Db\r\n" },
		{ "a tab and a space at ends", "a\t\nb \n",
		    "quoted-printable\r\n\r\na=09\r\nb=20\r\n" },
		{ "an equals sign", "a=b\n", "quoted-printable\r\n\r\na=3Db\r\n" },
		{ "Japanese", "\xe6\x97\xa5\xe6\x9c\xac\n", "base64\r\n\r\n5pel5pysDQo=\r\n" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mail_out m = plain_mail();
		struct str bytes = STR_NONE, head = STR("Content-Transfer-Encoding: ");
		size_t at;

		m.text = str_c(rows[i].in);
		compose_mail(a, &m, &bytes, NULL);
		at = str_find(bytes, head, 0);
		tap_str(at == SIZE_MAX ? STR_NONE : str_sub(bytes, at + head.n, SIZE_MAX),
		    str_c(rows[i].want), "body: %s", rows[i].name);
	}
}

static void
test_long_body(struct arena *a)
{
	struct mail_out m = plain_mail();
	struct str bytes = STR_NONE, again = STR_NONE;
	struct buf b;

	buf_init(&b, a);
	while (b.n < 300000)
		buf_adds(&b, "word\xc3\xa9 ");
	m.text = m.html = buf_str(&b);
	tap_int(compose_mail(a, &m, &bytes, NULL), 0, "a line of 300 KB");
	tap_ok(is_sound(bytes), "a line of 300 KB: sound");
	compose_mail(a, &m, &again, NULL);
	tap_ok(str_eq(bytes, again), "the same again");
}

/* An address in letters of its own goes to servers that offer SMTPUTF8, as it is. */
static void
test_utf8(struct arena *a)
{
	static struct address both[] = { { STR("J\xc3\xb8"), STR("j\xc3\xb8@acme.example") },
		{ STR("Al"), STR("al@acme.example") } };
	struct mail_out m = plain_mail();
	struct str bytes = STR_NONE;

	m.to = (struct addresses){ both, 2 };
	tap_int(compose_mail(a, &m, &bytes, NULL), 0, "to a server of ASCII alone");
	tap_str(field(a, bytes, "To"), STR("=?utf-8?B?SsO4IDxqw7hAYWNtZS5leGFtcGxlPg==?=:;,| "
	    "\"Al\" <al@acme.example>"), "who cannot be answered there is named");
	tap_ok(is_sound(bytes), "all is ASCII");
	m.utf8 = true;
	tap_int(compose_mail(a, &m, &bytes, NULL), 0, "with SMTPUTF8");
	tap_str(field(a, bytes, "To"), STR("=?utf-8?B?SsO4?= <j\xc3\xb8@acme.example>,| "
	    "\"Al\" <al@acme.example>"), "the address as it is");
	both[0].addr = STR("j\xc2\x85@acme.example");
	tap_int(compose_mail(a, &m, &bytes, NULL), -1, "no control, of C1 either");
	both[0].addr = STR("j\xc3@acme.example");
	tap_int(compose_mail(a, &m, &bytes, NULL), -1, "no half letters");
}

int
main(void)
{
	struct arena *a = arena_new();

	compose_init();
	test_whole(a);
	test_subjects(a);
	test_long_subjects(a);
	test_names(a);
	test_injection(a);
	test_utf8(a);
	test_references(a);
	test_odd_references(a);
	test_bodies(a);
	test_long_body(a);
	arena_free(a);
	return tap_done();
}

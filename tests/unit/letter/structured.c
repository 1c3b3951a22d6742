/*
 * What programs obey is read from a mail as it was written: whatever an encoded word (RFC
 * 2047) hides is a text for people, in every field (promises.md S3a).
 */
#include <string.h>

#include "parsers/letter/letter.h"
#include "tests/tap.h"

static const struct letter_conf conf = { .limits = LIMITS_DEFAULT };

#define Q(TEXT)	"=?utf-8?q?" TEXT "?="

/* `hidden@evil.example`, or what would make it stand alone, in an encoded word. */
static const struct { const char *name, *field; enum letter_kind kind; } rows[] = {
	{ "an address", "From: " Q("hidden=40evil.example") },
	{ "an address in angles", "From: " Q("=3Chidden=40evil.example=3E") },
	{ "in angles, written out", "From: Jo <" Q("hidden=40evil.example") ">" },
	{ "a second address", "From: Jo <jo@a.example>, " Q("=2C_hidden=40evil.example") },
	{ "a name that is one", "From: " Q("hidden=40evil.example") " <jo@a.example>" },
	{ "a name that ends early", "From: "
	    Q("x=22_=3Chidden=40evil.example=3E=2C_y") " <jo@a.example>" },
	{ "a comment", "From: jo@a.example (" Q("=29_=3Chidden=40evil.example=3E_=28") ")" },
	{ "a line end", "From: " Q("x=0D=0ASender:_hidden=40evil.example") " <jo@a.example>" },
	{ "a NUL", "From: " Q("x=00=3Chidden=40evil.example=3E") " <jo@a.example>" },
	{ "base64", "From: =?utf-8?b?PGhpZGRlbkBldmlsLmV4YW1wbGU+?= <jo@a.example>" },
	{ "Sender", "Sender: " Q("=3Chidden=40evil.example=3E") },
	{ "Reply-To", "Reply-To: " Q("=3Chidden=40evil.example=3E") " <jo@a.example>" },
	{ "To", "To: " Q("=3Chidden=40evil.example=3E") ", a@b.example" },
	{ "a group", "To: " Q("x:_hidden=40evil.example") ": a@b.example;" },
	{ "Cc", "Cc: " Q("hidden=40evil.example=2C") " b@c.example" },
	{ "Delivered-To", "Delivered-To: " Q("hidden=40evil.example") },
	{ "X-Original-To", "X-Original-To: <" Q("hidden=40evil.example") ">" },
	{ "Envelope-To", "Envelope-To: " Q("hidden=40evil.example") },
	{ "Return-Path", "Return-Path: <" Q("hidden=40evil.example") ">" },
	{ "Message-ID", "Message-ID: " Q("=3Chidden=40evil.example=3E") },
	{ "Message-ID in angles", "Message-ID: <" Q("hidden=40evil.example") ">" },
	{ "In-Reply-To", "In-Reply-To: " Q("=3Chidden=40evil.example=3E") },
	{ "References", "References: <a@b.example> " Q("=3Chidden=40evil.example=3E") },
	{ "References folded", "References: <a@b.example>\r\n " Q("=3Chidden=40evil.example=3E") },
	{ "a verdict", "Authentication-Results: mx.example.com; "
	    Q("dmarc=3Dpass_header.from=3Dhidden=40evil.example") },
	{ "an authserv-id", "Authentication-Results: "
	    Q("mx.example.com=3B_dmarc=3Dhidden") },
	{ "a verdict in a comment", "Authentication-Results: mx.example.com; spf=pass ("
	    Q("=29_dmarc=3Dhidden_=28") ")" },
	{ "Auto-Submitted", "Auto-Submitted: " Q("auto-replied"), LETTER_AUTO },
	{ "Precedence", "Precedence: " Q("list") },
	{ "List-Id", "List-Id: " Q("=3Chidden.evil.example=3E"), LETTER_LIST },
	{ "List-Unsubscribe", "List-Unsubscribe: " Q("=3Cmailto:hidden=40evil.example=3E") },
	{ "X-Failed-Recipients", "X-Failed-Recipients: " Q("hidden=40evil.example"),
	    LETTER_BOUNCE },
	{ "a type", "Content-Type: " Q("multipart/report=3B_hidden=3D1") },
	{ "a boundary", "Content-Type: multipart/mixed; boundary=" Q("hidden") },
	{ "a disposition", "Content-Disposition: " Q("attachment=3B_filename=3Dhidden") },
};

static void
add(struct buf *b, const struct addresses *list)
{
	for (size_t i = 0; i < list->n; i++)
		buf_printf(b, "%.*s\n", STR_ARG(list->v[i].addr));
}

static void
add_all(struct buf *b, const struct strs *list)
{
	for (size_t i = 0; i < list->n; i++)
		buf_printf(b, "%.*s\n", STR_ARG(list->v[i]));
}

/* All of a letter that programs go by. */
static struct str
obeyed(struct arena *a, const struct letter *l)
{
	const struct addresses *lists[] = { &l->from, &l->sender, &l->reply_to, &l->to, &l->cc,
	    &l->delivered_to, &l->reached };
	const struct str texts[] = { l->return_path, l->message_id, l->authres.authserv_id,
	    l->authres.dmarc, l->authres.dmarc_from, l->authres.spf, l->authres.dkim,
	    l->bounce.recipient, l->bounce.original_id };
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < COUNT(lists); i++)
		add(&b, lists[i]);
	for (size_t i = 0; i < COUNT(texts); i++)
		buf_printf(&b, "%.*s\n", STR_ARG(texts[i]));
	add_all(&b, &l->in_reply_to);
	add_all(&b, &l->references);
	return buf_str(&b);
}

/* An encoded word may stay as it was written: that is nobody's address. */
static bool
is_plain(struct str list, const char *what)
{
	size_t at = 0;

	while ((at = str_find(list, str_c(what), at)) != SIZE_MAX) {
		size_t from = at;

		while (from > 0 && list.p[from - 1] != '\n')
			from--;
		if (str_find(str_sub(list, from, at - from), STR("=?"), 0) == SIZE_MAX)
			return true;
		at++;
	}
	return false;
}

static void
test_row(struct arena *a, size_t i)
{
	struct letter_conf own = conf;
	struct letter l;
	const char *from = str_starts(str_c(rows[i].field), STR("From:")) ? "" :
	    "From: jo@a.example\r\n";
	struct str raw = str_printf(a, "%s\r\n%sSubject: x\r\n\r\nhello\r\n", rows[i].field, from);

	strs_add(a, &own.authserv_ids, STR("mx.example.com"));
	letter_parse(a, &own, raw, &l);
	tap_ok(!is_plain(obeyed(a, &l), "hidden"), "%s: nothing of it is obeyed", rows[i].name);
	tap_ok(!str_ieq(l.authres.dmarc, STR("pass")), "%s: nothing is vouched for", rows[i].name);
	/* That a field is there tells something, not what is hidden in it. */
	tap_int(l.kind, rows[i].kind, "%s: its kind", rows[i].name);
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(a, i);
	arena_free(a);
	return tap_done();
}

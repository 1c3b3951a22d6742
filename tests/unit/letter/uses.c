/* What each attachment is in its mail: a file, a picture in what was written, or neither. */
#include "parsers/letter/uses.h"

#include <string.h>

#include "parsers/mime/shown.h"
#include "tests/tap.h"

#define PNG	.type = STR("image/png"), .size = 4000, .is_inline = true
#define HERE	"Look at this:\n@0@\n"

static const char writer[] = "jo@acme.example";

/* "@0@" and "@1@" in the pages stand for the places of the attachments. */
static const struct row {
	const char		*name;
	enum letter_kind	 kind;
	bool			 is_encrypted;
	const char		*pages;
	struct attachment	 v[2];
	enum attach_use		 want[2];
} rows[] = {
	{ "a document", LETTER_HUMAN, false, "", { { .type = STR("application/pdf"),
	    .size = 9000 } }, { ATTACH_FILE } },
	{ "a document that its program says is inline", LETTER_HUMAN, false, HERE,
	    { { .type = STR("application/pdf"), .size = 9000, .is_inline = true } },
	    { ATTACH_FILE } },
	{ "a picture attached", LETTER_HUMAN, false, "", { { .type = STR("image/png"),
	    .size = 4000 } }, { ATTACH_FILE } },
	{ "a picture that no page names, said to be inline", LETTER_HUMAN, false, "",
	    { { PNG } }, { ATTACH_SHOWN } },
	{ "pasted into the new text", LETTER_HUMAN, false, HERE,
	    { { PNG, .is_shown = true, .content_id = STR("a@x") } }, { ATTACH_SHOWN } },
	{ "in the signature", LETTER_HUMAN, false, "We call you.\n\n-- \nJo\n@0@\n",
	    { { PNG, .is_shown = true, .content_id = STR("a@x") } }, { ATTACH_DECORATION } },
	{ "in what is quoted", LETTER_HUMAN, false,
	    "Thanks.\n\nOn Mon, 1 Jun 2026 at 10:00, Ana wrote:\n> see\n> @0@\n",
	    { { PNG, .is_shown = true, .content_id = STR("a@x") } }, { ATTACH_DECORATION } },
	{ "one in the text, one in the signature", LETTER_HUMAN, false, HERE "\n-- \nJo\n@1@\n",
	    { { PNG, .is_shown = true, .content_id = STR("a@x") },
	    { PNG, .is_shown = true, .content_id = STR("b@x") } },
	    { ATTACH_SHOWN, ATTACH_DECORATION } },
	{ "shown, but all text is gone: shown all the same", LETTER_HUMAN, false, "",
	    { { PNG, .is_shown = true, .content_id = STR("a@x") } }, { ATTACH_SHOWN } },
	{ "in a row of texts and pictures", LETTER_HUMAN, false, "A\nB\n",
	    { { PNG, .is_shown = true } }, { ATTACH_SHOWN } },
	{ "a point that counts who reads", LETTER_HUMAN, false, HERE, { { .type = STR("image/gif"),
	    .size = 43, .is_shown = true, .content_id = STR("a@x") } }, { ATTACH_DECORATION } },
	{ "a key", LETTER_HUMAN, false, "", { { .type = STR("application/pgp-keys"), .size = 3000,
	    .is_proof = true } }, { ATTACH_PROOF } },
	{ "the writer's card", LETTER_HUMAN, false, "", { { .type = STR("text/vcard"), .size = 300,
	    .card = STR("BEGIN:VCARD\nEMAIL:Jo@ACME.example\nEND:VCARD") } }, { ATTACH_PROOF } },
	{ "another's card", LETTER_HUMAN, false, "", { { .type = STR("text/vcard"), .size = 300,
	    .card = STR("BEGIN:VCARD\nEMAIL:kim@acme.example\nEND:VCARD") } }, { ATTACH_FILE } },
	{ "an invitation", LETTER_CALENDAR, false, "", { { .type = STR("text/calendar"),
	    .size = 900, .name = STR("invite.ics") } }, { ATTACH_PROOF } },
	{ "an invitation and its copy", LETTER_HUMAN, false, "",
	    { { .type = STR("text/calendar"), .size = 900 },
	    { .type = STR("application/ics"), .size = 900, .name = STR("invite.ics") } },
	    { ATTACH_PROOF, ATTACH_PROOF } },
	{ "a calendar that somebody sends", LETTER_HUMAN, false, "", { { .type =
	    STR("text/calendar"), .size = 900, .name = STR("shifts.ics") } }, { ATTACH_FILE } },
	{ "all of an encrypted mail", LETTER_HUMAN, true, "", { { .type =
	    STR("application/octet-stream"), .size = 9000, .name = STR("encrypted.asc") },
	    { PNG } }, { ATTACH_PROOF, ATTACH_PROOF } },
};

static struct str
with_places(struct arena *a, struct str pages)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < pages.n; i++) {
		if (pages.n - i >= 3 && pages.p[i] == '@' && pages.p[i + 2] == '@') {
			buf_add(&b, shown_place(a, (size_t)(pages.p[i + 1] - '0')));
			i += 2;
		} else {
			buf_addc(&b, pages.p[i]);
		}
	}
	return buf_str(&b);
}

static void
check(struct arena *a, const struct row *row)
{
	struct address from = { STR("Jo"), str_c(writer) };
	struct attachment v[2];
	struct letter l = { .kind = row->kind, .is_encrypted = row->is_encrypted,
	    .from = { &from, 1 }, .subject = STR("Hum"), .attachments = v };

	memcpy(v, row->v, sizeof(v));
	while (l.n_attachments < 2 && v[l.n_attachments].type.n > 0)
		l.n_attachments++;
	uses_settle(a, with_places(a, str_c(row->pages)), &l);
	for (size_t i = 0; i < l.n_attachments; i++)
		tap_int(v[i].use, row->want[i], "%s: %zu", row->name, i);
}

/* Fifty are shown, and what is more is there all the same. */
static void
check_many(struct arena *a)
{
	enum { MANY = 60, MOST = 50 };
	struct attachment v[MANY];
	struct letter l = { .kind = LETTER_HUMAN, .attachments = v, .n_attachments = MANY };
	int shown = 0, files = 0;

	for (size_t i = 0; i < MANY; i++)
		v[i] = (struct attachment){ PNG };
	uses_settle(a, STR_NONE, &l);
	for (size_t i = 0; i < MANY; i++) {
		shown += v[i].use == ATTACH_SHOWN;
		files += v[i].use == ATTACH_FILE;
	}
	tap_int(shown, MOST, "pictures that are shown");
	tap_int(files, MANY - MOST, "and those that are files");
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		check(a, &rows[i]);
	check_many(a);
	arena_free(a);
	return tap_done();
}

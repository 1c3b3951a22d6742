#include "parsers/quote/forward.h"

#include "parsers/quote/quote.h"
#include "tests/tap.h"

#define GMAIL	"---------- Forwarded message ---------\nFrom: Ana Lee <ana@acme.example>\n" \
		"Date: Mon, 3 Mar 2025 10:00:00 +0100\nSubject: Lamp\nTo: jo <jo@desk.example>\n\n\n"
#define OUTLOOK	"________________________________\nFrom: Ana Lee <Ana@ACME.example>\n" \
		"Sent: Monday, March 3, 2025 10:00 AM\nTo: Jo\nSubject: Lamp\n\n"

static const struct row {
	const char *name, *subject, *in;
	bool is_forward;
	const char *from, *addr, *about, *date, *reply;
} rows[] = {
	{ "Gmail", "Fwd: Lamp", GMAIL "It broke.\n\nOn 1 Mar 2025, Al <al@x.example> wrote:\n> old\n",
	  true, "Ana Lee", "ana@acme.example", "Lamp", "2025-03-03T10:00:00+01:00",
	  GMAIL "It broke.\n\nOn 1 Mar 2025, Al <al@x.example> wrote:\n> old" },
	{ "with a word and a signature above", "Fwd: Lamp", "Please see.\n\n-- \nJo\n\n" GMAIL "It broke.",
	  true, "Ana Lee", "ana@acme.example", "Lamp", "2025-03-03T10:00:00+01:00",
	  "Please see.\n\n" GMAIL "It broke." },
	{ "Outlook tells by the subject", "FW: Lamp", "Please see.\n\n" OUTLOOK "It broke.\n", true,
	  "Ana Lee", "Ana@acme.example", "Lamp", "2025-03-03T10:00:00",
	  "Please see.\n\n" OUTLOOK "It broke." },
	{ "the same of a reply", "RE: Lamp", "Please see.\n\n" OUTLOOK "It broke.\n", false, "", "", "", "",
	  "Please see." },
	{ "behind a list's mark", "[team] WG: Lampe", "Siehe unten.\n\nVon: Ana Lee [mailto:ana@acme.example]"
	  "\nGesendet: Montag, 3. März 2025 10:00\nAn: Jo\nBetreff: Lampe\n\nKaputt.\n", true, "Ana Lee",
	  "ana@acme.example", "Lampe", "2025-03-03T10:00:00", "Siehe unten.\n\nVon: Ana Lee "
	  "[mailto:ana@acme.example]\nGesendet: Montag, 3. März 2025 10:00\nAn: Jo\nBetreff: Lampe\n\n"
	  "Kaputt." },
	{ "a mark in Yahoo's French", "Lampe", "Voir.\n\n----- Mail transféré -----\nDe : Ana Lee <ana@acme.example>\n"
	  "Envoyé : lundi 3 mars 2025 10:00\nÀ : Jo\nObjet : Lampe\n\nElle est cassée.\n", true, "Ana Lee",
	  "ana@acme.example", "Lampe", "2025-03-03T10:00:00", "Voir.\n\n----- Mail transféré -----\n"
	  "De : Ana Lee <ana@acme.example>\nEnvoyé : lundi 3 mars 2025 10:00\nÀ : Jo\nObjet : Lampe\n\n"
	  "Elle est cassée." },
	{ "nothing above", "Lamp", OUTLOOK "It broke.\n", true, "Ana Lee", "Ana@acme.example", "Lamp",
	  "2025-03-03T10:00:00", OUTLOOK "It broke." },
	{ "an empty reply", "Re: Lamp", OUTLOOK "It broke.\n", false, "", "", "", "",
	  OUTLOOK "It broke." },
	{ "Apple Mail, quoted", "Fwd: Lamp", "See.\n\nBegin forwarded message:\n\n> From: Ana <ana@acme.example>\n"
	  "> Subject: A long subject\n> in two lines\n> Date: 3 March 2025 at 10:00:00 GMT\n> To: Jo\n>\n> It broke.\n",
	  true, "Ana", "ana@acme.example", "A long subject in two lines", "2025-03-03T10:00:00+00:00",
	  "See.\n\nBegin forwarded message:\n\n> From: Ana <ana@acme.example>\n> Subject: A long subject\n"
	  "> in two lines\n> Date: 3 March 2025 at 10:00:00 GMT\n> To: Jo\n>\n> It broke." },
	{ "Apple Mail, fr", "Tr: Lampe", "Début du message transféré :\n\nDe: Ana <ana@acme.example>\n"
	  "Objet: Lampe\nDate: 3 mars 2025\nÀ: Jo\n\nCassée.", true, "Ana", "ana@acme.example", "Lampe",
	  "2025-03-03", "Début du message transféré :\n\nDe: Ana <ana@acme.example>\nObjet: Lampe\n"
	  "Date: 3 mars 2025\nÀ: Jo\n\nCassée." },
	{ "ja", "Fwd: ランプ", "---------- 転送されたメッセージ ----------\n差出人: Ana <ana@acme.example>\n"
	  "日付: 2025年3月3日\n件名：ランプ\n\n壊れた。", true, "Ana", "ana@acme.example", "ランプ", "2025-03-03",
	  "---------- 転送されたメッセージ ----------\n差出人: Ana <ana@acme.example>\n日付: 2025年3月3日\n"
	  "件名：ランプ\n\n壊れた。" },
	{ "an address alone", "Fwd: x", "-------- Forwarded Message --------\nSubject: Lamp\nDate: x\n"
	  "From: ana@acme.example <mailto:ana@acme.example>\n\nold", true, "", "ana@acme.example", "Lamp", "x",
	  "-------- Forwarded Message --------\nSubject: Lamp\nDate: x\n"
	  "From: ana@acme.example <mailto:ana@acme.example>\n\nold" },
	{ "GMX, quoted without a mark", "Fwd: Lampe", "Bitte.\n> Gesendet: Montag, 3. März 2025 um 10:00 Uhr\n"
	  "> Von: Ana <ana@acme.example>\n> An: jo@desk.example\n> Betreff: Lampe\n> Kaputt.", true, "Ana",
	  "ana@acme.example", "Lampe", "2025-03-03T10:00:00", "Bitte.\n> Gesendet: Montag, 3. März "
	  "2025 um 10:00 Uhr\n> Von: Ana <ana@acme.example>\n> An: jo@desk.example\n> Betreff: Lampe\n> Kaputt." },
	{ "on the writer's line", "Fwd: x", "See -----Original Message-----\nFrom: Ana <ana@x.example>\nTo: jo\n\nold",
	  true, "Ana", "ana@x.example", "", "", "See -----Original Message-----\nFrom: Ana <ana@x.example>\nTo: jo\n\n"
	  "old" },
	{ "a mark and no block", "Fwd: x", "----- Forwarded message -----\n\nold", true, "", "", "", "",
	  "----- Forwarded message -----\n\nold" },
	{ "no forward", "Fwd: lamp", "It broke.", false, "", "", "", "", "It broke." },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *r = &rows[i];
		struct quote_hints hints = { .subject = str_c(r->subject) };
		struct split s;

		quote_split(a, str_c(r->in), &hints, &s);
		tap_int(s.is_forward, r->is_forward, "forward: %s", r->name);
		tap_str(s.forward.from.name, str_c(r->from), "name: %s", r->name);
		tap_str(s.forward.from.addr, str_c(r->addr), "address: %s", r->name);
		tap_str(s.forward.subject, str_c(r->about), "subject: %s", r->name);
		tap_str(s.forward.date_text, str_c(r->date), "date: %s", r->name);
		tap_str(s.reply, str_c(r->reply), "text: %s", r->name);
	}
	arena_free(a);
	return tap_done();
}

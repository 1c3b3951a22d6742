#include "parsers/quote.h"
#include "tests/tap.h"

#define OLD	"> It worked before.\n> Did you change anything?\n"

static const struct row {
	const char *name, *in, *reply, *signature;
	bool has_quote;
} rows[] = {
	{ "empty", "", "", "", false },
	{ "one line", "It is broken.\n", "It is broken.", "", false },
	{ "own quote stays", "The log says:\n> error 5\n\nWhat is that?",
	  "The log says:\n> error 5\n\nWhat is that?", "", false },
	{ "en", "Yes, I did.\n\nOn Mon, 3 Mar 2025 at 10:00, Jo <jo@acme.example> wrote:\n\n" OLD,
	  "Yes, I did.", "", true },
	{ "en, attribution in two lines", "Yes.\n\nOn Mon, 3 Mar 2025 at 10:00, Jo Smith Long\n"
	  "<jo@acme.example> wrote:\n" OLD, "Yes.", "", true },
	{ "es", "S\xc3\xad.\n\nEl lun, 3 mar 2025 a las 10:00, Jo (<jo@acme.example>) "
	  "escribi\xc3\xb3:\n\n" OLD, "S\xc3\xad.", "", true },
	{ "de", "Ja.\n\nAm Mo., 3. M\xc3\xa4rz 2025 um 10:00 Uhr schrieb Jo <jo@acme.example>:\n\n"
	  OLD, "Ja.", "", true },
	{ "fr", "Oui.\n\nLe lun. 3 mars 2025 \xc3\xa0 10:00, Jo <jo@acme.example> a \xc3\xa9"
	  "crit\xc2\xa0:\n\n" OLD, "Oui.", "", true },
	{ "pt", "Sim.\n\nEm seg., 3 de mar. de 2025 \xc3\xa0s 10:00, Jo <jo@acme.example> "
	  "escreveu:\n\n" OLD, "Sim.", "", true },
	{ "it", "S\xc3\xac.\n\nIl giorno lun 3 mar 2025 alle ore 10:00 Jo <jo@acme.example> ha "
	  "scritto:\n\n" OLD, "S\xc3\xac.", "", true },
	{ "nl", "Ja.\n\nOp ma 3 mrt 2025 om 10:00 schreef Jo <jo@acme.example>:\n\n" OLD,
	  "Ja.", "", true },
	{ "history without '>'", "Yes.\n\nOn 3 Mar 2025, at 10:00, Jo <jo@acme.example> wrote:\n\n"
	  "It worked before.\n", "Yes.", "", true },
	{ "Outlook, en", "Yes.\n\n________________________________\nFrom: Jo <jo@acme.example>\n"
	  "Sent: Monday, March 3, 2025 10:00 AM\nTo: desk\nSubject: Lamp\n\nIt worked before.\n",
	  "Yes.", "", true },
	{ "Outlook, de, bold labels", "Ja.\n\n*Von:* Jo\n*Gesendet:* Montag\n*An:* desk\n"
	  "*Betreff:* Lampe\n\nEs ging.\n", "Ja.", "", true },
	{ "Outlook, fr",
	  "Oui.\n\nDe : Jo\nEnvoy\xc3\xa9 : lundi\n\xc3\x80 : desk\nObjet : Lampe\n\n"
	  "Bonjour\n", "Oui.", "", true },
	{ "original message", "Yes.\n\n-----Original Message-----\nFrom: Jo\n\nold\n", "Yes.",
	  "", true },
	{ "Ursprungsnachricht", "Ja.\n\n-----Urspr\xc3\xbcngliche Nachricht-----\nVon: Jo\nold\n",
	  "Ja.", "", true },
	{ "reply line", "Yes.\n\n## Please type your reply above this line ##\nold\n", "Yes.",
	  "", true },
	{ "answer below", "On 3 Mar 2025 at 10:00, Jo <jo@acme.example> wrote:\n" OLD
	  "\nYes, the bulb.", "Yes, the bulb.", "", true },
	{ "answers between", "On 3 Mar 2025 at 10:00, Jo <jo@acme.example> wrote:\n> One?\nYes.\n"
	  "> Two?\nNo.\n", "> One?\nYes.\n> Two?\nNo.", "", true },
	{ "answer above and below",
	  "Hello,\n\nOn 3 Mar 2025 at 10:00, Jo <jo@acme.example> wrote:\n"
	  "> One?\n\nYes.\n", "Hello,\n\n> One?\n\nYes.", "", true },
	{ "bare forward stays", "From: Jo <jo@acme.example>\nSent: Monday\nTo: Ana\n"
	  "Subject: Lamp\n\nIt is broken.\n",
	  "From: Jo <jo@acme.example>\nSent: Monday\nTo: Ana\nSubject: Lamp\n\nIt is broken.",
	  "", false },
	{ "forward with a word above stays",
	  "See below.\n\n---------- Forwarded message ---------\n"
	  "From: Jo <jo@acme.example>\nDate: Monday\nSubject: Lamp\n\nIt is broken.\n",
	  "See below.\n\n---------- Forwarded message ---------\nFrom: Jo <jo@acme.example>\n"
	  "Date: Monday\nSubject: Lamp\n\nIt is broken.", "", false },
	{ "signature", "It is broken.\n\n-- \nJo Smith\nACME\n", "It is broken.",
	  "--\nJo Smith\nACME", false },
	{ "signature above the quote", "Yes.\n\n--\nJo\n\nOn 3 Mar 2025, Ana <a@x.example> wrote:\n"
	  OLD, "Yes.", "--\nJo", true },
	{ "signature below the quote", "Yes.\n\nOn 3 Mar 2025, Ana <a@x.example> wrote:\n" OLD
	  "\n-- \nJo\n", "Yes.", "--\nJo", true },
	{ "device", "Yes.\n\nSent from my phone\n", "Yes.", "Sent from my phone", false },
	{ "device, es", "S\xc3\xad.\n\nEnviado desde mi iPhone\n", "S\xc3\xad.",
	  "Enviado desde mi iPhone", false },
	{ "device, de", "Ja.\n\nVon meinem iPhone gesendet\n", "Ja.", "Von meinem iPhone gesendet",
	  false },
	{ "a closing and a name", "It is broken.\n\nThanks,\nJo Smith\nACME Ltd\n", "It is broken.",
	  "Thanks,\nJo Smith\nACME Ltd", false },
	{ "a closing, de", "Es ist kaputt.\n\nMit freundlichen Gr\xc3\xbc\xc3\x9f" "en\n\nJo\n",
	  "Es ist kaputt.", "Mit freundlichen Gr\xc3\xbc\xc3\x9f" "en\n\nJo", false },
	{ "a closing alone stays", "It is broken.\n\nThanks!\n", "It is broken.\n\nThanks!", "",
	  false },
	{ "a sentence below a closing stays", "It works.\n\nThanks!\nPlease close it\n",
	  "It works.\n\nThanks!\nPlease close it", "", false },
	{ "a question further below stays", "It works.\n\nThanks!\nJo\nCan you close it?\n",
	  "It works.\n\nThanks!\nJo\nCan you close it?", "", false },
	{ "only a closing", "Thanks!\nJo\n", "Thanks!\nJo", "", false },
	{ "a name behind a dash", "Yes.\n\n-Jo\n", "Yes.", "-Jo", false },
	{ "a list at the end stays", "I tried:\n\n-restart\n-reset\n",
	  "I tried:\n\n-restart\n-reset", "", false },
	{ "a list's footer", "Yes.\n\n____________\ndev mailing list\nhttp://l.example\n", "Yes.",
	  "____________\ndev mailing list\nhttp://l.example", false },
	{ "a wrapped quoted line", "Yes.\n\nOn 3 Mar 2025, Jo <jo@acme.example> wrote:\n"
	  "> This quoted line was long already when a server of my company added to\nit.\n> End.\n",
	  "Yes.", "", true },
	{ "an answer in lower case between quotes", "On 3 Mar 2025, Jo <jo@acme.example> wrote:\n"
	  "> This quoted line is as long as that but it ends with its whole sentence.\nno.\n> End.\n",
	  "no.", "", true },
	{ "a wrapped address", "Yes.\n\nOn 3 Mar 2025, Jo <jo@acme.example\n> wrote:\n\n> Old\n",
	  "Yes.", "", true },
	{ "a block that begins with Date", "Yes.\n\nDate: Mon, 3 Mar 2025\nTo: desk\n"
	  "From: jo@acme.example\nSubject: Lamp\n\nold\n", "Yes.", "", true },
	{ "a forward that ends in blank lines", "See.\n\nBegin forwarded message:\n\n> Thanks\n> Jo"
	  "\n\n\n", "See.\n\nBegin forwarded message:\n\n> Thanks\n> Jo", "", false },
	{ "sent from in a sentence stays", "Sent from the office is how it looks,\nbut it is not.\n"
	  "a\nb\nc\n", "Sent from the office is how it looks,\nbut it is not.\na\nb\nc",
	  "", false },
	{ "a long text below dashes stays",
	  "a\n--\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\n",
	  "a\n--\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb\nb", "", false },
	{ "wrote in a sentence stays", "As Jo wrote: it is broken.\nOn 3 March I wrote twice.\n"
	  "Nobody answered.", "As Jo wrote: it is broken.\nOn 3 March I wrote twice.\n"
	  "Nobody answered.", "", false },
	{ "a label in a sentence stays", "From: is an empty field in the form.\nWhy?",
	  "From: is an empty field in the form.\nWhy?", "", false },
	{ "indentation of the first line", "\n\n    if (x)\n        y();\n",
	  "    if (x)\n        y();",
	  "", false },
	{ "bytes that are no UTF-8",
	  "\xff\xfe\n\nOn 3 Mar 2025, \xff <a@x.example> wrote:\n> \xc3\n",
	  "\xff\xfe", "", true },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct split s;
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		quote_split(a, str_c(rows[i].in), &s);
		tap_str(s.reply, str_c(rows[i].reply), "reply: %s", rows[i].name);
		tap_str(s.signature, str_c(rows[i].signature), "signature: %s", rows[i].name);
		tap_int(s.has_quote, rows[i].has_quote, "quote seen: %s", rows[i].name);
	}
	/* Each line looks like the end of an attribution: the work stays linear. */
	buf_init(&b, a);
	for (int i = 0; i < 20000; i++)
		buf_adds(&b, "On 1.2.2025 10:00 <a@b> x:\n");
	quote_split(a, buf_str(&b), &s);
	tap_ok(s.reply.n > 0, "20,000 lines that might introduce a quote");
	arena_free(a);
	return tap_done();
}

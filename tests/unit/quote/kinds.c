/*
 * Kinds of mail on which the new text was told wrong: what people wrote was cut
 * off, or what they quoted was left.
 */
#include "parsers/quote/quote.h"

#include "tests/tap.h"

#define NEW	"The crane stops"
#define RE	"Re: The crane stops"
#define OLD	"Which crane is it?\nDoes it stop at once?\n"

static const struct {
	const char	*name, *subject, *in, *reply;
} rows[] = {
	/* A mail that answers none is cut on strong evidence only. */
	{ "pasted header fields", NEW, "It came with\n\nFrom: bill@beck.example\nTo: shop@beck.example\n"
	  "Subject: Bill 9\nDate: Mon, 3 Mar 2025 10:00:00 +0100\n\nWhy?",
	  "It came with\n\nFrom: bill@beck.example\nTo: shop@beck.example\n"
	  "Subject: Bill 9\nDate: Mon, 3 Mar 2025 10:00:00 +0100\n\nWhy?" },
	{ "a form", NEW, "Somebody wrote on the site.\n\nFrom: Nora Beck <nora@beck.example>\n"
	  "Subject: The crane stops\nDate: 3 March 2025\n\nIt stops.",
	  "Somebody wrote on the site.\n\nFrom: Nora Beck <nora@beck.example>\n"
	  "Subject: The crane stops\nDate: 3 March 2025\n\nIt stops." },
	{ "a mark that is told of", NEW, "It prints\n\n-----Original Message-----\n\nwhich is wrong.",
	  "It prints\n\n-----Original Message-----\n\nwhich is wrong." },
	{ "somebody's words in a new mail", NEW, "On 3 Mar 2025 at 10:00 Al <al@beck.example> wrote:\n"
	  "> It stops.\n\nCan you look?", "> It stops.\n\nCan you look?" },
	{ "somebody's words, not marked", NEW, "See what came.\n\nOn 3 Mar 2025 at 10:00 Al "
	  "<al@beck.example> wrote:\n\nIt stops.", "See what came.\n\nOn 3 Mar 2025 at 10:00 Al "
	  "<al@beck.example> wrote:\n\nIt stops." },
	{ "an answer whose subject lost its Re", NEW, "The red one.\n\nFrom: Al <al@crane.example>\n"
	  "Sent: Monday, March 3, 2025 10:00 AM\nTo: Nora Beck\nSubject: The crane stops\n\nWhich?",
	  "The red one." },
	{ "a desk's mark in the subject", "The crane stops [desk #9]", "The red one.\n\nFrom: Al\n"
	  "Sent: Monday\nTo: Nora\nSubject: x\n\nWhich?", "The red one." },
	/* What stands at the end of a mail. */
	{ "a note that names its writer", RE, "#note\nby Nora Beck from her copy, nora@beck.example",
	  "#note\nby Nora Beck from her copy, nora@beck.example" },
	{ "a name right below a command", RE, "#take\nNora Beck\nnora@beck.example", "#take" },
	{ "sent by somebody", RE, "It is on its way.\n\nSent by lorry this noon, number 77.",
	  "It is on its way.\n\nSent by lorry this noon, number 77." },
	{ "sent from somewhere", RE, "It is on its way.\n\nSent from our store in Rome, comes on Monday.",
	  "It is on its way.\n\nSent from our store in Rome, comes on Monday." },
	{ "sent from a phone as a sentence", RE, "Hi,\n\nSent from my phone as the mail server is down again",
	  "Hi,\n\nSent from my phone as the mail server is down again" },
	{ "sent to somebody", RE, "Hi,\n\nSent from my desk to yours: the plan. Please sign.",
	  "Hi,\n\nSent from my desk to yours: the plan. Please sign." },
	{ "a phone that nobody knows", RE, "Yes.\n\nSent from my Fony RIDGE 4G", "Yes." },
	{ "a network", RE, "Yes.\n\nSent wirelessly from my phone on the Nordfunk network.\n"
	  "Envoyé sans fil par mon téléphone sur le réseau de Nordfunk.", "Yes." },
	{ "Outlook by its link", RE, "はい。\n\niOS 版 Outlook を入手<https://aka.ms/o0ukef>", "はい。" },
	{ "dashes in a text", NEW, "This fails:\n\nSELECT a\n--\nFROM b;\n\nPlease look.",
	  "This fails:\n\nSELECT a\n--\nFROM b;\n\nPlease look." },
	{ "prose below dashes", NEW, "Hi,\n\nwe press Lift\n--\nthen it hangs for a while and\nthe log says\n"
	  "winch 3 is hot\nWhat now?", "Hi,\n\nwe press Lift\n--\nthen it hangs for a while and\nthe log says\n"
	  "winch 3 is hot\nWhat now?" },
	{ "a text below the mark", NEW, "In short: it stops.\n-- \nThis is what we did before it came to a halt.\n"
	  "First we oiled the winch as the book tells us to do.\n"
	  "Then we lifted the small load for an hour or so.\n"
	  "At noon it stopped with a smell of burnt rubber.",
	  "In short: it stops.\n--\nThis is what we did before it came to a halt.\n"
	  "First we oiled the winch as the book tells us to do.\n"
	  "Then we lifted the small load for an hour or so.\n"
	  "At noon it stopped with a smell of burnt rubber." },
	{ "a postscript", RE, "It runs.\n\n-- \nNora Beck\nBeck Ltd\n\nPS: the small one stops too!",
	  "It runs.\n\nPS: the small one stops too!" },
	{ "facts below a closing", NEW, "It stops.\n\nRegards\nNora\n\nVersion: 2.3\nSeverity: high",
	  "It stops.\n\nVersion: 2.3\nSeverity: high" },
	{ "a command below a closing", RE, "Done.\n\nRegards\nNora\n\n#close", "Done.\n\n#close" },
	/* A program's words and the writer's on one line. */
	{ "an attribution behind a sentence", RE, "The red one. On Mon, 3 Mar 2025 at 10:00 Al <al@crane.example> "
	  "wrote:\n> Which?", "The red one." },
	{ "the same, wrapped", RE, "The red one. On Mon, Mar 3, 2025 at 10:00 AM Al\n<al@crane.example> wrote:\n"
	  "> Which?", "The red one." },
	{ "an attribution glued to a word", RE, "#severity highOn 3/3/25 10:00, Al Roe wrote:\n> Which?",
	  "#severity high" },
	{ "text behind an attribution", RE, "Red.\n\n  On Mon, Mar 3, 2025 at 10:00 AM, Al<al@crane.example> wrote:"
	  "   Which?\nDoes it stop?", "Red." },
	{ "text glued to an attribution", RE, "Red.\n\nOn 03/03/2025 at 10:00 AM, \"Al Roe\"  wrote:Which?\nNow?",
	  "Red." },
	{ "an address and a verb", RE, "Red.\n\nal@crane.example wrote:\n\n" OLD, "Red." },
	{ "what a man wrote, with a colon", RE, "On 3 March 2025 you wrote: press it. I did.\nNow it stops.",
	  "On 3 March 2025 you wrote: press it. I did.\nNow it stops." },
	{ "a mark and its block on one line", RE, "Red.\n\n-------- Original message --------From: Al "
	  "<al@crane.example> Date: 03/03/2025  10:00  (GMT+01:00) To: nora@beck.example Subject: x\n" OLD,
	  "Red." },
	{ "the same in an unknown language", RE, "Jah.\n\n-------- Xyz abc --------Qrs: Al <al@crane.example> "
	  "Tuv: 03.03.2025 10:00 Wxy: nora@beck.example\n" OLD, "Jah." },
	{ "a short last word before it", RE, "Tak, kranen holder. Den 3. mar. 2025 kl. 10.00 skrev Al Roe "
	  "<al@crane.example>:\n> Hvilken?", "Tak, kranen holder." },
	{ "\"the\" in the sentence before it", RE, "It is the red one. On 3/3/25 10:00, Al Roe wrote:\n> Which?",
	  "It is the red one." },
	{ "two sentences before it, ja", RE, "はい。赤いです。 2025年3月3日(月) 10:00 Al Roe <al@crane.example>:\n> どれ",
	  "はい。赤いです。" },
	{ "text behind it, zh", RE, "红的。\n\n  Al Roe <al@crane.example> 于2025年3月3日周一 10:00写道：   哪个\n停吗\n",
	  "红的。" },
	{ "a block on one line", RE, "Red.\n________________________________\nFrom: al@crane.example Date: Mon, 3 Mar "
	  "2025 10:00:00 +0100 Subject: The crane stops\n" OLD, "Red." },
	{ "the same, de, no address", RE, "Rot.\nVon: Al Roe Gesendet: Montag, 3. März 2025 10:00 An: Nora Beck "
	  "Betreff: Kran\n" OLD, "Rot." },
	{ "a journey on one line", RE, "Please book\nFrom: Bonn To: Rome Date: 3.3.2025 10:00\nfor me.",
	  "Please book\nFrom: Bonn To: Rome Date: 3.3.2025 10:00\nfor me." },
	/* Attributions with less than the usual. */
	{ "a team's name, not quoted", RE, "Rouge.\n\nLe lun. 3 mars 2025 à 10:00, Service Grues a écrit :\n\n" OLD,
	  "Rouge." },
	{ "a firm's service", RE, "Red.\n\nOn 3 Mar 2025, at 10:00, Crane Service wrote:\n\n" OLD, "Red." },
	{ "a thing, not quoted", RE, "Red.\n\nOn 3 Mar 2025, at 10:00 crane server wrote:\n\nHOT\n\nWhy?",
	  "Red.\n\nOn 3 Mar 2025, at 10:00 crane server wrote:\n\nHOT\n\nWhy?" },
	{ "a thing that stands alone", RE, "Red.\n\nOn 3 Mar 2025, at 10:00 Server wrote:\n\nHOT\n\nWhy?",
	  "Red.\n\nOn 3 Mar 2025, at 10:00 Server wrote:\n\nHOT\n\nWhy?" },
	{ "no colon, a block below", RE, "Rot.\nAm 03.03.25 um 10:00 schrieb Kran GmbH - Lager\nVon: \"Kran GmbH\"\n"
	  "Datum: 3. März 2025\nAn: nora@beck.example\n\nWelcher?", "Rot." },
	{ "no colon, a quote below", RE, "Rot.\n\nAm 03.03.25 um 10:00 schrieb Al Roe\n> Welcher?", "Rot." },
	{ "a sentence above a quote", RE, "Am 03.03.25 um 10:00 schrieb ich das hier und nichts sonst\n> Rot\n\nNun?",
	  "Am 03.03.25 um 10:00 schrieb ich das hier und nichts sonst\n> Rot\n\nNun?" },
	{ "a sentence that tells of a sending", RE, "On 3 March 2025 at 10:00 Al sent me the bill\n> Bill 17\n\nWhy?",
	  "On 3 March 2025 at 10:00 Al sent me the bill\n> Bill 17\n\nWhy?" },
	{ "nl", RE, "Rood.\n\nOp 3 mrt 2025, om 10:00 heeft Al Roe het volgende geschreven:\n\n" OLD, "Rood." },
	{ "Arabic digits", RE, "نعم.\n\nفي ٣‏/٠٣‏/٢٠٢٥، الساعة ١٠:٠٠ ص، كتب Al Roe:\n\n" OLD, "نعم." },
	/* Header blocks with the answer below, and those whose first label is the date's. */
	{ "an answer below a bold block", RE, "**Gesendet:** Montag, 3. März 2025 um 10:00\n\n**Von:**\"Al\" "
	  "<al@crane.example>\n\n**An:**\"Nora\" <nora@beck.example>\n\n**Betreff:** Kran\n\n\nDer rote.",
	  "**Gesendet:** Montag, 3. März 2025 um 10:00\n\n**Von:**\"Al\" <al@crane.example>\n\n"
	  "**An:**\"Nora\" <nora@beck.example>\n\n**Betreff:** Kran\n\n\nDer rote." },
	{ "such a block below the answer", RE, "Der rote.\n\n**Gesendet:** Montag, 3. März 2025 um 10:00\n\n"
	  "**Von:**\"Al\" <al@crane.example>\n\n**An:**\"Nora\" <nora@beck.example>\n\n**Betreff:** Kran\n\n\n"
	  "Welcher?", "Der rote." },
	{ "a block to the writer is no card, zh", RE, "**发件人:** Al <al@crane.example>\n\n**收件人:** Nora Beck "
	  "<nora@beck.example>\n\n**主题:** x\n\n红的。", "**发件人:** Al <al@crane.example>\n\n**收件人:** Nora Beck "
	  "<nora@beck.example>\n\n**主题:** x\n\n红的。" },
	/* Quoted lines that do not look it. */
	{ "a link that was wrapped", RE, "Red.\n\nOn 3 Mar 2025, Al <al@crane.example> wrote:\n> See "
	  "https://crane.example/a?b=c&\nkey=88 there.\n>\n> Al", "Red." },
	{ "small letters that are not Latin", RE, "Красный.\n\n3 марта 2025 г., в 10:00, Al <al@crane.example> написал:\n"
	  "> Который из кранов стоит и почему он стоит с прошлого\nпонедельника\n> и до сих пор", "Красный." },
	{ "an answer below an open sentence", RE, "On 3 Mar 2025, Al <al@crane.example> wrote:\n> Is it\nred\n> or blue",
	  "red" },
	{ "initials", RE, "Red.\n\nJS> Which is it?\nJS> Does it stop?\nJS>", "Red." },
	{ "initials with answers between", RE, "On 3 Mar 2025, 10:00, you wrote:\n\nJS> Which is it?\n\nRed.\n\n"
	  "JS> Does it stop?\n\nNo.", "JS> Which is it?\n\nRed.\n\nJS> Does it stop?\n\nNo." },
	{ "a talk", RE, "We said:\n\nJS> Did you start it again?\nNB> Yes, twice.\nJS> Odd.",
	  "We said:\n\nJS> Did you start it again?\nNB> Yes, twice.\nJS> Odd." },
	{ "a prompt", RE, "I typed\n\nSQL> select a from b;\nSQL> select c from d;",
	  "I typed\n\nSQL> select a from b;\nSQL> select c from d;" },
	{ "a prompt that nobody knows", RE, "I typed\n\nXQ> open gate\nXQ> close gate",
	  "I typed\n\nXQ> open gate\nXQ> close gate" },
	{ "an older mail below the quote", RE, "Red.\n\nOn 3 Mar 2025, Al <al@crane.example> wrote:\n\n> Which?\n\n"
	  "Older words\n\nOn 2 Mar 2025 at 9:00, Nora <nora@beck.example> wrote:\n\nIt stops.",
	  "Red.\n\n\nOlder words" },
	/* Signatures. */
	{ "a box with a device's line", RE, "Red.\n\n____________________\n\nDr. Nora Beck\nYard 3\n\n"
	  "Sent via mobile device\n____________________\n\nAm 03.03.2025 um 10:00 schrieb Al <al@crane.example>:\n\n"
	  "Welcher?", "Red." },
	{ "rules round the writer's words", RE, "Red.\n____________________\nThe small one stops as well,\n"
	  "only later. What now?\n____________________\n", "Red.\n____________________\nThe small one stops as "
	  "well,\nonly later. What now?\n____________________" },
	{ "a tracker's mark", RE, "Red.\n\nᐧ\n\nOn 3 Mar 2025, Al <al@crane.example> wrote:\n> Which?", "Red." },
	{ "a network, fr alone", RE, "Oui.\nEnvoyé sans fil par mon téléphone sur le réseau de Nordfunk.", "Oui." },
	{ "an offer of a program, hu", RE, "Igen.\n\nAz Android Outlook beszerzése", "Igen." },
	{ "trouble with a program", RE, "It is this:\n\nOutlook for Android stops", "It is this:\n\nOutlook for Android stops" },
	{ "prose below dashes, ja", NEW, "赤です。\n\n--\n\n昨日からクレーンが止まったままになっています。\n"
	  "再起動しても直りませんでした。\n早めに見ていただけますでしょうか。",
	  "赤です。\n\n--\n\n昨日からクレーンが止まったままになっています。\n"
	  "再起動しても直りませんでした。\n早めに見ていただけますでしょうか。" },
	{ "a postscript, zh", RE, "红的。\n\n此致\nNora Beck\n\n附：小的也停了", "红的。\n\n附：小的也停了" },
	/* A line that asks for the reply above it. */
	{ "above, de", RE, "Ja.\n\n## Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein ##\n\nalt", "Ja." },
	{ "above, fr", RE, "Oui.\n\nVeuillez saisir votre réponse au-dessus de cette ligne\n\nvieux", "Oui." },
	{ "above, cs", RE, "Ano.\n\n##- Odpověď napište nad tento řádek -##\n\nstarý", "Ano." },
	{ "above, el", RE, "Ναι.\n\nΓράψτε την απάντησή σας πάνω από αυτή τη γραμμή\n\nold", "Ναι." },
	{ "above, ja", RE, "はい。\n\nこの行より上に返信を書いてください\n\nold", "はい。" },
	{ "above, unknown", RE, "Jah.\n\n##- Xyz abc def -##\n\nold", "Jah." },
	{ "somebody tells of it", RE, "Hi,\n\nI wrote the reply above the line as you said.\nStill red.",
	  "Hi,\n\nI wrote the reply above the line as you said.\nStill red." },
	{ "a gateway's banner", RE, "CAUTION: This email came from outside of our firm. Do not click a link.\n\n"
	  "The red one.", "The red one." },
	{ "a banner, de", RE, "ACHTUNG: Diese E-Mail stammt von außerhalb. Bitte keine Anhänge öffnen.\n\nJa.",
	  "Ja." },
	{ "a banner right above the text", RE, "CAUTION: This email came from outside of our firm. Do not click a "
	  "link.\nThe red one.\n\nNora", "The red one.\n\nNora" },
	{ "a banner, el, in capitals", RE, "ΠΡΟΣΟΧΗ: Αυτό το μήνυμα προέρχεται εκτός της εταιρείας. Μην ανοίγετε "
	  "συνημμένα.\n\nΝαι.", "Ναι." },
	{ "somebody writes of mail from outside", RE, "External mail does not reach us.\n\nWhy?",
	  "External mail does not reach us.\n\nWhy?" },
	/* What docket wrote itself is no context. */
	{ "a notice's end", RE, "On Mon, 3 Mar 2025 at 10:00, Desk wrote:\n> First?\n\nYes.\n\n> Second?\n>\n"
	  "> --------------------\n>   Ticket       #9 The crane stops\n>   Status       open\n"
	  ">   Project      Beck\n> --------------------\n>\n> Lines at the top are commands:\n"
	  ">   #take  #assign NAME  #close\n> Ready-made:\n"
	  ">   Take: mailto:desk%2Btoken@crane.example?body=%23take%0A\n\nAnd tell us more.",
	  "> First?\n\nYes.\n\n> Second?\n\nAnd tell us more." },
};

static void
test_rows(struct arena *a)
{
	struct address nora = { STR("Nora Beck"), STR("nora@beck.example") };
	struct split s;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct quote_hints hints = { .sender = &nora, .subject = str_c(rows[i].subject) };

		quote_split(a, str_c(rows[i].in), &hints, &s);
		tap_str(s.reply, str_c(rows[i].reply), "%s", rows[i].name);
	}
}

/* How much of a reply may hold commands, of how much that the first part gave. */
static const struct {
	const char	*name, *in;
	size_t		 own, commands;
} command_rows[] = {
	{ "at the top", "#close\n\nDone.\n", 99, 13 },
	{ "above the history", "#close\n\nOn 3 Mar 2025, Al <al@crane.example> wrote:\n> Old\n", 99, 6 },
	{ "below an attribution", "On Mon, 3 Mar 2025 at 10:00, Al <al@crane.example> wrote:\n#close\n", 99, 0 },
	{ "below a quote", "On 3 Mar 2025, Al <al@crane.example> wrote:\n> Old\n\n#close\n", 99, 0 },
	{ "from another part", "#tag log\nlines\n", 0, 0 },
	{ "going on in another part", "#take\n\n#close\n", 7, 5 },
};

/* What looks like a command and is cut off is told. */
static const struct { const char *name, *in, *left; } left_rows[] = {
	{ "glued to an attribution", "#close On Mon, 3 Mar 2025 at 10:00, Al <al@crane.example> wrote:\n> Old\n",
	  "#close On Mon, 3 Mar 2025 at 10:00, Al <al@crane.example> wrote:" },
	{ "below text, too", "Yes.\n#close On Mon, 3 Mar 2025 at 10:00, Al <al@crane.example> wrote:\n> Old\n",
	  "#close On Mon, 3 Mar 2025 at 10:00, Al <al@crane.example> wrote:" },
	{ "at the end of what is cut off", "Yes.\n\nFrom: Al <al@crane.example>\nSent: Monday, 3 March "
	  "2025 10:00\nTo: nora@crane.example\nSubject: Hum\n\nOld\n\n#close\n", "#close" },
	{ "within an older mail", "Yes.\n\nFrom: Al <al@crane.example>\nSent: Monday, 3 March "
	  "2025 10:00\nTo: nora@crane.example\nSubject: Hum\n\n#close\n\nOld\n", "" },
	{ "quoted", "Yes.\n\nOn 3 Mar 2025, Al <al@crane.example> wrote:\n> #close\n", "" },
	{ "not cut off", "#close\n\nOn 3 Mar 2025, Al <al@crane.example> wrote:\n> Old\n", "" },
};

static void
test_left(struct arena *a)
{
	struct quote_hints hints = { .subject = STR(RE), .answers = true, .own = SIZE_MAX };
	struct split s;

	for (size_t i = 0; i < COUNT(left_rows); i++) {
		quote_split(a, str_c(left_rows[i].in), &hints, &s);
		tap_str(s.left.n > 0 ? s.left.v[0] : STR_NONE, str_c(left_rows[i].left),
		    "left: %s", left_rows[i].name);
	}
}

/* "Nora Beck, Yard 3" stands below the text; its HTML marks it as a signature. */
static void
test_marked(struct arena *a)
{
	struct quote_hints hints = { .subject = STR(RE), .answers = true,
	    .marked = STR("Nora - Yard 3\n+34 600 111\n") };
	struct split s;

	quote_split(a, STR("It runs.\n\nNora - Yard 3\n+34 600 111\n\nOn 3 Mar 2025, Al "
	    "<al@crane.example> wrote:\n> Old\n"), &hints, &s);
	tap_str(s.reply, STR("It runs."), "a signature that only the HTML marks");
	quote_split(a, STR("It runs.\n\nCall +34 600 111 now.\n"), &hints, &s);
	tap_str(s.reply, STR("It runs.\n\nCall +34 600 111 now."), "words that stand in one too");
}

static void
test_commands(struct arena *a)
{
	struct quote_hints hints = { .subject = STR(RE), .answers = true };
	struct split s;

	for (size_t i = 0; i < COUNT(command_rows); i++) {
		hints.own = command_rows[i].own;
		quote_split(a, str_c(command_rows[i].in), &hints, &s);
		tap_int((long)s.commands, (long)command_rows[i].commands, "commands: %s",
		    command_rows[i].name);
	}
	quote_split(a, STR("Yes.\n\n-- \nNora\nBeck\n\nOn 3 Mar 2025, Al <al@crane.example> wrote:\n\n"
	    "> a\n>\n> b\n"), &hints, &s);
	tap_int((long)s.quote_lines, 3, "lines of history that were cut");
	tap_int((long)s.signature_lines, 3, "lines of a signature");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_rows(a);
	test_commands(a);
	test_left(a);
	test_marked(a);
	arena_free(a);
	return tap_done();
}

/* Short texts in the languages of the sample, and faults of such a file. */
#include "daemon/policy/words.h"
#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "templates/de/_words.txt", "no header fields => ", "no header fields ",
	  "templates/de/_words.txt:4: the line is not" },
	{ "templates/fr/_words.txt", "la limite * = *", "la limite *",
	  "templates/fr/_words.txt:3: both sides" },
};

/* What the code says; each has words in each language. */
static const char *const said[] = {
	"over the limit header_bytes = 262144", "over the limit message_bytes when it is unpacked",
	"no header fields", "a bounce of no mail that docket knows to have sent",
	"automatic mail that belongs to no ticket", "mail of a list that belongs to no ticket",
	"an invitation, or an answer to one, that belongs to no ticket",
	"its author is not a participant of this ticket",
	"our mail server found that it does not come from x.example (dmarc=fail)",
	"the reply address has expired", "it was in a mail from jo@x.example",
	"reading it took longer than parse_deadline", "the parser died of it (signal 9)",
	"storing it failed: a = b => c *", "the raw mail of 2025-03 was archived",
	/* Why an engineer's mail was not carried out. */
	"commands stand below something that was cut off, or in another part than the "
	"first text: put them at the very top of the mail",
	"commands stand below something that was cut off, or in a page that may hide text: "
	"put them at the very top, or send the mail as plain text",
	"docket cannot write to the customer's address, which is none that mail servers "
	"take: write as a #note, and answer by hand",
	"nobody would get it: the mail that this ticket was made of names no sender; "
	"write as a #note",
	"nobody would get it: the only address of this ticket is docket's own; write as "
	"a #note, and answer by hand",
	"nobody would get it: nobody reads the only address of this ticket; write as a "
	"#note, and answer by hand",
	"docket cannot read what is encrypted, so the customer would get nothing of it: "
	"send it as it is to be read",
	"commands above a forwarded mail are for the ticket that it opens, and this one "
	"belongs to a ticket: answer one of its notices",
	"commands need a ticket: answer one of its notices, or begin with #new",
	"there is no text of yours in this mail",
	"there is no note in this mail: write it below #note",
	/* Conditions, and what mends them. */
	"check the login of this mailbox, and whether SMTP is allowed for it",
	"let the login send as the mailbox's address",
	"the provider's limit is used up: it goes on by itself; a higher limit helps",
	"confirm the mailbox's address or domain with the provider",
	"the provider has blocked sending: ask its support why",
	"the mailbox is full: empty its folder of sent mail",
	"check SPF, DKIM and DMARC of the mailbox's domain",
	"the server does not relay for us: check host, port and login",
	"the server wants another network address or name: ask its admin",
	"make an app password at the provider and write it to password_file",
	"switch IMAP on for this mailbox at the provider",
	"the provider takes no passwords any more: use OAuth, or an app password",
	"check user and password_file of its imap group; the password may have changed",
	"too many sessions: end other mail programs on this mailbox, or wait",
	"the server is at fault or busy: docket goes on by itself when it is well",
	"log in at the provider's web page: it asks something, or locked the mailbox",
	"check folder in its imap group, and that the login may open it",
	"set tls in its imap group to implicit or starttls",
	"look at what the server says, and at its imap group",
	"look at its server, its login, and the way there",
	"look at docketd's log, and restart it",
	"look at docketd's log and at the replies in docketctl queue",
	"start docketd again; its log says why it ended",
	"docketd's log says why it cannot make one",
	"look at the PostgreSQL server, its disk, and the way there",
	"not looked at since x",
	"x mails are due and do not go, the first since x",
	"x SLA warnings are due and not told, the first since x",
	"no docketd works on the database",
	"the database has no partition for this month, so mail waits",
	"x: the login of x is refused (x): check user and password_file",
	"x: it accepts no connection now: x",
	"x: the folder cannot be selected: x",
	"log in again: docketctl oauth login MAILBOX",
	"log in again: docketctl oauth login MAILBOX, with the second factor",
	"make a new client secret in the portal and write its value, "
	"not its id, to client_secret_file",
	"docketctl doctor looks into the token",
	"check client_id and client_secret_file",
	"check tenant: the directory's id, or its domain",
	"check client_id and tenant; it must be registered, or consented to, in that tenant",
	"check user, and tenant: the directory where the mailbox is",
	"grant admin consent under API permissions, or log in again: "
	"docketctl oauth login MAILBOX",
	"exempt this account or application from the policy, or use client-credentials",
	"publish the application (in testing its tokens end after seven days); log in again",
	"set this machine's clock by NTP",
	"upload certificate_file's certificate to the application",
	"add its client id with scope mail.google.com under domain-wide delegation",
	"run the command by hand, as docketd's user",
	"the IMAP server does not take a new token of x: x",
	"the SMTP server does not take a new token of x: x",
	"x: there is no refresh token: docketctl oauth login x",
	"the client secret has ended (x)",
	"the client secret is wrong (x)",
	"the login was revoked: its password was changed or its sessions ended (x)",
	"the refresh token has ended, was used twice or was revoked (x)",
	"the refresh token has ended: it was not used for 90 days (x)",
	"the token is refused (x)",
	"by x",
	"write #erase alone in an answer to the ticket's notice: what else stands there "
	"would be erased with it",
};

static const struct { const char *language, *english, *want; } rows[] = {
	{ "fr", "no header fields", "aucun champ d'en-tête" },
	{ "de", "over the limit header_bytes = 262144", "über der Grenze header_bytes = 262144" },
	{ "de", "it was in a mail from a@b.example", "sie stand in einer E-Mail von a@b.example" },
	{ "it", "storing it failed: a * b", "non è stato possibile salvarlo: a * b" },
	{ "en", "no header fields", "no header fields" },
	{ "nl", "no header fields", "no header fields" },
	{ "de", "by hand", "von hand" },
	{ "de", "by when you mean to be done, beside the SLA: who has it is reminded; or none",
	  "bis wann Sie fertig sein wollen, neben dem SLA: wer es hat, wird erinnert; oder none" },
	{ "de", "there is no command #x; to write it as text, begin the line with \\#",
	  "es gibt keinen Befehl #x; soll es Text sein, beginnen Sie die Zeile mit \\#" },
	{ "de", "there is no command #x", "es gibt keinen Befehl #x" },
	{ "de", "no header fields at all", "no header fields at all" },
	{ "de", "storing it failed: ", "storing it failed: " },
	{ "de", "", "" },
};

int
main(void)
{
	static const char *const languages[] = { "de", "fr", "es", "it", "pt" };
	struct arena *a = arena_new();
	const struct conf *c;
	struct conf_faults faults;

	world_open();
	if (tap_int(world_load(a, &c, &faults), 0, "loads")) {
		for (size_t i = 0; i < COUNT(said); i++)
			for (size_t k = 0; k < COUNT(languages); k++)
				tap_ok(!str_eq(words_in(a, templates_words(&c->templates,
				    str_c(languages[k])), str_c(said[i])), str_c(said[i])), "%s: %s", languages[k], said[i]);
		for (size_t i = 0; i < COUNT(rows); i++)
			tap_str(words_in(a, templates_words(&c->templates, str_c(rows[i].language)),
			    str_c(rows[i].english)), str_c(rows[i].want), "%s: %s",
			    rows[i].language, rows[i].english);
		world_drop(c);
	}
	world_refuses(refused, COUNT(refused));
	world_close();
	arena_free(a);
	return tap_done();
}

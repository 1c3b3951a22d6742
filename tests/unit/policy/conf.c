/*
 * The sample configuration loads; each fault put into a copy of it is told
 * with its file and line; defaults, look-ups, secrets and help.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/policy/conf.h"
#include "parsers/text/pattern.h"
#include "parsers/text/template.h"
#include "tests/tap.h"

enum { PATH_BYTES = 400, LOADS = 400 };

/* libconfig 1.5 loses the text before a syntax error. */
const char	*__lsan_default_suppressions(void) __attribute__((visibility("default")));

const char *
__lsan_default_suppressions(void)
{
	return "leak:strbuf_append";
}

static char world[] = "/tmp/docket-unit-conf-XXXXXX";

static struct str
in_world(struct arena *a, const char *name)
{
	return str_printf(a, "%s/%s", world, name);
}

static struct str
read_text(struct arena *a, struct str path)
{
	FILE *f = fopen(path.p, "re");
	struct buf b;
	int c;

	buf_init(&b, a);
	while (f != NULL && (c = getc(f)) != EOF)
		buf_addc(&b, (char)c);
	if (f != NULL)
		fclose(f);
	return buf_str(&b);
}

static void
write_text(struct str path, struct str text)
{
	int fd = open(path.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool well = fd != -1 && fchmod(fd, 0644) == 0 &&
	    write(fd, text.p, text.n) == (ssize_t)text.n;

	close(fd);
	if (!well) {
		printf("Bail out! cannot write %s\n", path.p);
		exit(1);
	}
}

/* Git keeps no modes; the copy's are safe whatever the checkout's umask was. */
static void
copy_tree(struct arena *a, struct str from, struct str to)
{
	struct dirent *d;
	DIR *dir = opendir(from.p);

	mkdir(to.p, 0755);
	while (dir != NULL && (d = readdir(dir)) != NULL) {
		struct str source = str_printf(a, "%s/%s", from.p, d->d_name);
		struct str target = str_printf(a, "%s/%s", to.p, d->d_name);
		struct stat st;

		if (d->d_name[0] == '.' || stat(source.p, &st) == -1)
			continue;
		if (S_ISDIR(st.st_mode))
			copy_tree(a, source, target);
		else
			write_text(target, read_text(a, source));
	}
	if (dir != NULL)
		closedir(dir);
}

static struct str
sample(struct arena *a)
{
	const char *source = getenv("DOCKET_SOURCE");

	return str_printf(a, "%s/conf", source != NULL ? source : "..");
}

static int
load(struct arena *a, const struct conf **out, struct conf_faults *faults)
{
	return conf_load(a, in_world(a, "docket.conf").p, out, faults);
}

/* conf_load() leaves them to the end of the process. */
static void
drop(const struct conf *c)
{
	for (size_t i = 0; i < c->patterns.n; i++)
		pattern_free(c->patterns.v[i]);
	for (size_t i = 0; i < c->fields.n; i++) {
		for (size_t k = 0; k < c->fields.v[i].n_patterns; k++)
			pattern_free(c->fields.v[i].patterns[k]);
		pattern_free(c->fields.v[i].matches);
	}
}

static bool
told(const struct conf_faults *faults, const char *want)
{
	for (size_t i = 0; i < faults->lines.n; i++)
		if (str_find(faults->lines.v[i], str_c(want), 0) != SIZE_MAX)
			return true;
	for (size_t i = 0; i < faults->lines.n; i++)
		printf("# %s\n", faults->lines.v[i].p);
	return false;
}

/* One change to one file of the sample: `from` (once, the first) becomes `to`. */
struct change {
	const char	*file;
	const char	*from;		/* NULL: `to` is added at the end */
	const char	*to;
	const char	*want;		/* of one of the faults; '@' is the line changed */
};

static struct str
changed(struct arena *a, struct str text, const struct change *c, size_t *line)
{
	size_t at = c->from == NULL ? text.n : str_find(text, str_c(c->from), 0);

	*line = 1;
	if (at == SIZE_MAX)
		return STR_NONE;
	for (size_t i = 0; i < at; i++)
		*line += text.p[i] == '\n';
	return str_printf(a, "%.*s%s%s", (int)at, text.p, c->to,
	    c->from == NULL ? "" : text.p + at + strlen(c->from));
}

static const struct change changes[] = {
	/* the file itself */
	{ "docket.conf", "database = \"dbname=docket\";", "database = \"dbname=docket\"\n}",
	  "docket.conf:" },
	{ "docket.conf", "log_level = \"info\";", "log_level = \"info;",
	  ": the text or comment that begins here is not closed" },
	{ "docket.conf", "# Keys that sign", "/* Keys that sign",
	  "docket.conf:@: the text or comment that begins here is not closed" },
	{ "docket.conf", "parse_workers = 2;", "parse_workers = 2; parse_workers = 3;",
	  "docket.conf:@: duplicate setting name" },
	{ "rules.conf", "rules = (", "@include \"/etc/passwd\"\nrules = (",
	  "rules.conf:@: @include is not followed" },
	{ "rules.conf", "rules = (", "rules = ( \xff", "rules.conf: " },
	{ "agents.conf", NULL, "no_such_setting = 1;\n",
	  "agents.conf:@: there is no setting no_such_setting" },
	{ "agents.conf", "agents = (", "agents = 7; other = (", "agents is not a list" },
	{ "agents.conf", "agents = (", "agents = ( 7, ", "agents.conf:@: element 1 of agents" },
	/* kinds, ranges, spelling */
	{ "docket.conf", "log_level", "log_levle",
	  "docket.conf:@: there is no setting log_levle in docket (did you mean log_level?)" },
	{ "docket.conf", "log_level = \"info\"", "log_level = \"inof\"",
	  "docket.conf:@: log_level \"inof\" is not one of \"error\", \"warning\", \"info\", "
	  "\"debug\" (did you mean info?)" },
	{ "docket.conf", "parse_workers = 2", "parse_workers = \"2\"",
	  "docket.conf:@: parse_workers \"2\" is not a number, at least 1, at most 32" },
	{ "docket.conf", "parse_workers = 2", "parse_workers = 0", "docket.conf:@: parse_workers" },
	{ "docket.conf", "parse_workers = 2", "parse_workers = 33",
	  "docket.conf:@: parse_workers" },
	{ "docket.conf", "parse_workers = 2", "parse_workers = 4294967298",
	  "docket.conf:@: the number 4294967298 is too large" },
	{ "docket.conf", "\"5s\"", "5", "docket.conf:@: parse_deadline is not a duration" },
	{ "docket.conf", "\"5s\"", "\"5 parsecs\"", "docket.conf:@: parse_deadline \"5 parsecs\"" },
	{ "docket.conf", "\"5s\"", "\"1ms\"", "docket.conf:@: parse_deadline" },
	{ "docket.conf", "\"90d\"", "\"90\"", "docket.conf:@: token_lifetime \"90\" is not" },
	{ "docket.conf", "\"90d\"", "\"-1d\"", "docket.conf:@: token_lifetime" },
	{ "docket.conf", "\"90d\"", "\"999999999w\"", "docket.conf:@: token_lifetime" },
	{ "docket.conf", "message_bytes = \"50MB\"", "message_bytes = \"50 megs\"",
	  "docket.conf:@: message_bytes \"50 megs\"" },
	{ "docket.conf", "message_bytes = \"50MB\"", "message_bytes = \"999999999GB\"",
	  "docket.conf:@: message_bytes" },
	{ "docket.conf", "poll = \"1m\"", "poll = \"0s\"", "docket.conf:@: poll" },
	{ "docket.conf", "port = 993", "port = 99300", "docket.conf:@: port is not a number" },
	{ "docket.conf", "port = 993", "port = 993.5", "docket.conf:@: port is not a number" },
	{ "docket.conf", "token_key_file = \"token.key\";", "",
	  "docket lacks token_key_file" },
	{ "docket.conf", "token_key_file = \"token.key\";", "trust_dmarc = true;",
	  "docket.conf:@: trust_dmarc needs authserv_ids" },
	{ "docket.conf", "\"dbname=docket\"", "\"dbname=docket password = x\"",
	  "docket.conf:@: a password does not belong here" },
	{ "docket.conf", "\"dbname=docket\"", "\"postgresql://u:p@db/docket\"",
	  "docket.conf:@: a password does not belong here" },
	{ "docket.conf", "\"example.com\"", "\"exa mple.com\"",
	  "docket.conf:@: message_id_domain \"exa mple.com\" is not a name" },
	/* mailboxes */
	{ "docket.conf", "mailboxes = (", "mailboxes = ( ); other = (",
	  "docket.conf:@: there is no mailbox" },
	{ "docket.conf", "imap = {", "imap = 7; x = {", "docket.conf:@: imap is not a group" },
	{ "docket.conf", "host = \"imap.example.com\";", "", "imap lacks host" },
	{ "docket.conf", "tls = \"implicit\"", "tls = \"none\"",
	  "docket.conf:@: tls \"none\" is only for a server on this machine" },
	{ "docket.conf", "tls = \"implicit\"", "tls = \"ssl\"", "docket.conf:@: tls \"ssl\"" },
	{ "docket.conf", "host = \"imap.example.com\";",
	  "host = \"127.evil.example\"; tls = \"none\"; }; x = {",
	  "tls \"none\" is only for a server on this machine" },
	{ "docket.conf", "password_file = \"imap.password\";", "",
	  "user without password_file" },
	{ "docket.conf", "user = \"support@example.com\";", "", "imap lacks user" },
	{ "docket.conf", "address = \"support@example.com\"", "address = \"support\"",
	  "docket.conf:@: support is not a mail address" },
	{ "docket.conf", "address = \"support@example.com\"", "address = \"a@b.example\\r\\nX: y\"",
	  "docket.conf:@: a@b.example" },
	{ "docket.conf", "subject_tag = \"desk\"", "subject_tag = \"a desk]\"",
	  "docket.conf:@: subject_tag \"a desk]\" is not a name" },
	{ "docket.conf", "project = \"WALK-IN\"", "project = \"WALKIN\"",
	  "docket.conf:@: there is no project WALKIN in projects.conf (did you mean WALK-IN?)" },
	{ "docket.conf", "language = \"en\"", "language = \"xx\"",
	  "docket.conf:@: there is no language xx in templates/" },
	/* people */
	{ "agents.conf", "role = \"lead\"", "role = \"boss\"", "agents.conf:@: role \"boss\"" },
	{ "agents.conf", "name = \"lee\"", "name = \"ana\"",
	  "agents.conf:@: agent ana is there twice" },
	{ "agents.conf", "name = \"lee\"", "name = \"lee chan\"",
	  "agents.conf:@: name \"lee chan\"" },
	{ "agents.conf", "\"lee@example.com\"", "\"ANA@example.com\"",
	  "agents.conf:@: ana@example.com is the address of ana already" },
	{ "agents.conf", "\"lee@example.com\"", "\"support@example.com\"",
	  "agents.conf:@: support@example.com is the address of a mailbox" },
	{ "agents.conf", "[ \"lee@example.com\" ]", "[ ]", "agents.conf:@: addresses is empty" },
	{ "agents.conf", "[ \"lee@example.com\" ]", "[ 1 ]", "agents.conf:@: addresses is not" },
	{ "agents.conf", "\"Europe/Berlin\"", "\"Europe/Atlantis\"",
	  "agents.conf:@: " },
	{ "agents.conf", "\"Europe/Berlin\"", "\"../../etc/passwd\"", "agents.conf:@: " },
	{ "projects.conf", "key = \"GLOBEX\"", "key = \"ACME\"",
	  "projects.conf:@: project ACME is there twice" },
	{ "projects.conf", "\"globex.example\"", "\"ACME.example\"",
	  "projects.conf:@: domain acme.example is that of project ACME already" },
	{ "projects.conf", "\"globex.example\"", "\"jo@globex.example\"",
	  "projects.conf:@: jo@globex.example is not a mail domain" },
	{ "projects.conf", "calendar = \"madrid\"", "calendar = \"madird\"",
	  "projects.conf:@: there is no calendar madird in calendars.conf (did you mean madrid?)" },
	{ "projects.conf", "sla = \"gold\"", "sla = \"golden\"",
	  "projects.conf:@: there is no SLA golden" },
	{ "projects.conf", "calendar = \"madrid\";", "",
	  "names no calendar, and neither does project GLOBEX" },
	{ "projects.conf", "language = \"es\"", "language = \"sp\"",
	  "projects.conf:@: there is no language sp" },
	{ "projects.conf", "severity = \"medium\"", "severity = \"middle\"",
	  "projects.conf:@: severity: \"middle\" is none of low, medium, high, critical" },
	{ "projects.conf", "severity = \"medium\"", "severty = \"medium\"",
	  "projects.conf:@: there is no field severty (did you mean severity?)" },
	/* calendars */
	{ "calendars.conf", "mon =", "monday =",
	  "calendars.conf:@: there is no day monday" },
	{ "calendars.conf", "\"09:00-17:00\"", "\"9-17\"",
	  "calendars.conf:@: \"9-17\" is not a span" },
	{ "calendars.conf", "\"09:00-17:00\"", "\"09:00-09:00\"",
	  "calendars.conf:@: \"09:00-09:00\"" },
	{ "calendars.conf", "\"09:00-17:00\"", "\"09:00-24:01\"",
	  "calendars.conf:@: \"09:00-24:01\"" },
	{ "calendars.conf", "\"09:00-14:00\", \"15:00-18:00\"", "\"09:00-14:00\", \"13:59-18:00\"",
	  "spans of mon and mon overlap" },
	{ "calendars.conf", "mon = [ \"09:00-17:00\" ]",
	  "sun = [ \"22:00-10:00\" ]; mon = [ \"09:00-17:00\" ]",
	  "spans of sun and mon overlap" },
	{ "calendars.conf", "\"Europe/Madrid\"", "\"Europe/Madird\"", "calendars.conf:@: " },
	{ "calendars.conf", "always = true;", "", "calendar always is never open" },
	{ "calendars.conf", "always = true;", "always = true; hours = { mon = \"09:00-10:00\"; };",
	  "calendars.conf:@: always and hours exclude each other" },
	{ "calendars.conf", "name = \"madrid\"", "name = \"office\"",
	  "calendars.conf:@: calendar office is there twice" },
	{ "calendars.conf", "\"2027-05-01\"", "\"2027-02-29\"",
	  "calendars.conf:@: \"2027-02-29\"" },
	{ "calendars.conf", "\"2026-12-24..2027-01-01\"", "\"2026-12-24..2026-01-01\"",
	  "calendars.conf:@: \"2026-12-24..2026-01-01\"" },
	{ "calendars.conf", "always = true;", "always = true; holidays = \"2027-01-01\";",
	  "calendars.conf:@: a calendar that is always open has no holidays" },
	{ "calendars.conf", "[ \"office\", \"madrid\" ]", "[ \"office\", \"madird\" ]",
	  "calendars.conf:@: there is no calendar madird (did you mean madrid?)" },
	{ "calendars.conf", "[ \"office\", \"madrid\" ]", "[ \"office\", \"europe\" ]",
	  "calendars.conf:@: the union europe is made of itself (europe, europe)" },
	{ "calendars.conf", "[ \"office\", \"madrid\" ]",
	  "[ \"office\" ]; hours = { mon = \"09:00-10:00\"; }; timezone = \"UTC\"",
	  "calendars.conf:@: a union has no hours of its own" },
	{ "calendars.conf", "[ \"office\", \"madrid\" ]",
	  "[ \"office\" ]; holidays = \"2027-01-01\"",
	  "calendars.conf:@: a union takes its holidays from its members" },
	{ "calendars.conf", "timezone = \"Europe/Madrid\";", "",
	  ": timezone is missing: an IANA name" },
	{ "calendars.conf", "timezone = \"Europe/Madrid\";",
	  "timezone = \"Europe/Madrid\"; ics = \"gone.ics\";", "gone.ics cannot be used" },
	{ "calendars.conf", "timezone = \"Europe/Madrid\";",
	  "timezone = \"Europe/Madrid\"; ics = \"gone.ics\";",
	  "calendars.conf:@: the holidays of calendar madrid are not known" },
	{ "calendars.conf", "timezone = \"Europe/Madrid\";",
	  "timezone = \"Europe/Madrid\"; ics = \"sla.conf\";", "calendars.conf:@: sla.conf: it " },
	{ "calendars.conf", "timezone = \"Europe/Madrid\";",
	  "timezone = \"Europe/Madrid\"; ics = \"../x.ics\";",
	  "calendars.conf:@: ics names a file beside this one" },
	{ "calendars.conf", "[ \"2026-12-25\", \"2027-01-01\", \"2027-01-06\" ]",
	  "[ \"2026-12-25..2027-12-26\" ]", "take away every open day of a year" },
	/* promises */
	{ "sla.conf", "\"50%\"", "\"50%\", \"50%\"", "sla.conf:@: the point \"50%\" is there twice" },
	{ "sla.conf", "name = \"gold\";", "name = \"gold\"; carry = \"keep\";",
	  "sla.conf:@: carry \"keep\" is not one of \"carry\", \"replay\"" },
	{ "sla.conf", "severity = [ \"critical\" ]", "severity = [ \"urgent\" ]",
	  "sla.conf:@: there is no severity urgent" },
	{ "sla.conf", "severity = [ \"critical\" ]", "project = \"ACME\"",
	  "sla.conf:@: a target is chosen by severity" },
	{ "sla.conf", "severity = [ \"high\" ]", "severity = [ \"critical\" ]",
	  "this target is never reached" },
	{ "sla.conf", "when = { severity = [ \"critical\" ]; };", "",
	  "this target is never reached" },
	{ "sla.conf", "calendar = \"always\"", "calendar = \"alwys\"",
	  "sla.conf:@: there is no calendar alwys" },
	{ "sla.conf", "\"50%\"", "\"100%\"",
	  "sla.conf:@: the point \"100%\" is not before the end" },
	{ "sla.conf", "\"15m\"", "\"9h\"", "sla.conf:@: the point \"9h\" lies before the start" },
	{ "sla.conf", "\"15m\"", "\"soon\"", "sla.conf:@: this \"soon\" is not a duration" },
	{ "sla.conf", "pause = [ \"waiting\" ]", "pause = [ \"closed\" ]",
	  "sla.conf:@: there is no status to pause in closed" },
	{ "sla.conf", "response = \"30m\"", "respones = \"30m\"",
	  "sla.conf:@: there is no setting respones in targets (did you mean response?)" },
	{ "sla.conf", "name = \"standard\"", "name = \"gold\"",
	  "sla.conf:@: SLA gold is there twice" },
	/* fields */
	{ "fields.conf", "name = \"order\"", "name = \"severity\"",
	  "field severity is there twice" },
	{ "fields.conf", "name = \"order\"", "name = \"Order No\"",
	  "fields.conf:@: name \"Order No\"" },
	{ "fields.conf", "name = \"order\"", "name = \"1st\"",
	  "fields.conf:@: \"1st\" is not a field" },
	{ "fields.conf", "type = \"enum\"", "type = \"text\"",
	  "fields.conf:@: severity is built in as a enum" },
	{ "fields.conf", "type = \"text\"", "type = \"nmuber\"", "fields.conf:@: type \"nmuber\"" },
	{ "fields.conf", "example = \"4711\"", "example = \"4711\"; min = \"1\"",
	  "fields.conf:@: min and max are for numbers" },
	{ "fields.conf", "type = \"text\"", "type = \"number\"; min = \"9\"; max = \"1,5\"",
	  "fields.conf:@: max is below min: nothing is between 9 and 1.5" },
	{ "fields.conf", "type = \"text\"", "type = \"date\"; min = \"soon\"",
	  "fields.conf:@: order: \"soon\" is no date such as 2026-03-31" },
	{ "fields.conf", "type = \"text\"", "type = \"duration\"; values = [ \"1h\", \"x\" ]",
	  "fields.conf:@: in values, order: \"x\" is no duration such as 1h30m" },
	{ "fields.conf", "type = \"text\"", "type = \"bool\"; values = [ \"yes\" ]",
	  "fields.conf:@: a bool is yes or no" },
	{ "fields.conf", "type = \"text\"", "type = \"version\"; values = [ \"1.0\" ]",
	  "fields.conf:@: the values of a version are its catalogue" },
	{ "fields.conf", "type = \"text\"", "type = \"text\"; words = ( [ \"a\", \"b\" ] )",
	  "fields.conf:@: words mean values, and order has none" },
	{ "fields.conf", "example = \"4711\"", "example = \"none\"",
	  "fields.conf:@: the example is no value itself: order" },
	{ "fields.conf", "example = \"4711\"", "default = \"4711\"; required = true",
	  "fields.conf:@: order has a default, so it is never missing" },
	{ "fields.conf", "matches = \"[A-Z]*", "matches = \"[A-Z*",
	  "is not a regular expression: column" },
	{ "fields.conf", "[ \"Pedido\" ]", "[ \"Gravedad\" ]",
	  "fields.conf:@: label \"Gravedad\" is of field severity already" },
	{ "fields.conf", "[ \"Pedido\" ]", "[ \"Pedido:\" ]",
	  "fields.conf:@: label \"Pedido:\" has a colon" },
	{ "fields.conf", "\"X-Example-Version\"", "\"X Example\"",
	  "fields.conf:@: \"X Example\" is no header field's name" },
	{ "fields.conf", "type = \"text\"", "type = \"enum\"", "enum order has no values" },
	{ "fields.conf", "default = \"medium\"", "default = \"meh\"",
	  "fields.conf:@: severity: \"meh\"" },
	{ "fields.conf", "\"critical\" ],\n", "\"disaster\" ],\n", "there is no value disaster" },
	{ "fields.conf", "[ \"nice to have\", \"low\" ]", "[ \"nice to have\" ]",
	  "pair 2 of words" },
	{ "fields.conf", "\"2.2.0\"", "\"latest\"",
	  "\"latest\" in the catalogue is not a version" },
	{ "fields.conf", "(?<order>", "(?<ordre>", "pattern 1 has no group (?<order>" },
	{ "fields.conf", "(?<order>\\\\d{4,})", "(?<order>\\\\d{4,}",
	  "is not a regular expression: column" },
	/* rules */
	{ "rules.conf", "on = [ \"created\" ]", "on = [ \"craeted\" ]",
	  "rules.conf:@: there is no event craeted (did you mean created?)" },
	{ "rules.conf", "kind = \"human\"", "kind = \"humane\"",
	  "rules.conf:@: there is no kind of mail humane" },
	{ "rules.conf", "project = [ \"ACME\" ]", "project = [ \"ACNE\" ]",
	  "rules.conf:@: there is no project ACNE" },
	{ "rules.conf", "severity = \"critical\"", "severity = \"urgent\"",
	  "rules.conf:@: there is no severity urgent" },
	{ "rules.conf", "severity = \"critical\"", "field.order2 = \"1\"",
	  "rules.conf:@: there is no subject of tests field.order2 (did you mean field.order?)" },
	{ "rules.conf", "severity = \"critical\"", "status = \"done\"",
	  "rules.conf:@: there is no status done" },
	{ "rules.conf", "severity = \"critical\"", "version = \"v2.4\"",
	  "rules.conf:@: version is never \"v2.4\": write \"2.4.0\"" },
	{ "rules.conf", "severity = \"critical\"", "mailbox = \"suport\"",
	  "rules.conf:@: there is no mailbox suport (did you mean support?)" },
	{ "rules.conf", "severity = \"critical\"", "assignee = { not = \"bob\"; }",
	  "rules.conf:@: there is no agent bob" },
	{ "rules.conf", "severity = \"critical\"", "team = \"dsek\"",
	  "rules.conf:@: there is no team dsek in agents.conf (did you mean desk?)" },
	{ "rules.conf", "severity = \"critical\"", "sla.clock = \"response\"",
	  "rules.conf:@: sla.clock is known only on sla-warning and sla-breach" },
	{ "rules.conf", "severity = \"critical\"", "event = \"closed\"",
	  "rules.conf:@: event is never \"closed\"" },
	{ "rules.conf", "matches = ", "match = ",
	  "rules.conf:@: there is no test match (did you mean matches?)" },
	{ "rules.conf", "(outage|down", "(outage|(down", "rules.conf:@: the pattern" },
	{ "rules.conf", "(outage|down", "(outage|(down", "column 31" },
	{ "rules.conf", "assign = \"lee\"", "assign = \"leo\"",
	  "rules.conf:@: there is no agent leo" },
	{ "rules.conf", "assign = \"lee\"", "assign = \"team:night\"",
	  "rules.conf:@: there is no team night" },
	{ "rules.conf", "assign = \"lee\"", "set = \"severity\"", "rules.conf:@: set without to" },
	{ "rules.conf", "assign = \"lee\"", "set = \"severity\"; to = \"mega\"",
	  "rules.conf:@: severity: \"mega\" is none of" },
	{ "rules.conf", "assign = \"lee\"", "set = \"severiti\"; to = \"high\"",
	  "rules.conf:@: there is no field severiti" },
	{ "rules.conf", "assign = \"lee\"", "assgin = \"lee\"",
	  "rules.conf:@: there is no setting assgin in actions (did you mean assign?)" },
	{ "rules.conf", "assign = \"lee\";", "assign = \"lee\"; stop = true;",
	  "an action does one thing" },
	{ "rules.conf", "assign = \"lee\";", "assign = \"lee\"; to = \"x\";",
	  "rules.conf:@: to belongs to set" },
	{ "rules.conf", "notify = [ \"requester\" ]", "notify = [ \"requestor\" ]",
	  "rules.conf:@: nobody is called requestor (did you mean requester?)" },
	{ "rules.conf", "notify = [ \"requester\" ]", "notify = [ \"agent:bob\" ]",
	  "rules.conf:@: there is no agent bob" },
	{ "rules.conf", "template = \"acknowledgement\"", "template = \"acknowledgment\"",
	  "rules.conf:@: there is no template acknowledgment in templates/en "
	  "(did you mean acknowledgement?)" },
	{ "rules.conf", "template = \"acknowledgement\";", "", "notify without template" },
	{ "rules.conf", "name = \"time is up\"", "name = \"time is running out\"",
	  "rules.conf:@: rule \"time is running out\" is there twice" },
	{ "rules.conf", "rules = (", "rules = ( { name = \"end\"; on = [ \"bounce\" ]; "
	  "do = ( { stop = true; } ); },", "rule \"a mail of ours came back\" is never reached" },
	{ "rules.conf", "do = ( { notify = [ \"requester\" ]; template = \"acknowledgement\"; } );",
	  "do = ( );", "rules.conf:@: do is empty" },
	/* templates */
	{ "templates/es/sla-warning.txt", "Subject:", "Asunto:",
	  "templates/es/sla-warning.txt:1: the first line is not \"Subject" },
	{ "templates/es/sla-warning.txt", "\n\n", "\n", "templates/es/sla-warning.txt:2: " },
	{ "templates/es/_facts.txt", "{{/clocks}}", "", "templates/es/_facts.txt:" },
	{ "templates/de/sla-breach.txt", NULL, "{{#open}}", "templates/de/sla-breach.txt:@: " },
	{ "templates/de/sla-breach.html", NULL, "{{> part}}",
	  "templates/de/sla-breach.html:@: there is no partial \"part\"" },
	{ "templates/de/_facts.html", NULL, "{{> part}}",
	  "templates/de/_facts.html:@: there is no partial \"part\"" },
	{ "templates/en/_facts.txt", NULL, "{{#open}}", "templates/en/_facts.txt:@: " },
	{ "templates/de/sla-breach.txt", NULL, "\xff", "templates/de/sla-breach.txt: " },
};

/* "@" of a wanted fault is the line on which the change begins. */
static const char *
wanted(struct arena *a, const char *want, size_t line)
{
	size_t at = str_find(str_c(want), STR(":@:"), 0);

	return at == SIZE_MAX ? want : str_printf(a, "%.*s:%zu:%s", (int)at, want, line,
	    want + at + 3).p;
}

static void
test_changes(void)
{
	for (size_t i = 0; i < COUNT(changes); i++) {
		const struct change *c = &changes[i];
		struct arena *a = arena_new();
		struct str path = in_world(a, c->file), before = read_text(a, path), after;
		const struct conf *conf;
		struct conf_faults faults;
		size_t line;

		after = changed(a, before, c, &line);
		if (!tap_ok(after.n > 0, "row %zu changes %s", i, c->file)) {
			arena_free(a);
			continue;
		}
		write_text(path, after);
		tap_ok(load(a, &conf, &faults) == -1 && conf == NULL &&
		    told(&faults, wanted(a, c->want, line)), "row %zu: %s", i, c->want);
		write_text(path, before);
		arena_free(a);
	}
}

/* What may be written in more than one way. */
static void
test_accepted(void)
{
	static const struct change rows[] = {
		{ "rules.conf", "letter = { kind = \"human\"; }", "letter.kind = \"human\"", "" },
		{ "rules.conf", "on = [ \"sla-warning\" ];",
		  "on = \"sla-warning\"; when = { sla.clock = \"response\"; sla = { point = [ "
		  "\"75%\", \"1h\" ]; }; field.order = { not = \"1\"; }; assignee = \"\"; };", "" },
		{ "docket.conf",
		  "host = \"imap.example.com\";\n\t\t\tport = 993;\n\t\t\ttls = \"implicit\";",
		  "host = \"127.0.0.1\"; tls = \"none\";", "" },
		{ "docket.conf", "\"5s\"", "\"1m30s\"", "" },
		{ "calendars.conf", "fri = [ \"09:00-15:00\" ]", "fri = \"22:00-06:00\"; sat = "
		  "[ \"06:00-12:00\", \"12:00-24:00\" ]", "" },
		{ "agents.conf", "# agents.conf", "\xef\xbb\xbf# agents.conf", "" },
		{ "sla.conf", "response = \"30m\"", "response = 0", "" },
		{ "sla.conf", "response = \"30m\"", "response = \"\"", "" },
		{ "rules.conf", NULL, "/* @include \"x\" 99999999999 */ // \"\n", "" },
		{ "docket.conf", "\"dbname=docket\"", "\"dbname=docket passfile=/x\"", "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *a = arena_new();
		struct str path = in_world(a, rows[i].file), before = read_text(a, path);
		const struct conf *conf;
		struct conf_faults faults;
		size_t line;

		write_text(path, changed(a, before, &rows[i], &line));
		if (!tap_ok(load(a, &conf, &faults) == 0, "accepted: %s", rows[i].to))
			told(&faults, "none");
		else
			drop(conf);
		write_text(path, before);
		arena_free(a);
	}
}

/* Settings of files that are there or not. */
static void
test_folders(struct arena *a)
{
	struct str rules = in_world(a, "rules.d"), late = in_world(a, "rules.d/b.conf");
	struct str early = in_world(a, "rules.d/a.conf");
	const struct conf *conf;
	struct conf_faults faults;

	mkdir(rules.p, 0755);
	write_text(late, STR("rules = ( { name = \"late\"; on = \"closed\"; "
	    "do = ( { tag = \"x\"; } ); } );"));
	write_text(early, STR("rules = ( { name = \"early\"; on = \"closed\"; "
	    "do = ( { tag = \"x\"; } ); } );"));
	write_text(in_world(a, "rules.d/ignored.conf~"), STR("{"));
	if (tap_int(load(a, &conf, &faults), 0, "rules.d is read")) {
		tap_str(conf->rules.v[conf->rules.n - 2].name, STR("early"), "in order");
		tap_str(conf->rules.v[conf->rules.n - 1].file, STR("rules.d/b.conf"), "by file");
		drop(conf);
	}
	write_text(late, STR("rules = (\n{ name = \"late\"; });"));
	tap_ok(load(a, &conf, &faults) == -1 && told(&faults, "rules.d/b.conf:2: rules lacks on"),
	    "a fault in rules.d");
	unlink(late.p);
	unlink(early.p);
	unlink(in_world(a, "rules.d/ignored.conf~").p);
	rmdir(rules.p);
}

static void
test_modes(struct arena *a)
{
	static const struct { const char *file, *want; mode_t mode; } rows[] = {
		{ "docket.conf", "docket.conf: ", 0664 }, { "rules.conf", "rules.conf: ", 0646 },
		{ "templates/en/unproven.txt", "templates/en/unproven.txt: ", 0666 },
	};
	const struct conf *conf;
	struct conf_faults faults;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str path = in_world(a, rows[i].file);

		chmod(path.p, rows[i].mode);
		tap_ok(load(a, &conf, &faults) == -1 && told(&faults, rows[i].want) &&
		    told(&faults, "others can write it: chmod go-w"), "mode of %s", rows[i].file);
		tap_int((long long)faults.lines.n, 1, "and nothing follows from it");
		chmod(path.p, 0644);
	}
	if (geteuid() != 0) {
		tap_skip("owners: only root can give files away");
		return;
	}
	tap_int(chown(in_world(a, "sla.conf").p, 12345, 0), 0, "given away");
	tap_ok(load(a, &conf, &faults) == -1 && told(&faults, "belongs to somebody else"), "owner");
	tap_int(chown(in_world(a, "sla.conf").p, 0, 0), 0, "taken back");
}

/* All faults at once, and no end of missing names after one unread file. */
static void
test_many(struct arena *a)
{
	static const char *const wants[] = { "agents.conf:2: name", "agents.conf:2: x is",
		"agents.conf:2: there is no setting rloe", "agents.conf:3: ", "rules.conf:" };
	struct str path = in_world(a, "agents.conf"), before = read_text(a, path);
	const struct conf *conf;
	struct conf_faults faults;

	write_text(path, STR("agents = (\n{ name = \"a b\"; addresses = \"x\"; rloe = 1;\n"
	    "timezone = \"Mars\"; } );"));
	tap_int(load(a, &conf, &faults), -1, "many faults");
	for (size_t i = 0; i < COUNT(wants); i++)
		tap_ok(told(&faults, wants[i]), "told: %s", wants[i]);
	write_text(path, STR("agents = ("));
	tap_int(load(a, &conf, &faults), -1, "an unread file");
	tap_int((long long)faults.lines.n, 1, "is one fault");
	write_text(path, before);
}

static void
test_sample(struct arena *a)
{
	const struct conf *c;
	struct conf_faults faults;
	const struct agent *ana;

	if (!tap_int(load(a, &c, &faults), 0, "the sample loads"))
		return;
	tap_str(field_title(field_find(&c->fields, STR("order")), STR("de")),
	    STR("Bestellnummer"), "labels by language outlive their file");
	tap_int(c->parse_deadline, 5000, "milliseconds");
	tap_int(c->token_lifetime, 90LL * 86400, "a duration");
	tap_int((long long)c->letter.limits.message_bytes, 50LL * 1024 * 1024, "a size");
	tap_int((long long)c->letter.limits.depth, (long long)LIMITS_DEFAULT.depth, "a default");
	tap_str(c->token_key_file, in_world(a, "token.key"), "a file beside docket.conf");
	tap_ok(strs_has(&c->letter.own_addresses, STR("support@example.com")), "own address");
	tap_ok(c->letter.fields == &c->fields, "the letter's fields");
	ana = agents_by_address(&c->agents, STR("Ana.Lopez@home.example.net"));
	tap_ok(ana != NULL && ana == agents_find(&c->agents, STR("ana")), "an agent by any address");
	tap_ok(agents_find(&c->agents, STR("bob")) == NULL, "nobody");
	tap_ok(projects_by_domain(&c->projects, STR("ACME.example")) == projects_find(&c->projects, STR("ACME")),
	    "a project by domain");
	tap_int(mailboxes_find(&c->mailboxes, STR("support"))->imap.port, 993, "a port");
	tap_int((long long)calendars_find(&c->calendars, STR("madrid"))->n_hours, 9, "spans");
	tap_int(calendars_find(&c->calendars, STR("madrid"))->hours[1].from, 15 * 3600, "in order");
	tap_int((long long)calendars_find(&c->calendars, STR("office"))->n_holidays, 11, "days of ranges");
	tap_int(calendars_find(&c->calendars, STR("office"))->holidays[0], 20811, "2026-12-24");
	tap_int(slas_find(&c->slas, STR("gold"))->targets[0].duration[SLA_RESPONSE], 1800, "a target");
	tap_int(slas_find(&c->slas, STR("gold"))->targets[0].warn[1].value, 900, "a point");
	tap_str(slas_find(&c->slas, STR("standard"))->targets[1].pause.v[0], STR("waiting"), "its pause");
	tap_str(field_find(&c->fields, STR("severity"))->default_value, STR("medium"), "a default");
	tap_int(c->rules.v[0].when.v[0].subject, SUBJECT_KIND, "a test");
	tap_int((long long)c->rules.v[1].when.v[2].pattern_id, 0, "a pattern");
	tap_str(templates_find(&c->templates, STR("unproven"), STR("fr"))->language, STR("fr"), "a language");
	tap_str(templates_find(&c->templates, STR("unproven"), STR("nl"))->language, STR("en"), "else English");
	tap_ok(templates_find(&c->templates, STR("x"), STR("en")) == NULL, "no such template");
	drop(c);
}

static void
test_defaults(struct arena *a)
{
	const struct conf *c;
	struct conf_faults faults;
	const struct limits want = LIMITS_DEFAULT;
	struct str path = in_world(a, "docket.conf"), before = read_text(a, path);

	write_text(path, STR("database = \"x\"; token_key_file = \"/k\";\n"
	    "mailboxes = ( { name = \"support\"; address = \"a@b.example\";\n"
	    "project = \"WALK-IN\";\n"
	    "smtp = { host = \"h.example\"; tls = \"starttls\"; }; } );"));
	if (tap_int(load(a, &c, &faults), 0, "the smallest docket.conf")) {
		tap_int(memcmp(&c->letter.limits, &want, sizeof(want)), 0, "limits");
		tap_str(c->message_id_domain, STR("b.example"), "domain");
		tap_str(c->log_level, STR("info"), "log level");
		tap_str(c->mailboxes.v[0].display_name, STR("a@b.example"), "display name");
		tap_int(c->mailboxes.v[0].smtp.port, 587, "port by tls");
		tap_ok(!c->mailboxes.v[0].has_imap, "no imap");
		tap_str(c->token_key_file, STR("/k"), "an absolute file");
		drop(c);
	}
	write_text(path, before);
}

static void
test_secrets(struct arena *a)
{
	static const struct { const char *name, *in, *want; mode_t mode; } rows[] = {
		{ "a newline goes", "s3cret\n", "s3cret", 0600 },
		{ "spaces inside stay", "two words\r\n", "two words", 0400 },
		{ "empty", "", NULL, 0600 },
		{ "readable by all", "x\n", NULL, 0644 },
		{ "writable by the group", "x\n", NULL, 0660 },
	};
	struct str path = in_world(a, "secret"), out;
	struct err e;

	for (size_t i = 0; i < COUNT(rows); i++) {
		int rc;

		unlink(path.p);
		write_text(path, str_c(rows[i].in));
		chmod(path.p, rows[i].mode);
		rc = conf_secret(a, path, &out, &e);
		tap_int(rc, rows[i].want == NULL ? -1 : 0, "secret: %s", rows[i].name);
		if (rc == 0)
			tap_str(out, str_c(rows[i].want), "text: %s", rows[i].name);
		else
			tap_ok(strstr(e.text, path.p) != NULL, "named: %s", rows[i].name);
	}
	unlink(path.p);
	tap_int(symlink("docket.conf", path.p), 0, "a link");
	tap_int(conf_secret(a, path, &out, &e), -1, "secret: a link");
	unlink(path.p);
	tap_int(conf_secret(a, path, &out, &e), -1, "secret: absent");
}

/* The manual explains each setting that the tables know. */
static void
test_manual(struct arena *a)
{
	static const char *const sections[] = { "docket", "limits", "mailboxes", "imap", "smtp",
		"agents", "projects", "calendars", "slas", "targets", "fields", "rules",
		"actions" };
	struct str page = str_printf(a, "%s/../daemon/docket.conf.5", sample(a).p), text, line;
	struct str rules = str_printf(a, "%s/../daemon/docket-rules.5", sample(a).p);

	text = str_printf(a, "%s%s", read_text(a, page).p, read_text(a, rules).p);
	for (size_t i = 0; i < COUNT(sections); i++) {
		struct str help = conf_help(a, str_c(sections[i]));

		tap_ok(help.n > 0, "help of %s", sections[i]);
		while (str_line(&help, &line)) {
			struct str rest = str_sub(line, 2, SIZE_MAX), name, item;

			if (!str_starts(line, STR("  ")) || str_starts(line, STR("   ")) ||
			    !str_split(&rest, ' ', &name))
				continue;
			item = str_printf(a, ".It Ic %.*s\n", STR_ARG(name));
			tap_ok(str_find(text, item, 0) != SIZE_MAX, "the manual has %.*s of %s",
			    STR_ARG(name), sections[i]);
		}
	}
	tap_ok(conf_help(a, STR("nothing")).p == NULL, "no such section");
}

/* What daemon/out/facts.c makes: a name that is not here would be empty for ever. */
static const char *const view_names[] = {
	"actions", "allowed", "author.name", "bounce.diagnostic", "bounce.recipient",
	"bounce.status", "clock", "clocks", "count", "due", "entry.at", "entry.attachments", "entry.html",
	"entry.kind", "entry.text", "example", "field", "held.text", "items", "label", "line", "link", "link.id",
	"link.subject", "mailbox.address", "mailbox.display_name", "mailbox.name", "mailbox.tag",
	"mailto", "name", "nearest", "needs", "overdue", "quarantine.from", "quarantine.id",
	"quarantine.reason", "quarantine.subject", "reason", "recipient.is_agent", "refused",
	"requester.address", "requester.name", "size", "sla.calendar", "sla.cause", "sla.clock",
	"sla.due", "sla.is_over", "sla.late", "sla.left_wall", "sla.left_worked", "sla.point", "sla.target",
	"state", "ticket", "ticket.assignee", "ticket.id", "ticket.project",
	"ticket.project_name", "ticket.severity", "ticket.status", "ticket.subject",
	"ticket.tags", "ticket.version", "ticket.version_unverified", "type", "value",
};

/* The first name in the template that no view has, or STR_NONE. */
static struct str
unknown_name(struct str text)
{
	for (size_t at = 0; (at = str_find(text, STR("{{"), at)) != SIZE_MAX; at += 2) {
		size_t from = at, i = 0;
		struct str name;

		while (from < text.n && strchr("{#^/", text.p[from]) != NULL)
			from++;
		if (str_starts(str_sub(text, from, SIZE_MAX), STR("> ")))
			continue;
		name = str_sub(text, from, str_chr(text, '}', from) - from);
		while (i < COUNT(view_names) && !str_eq(name, str_c(view_names[i])))
			i++;
		if (i == COUNT(view_names))
			return name;
	}
	return STR_NONE;
}

static void
test_parts(const char *of, const struct partials *parts)
{
	for (size_t i = 0; i < parts->n; i++) {
		tap_str(unknown_name(parts->v[i].source), STR_NONE, "names in the part %s of %s",
		    parts->v[i].name.p, of);
		tap_ok(str_find(parts->v[i].source, STR("http"), 0) == SIZE_MAX &&
		    str_find(parts->v[i].source, STR("src="), 0) == SIZE_MAX,
		    "nothing remote in the part %s of %s", parts->v[i].name.p, of);
	}
}

/* Every language has every template, and none loads anything from the network. */
static void
test_templates(struct arena *a)
{
	static const char *const languages[] = { "en", "es", "de", "fr", "pt", "it" };
	const struct conf *c;
	struct conf_faults faults;
	size_t english = 0;

	if (!tap_int(load(a, &c, &faults), 0, "loads"))
		return;
	for (size_t i = 0; i < c->templates.n; i++) {
		const struct template_text *t = &c->templates.v[i];

		english += str_eq(t->language, STR("en"));
		tap_ok(str_find(t->html, STR("http"), 0) == SIZE_MAX &&
		    str_find(t->html, STR("src="), 0) == SIZE_MAX,
		    "nothing remote in %s/%s", t->language.p, t->name.p);
		tap_str(unknown_name(t->subject), STR_NONE, "names in the subject");
		tap_str(unknown_name(t->text), STR_NONE, "names in the text");
		tap_str(unknown_name(t->html), STR_NONE, "names in the HTML");
		if (str_eq(t->name, STR("sla-breach"))) {
			test_parts(t->language.p, t->text_parts);
			test_parts(t->language.p, t->html_parts);
		}
	}
	tap_int((long long)c->templates.n, (long long)(english * COUNT(languages)),
	    "all languages");
	for (size_t i = 0; i < c->templates.n; i++)
		for (size_t k = 0; k < COUNT(languages); k++)
			if (!str_eq(templates_find(&c->templates, c->templates.v[i].name,
			    str_c(languages[k]))->language, str_c(languages[k])))
				tap_ok(false, "%s has %s", languages[k], c->templates.v[i].name.p);
	drop(c);
}

/* A file cut anywhere, or with any byte changed, is refused or loads: no more. */
static void
test_damage(void)
{
	static const char *const files[] = { "docket.conf", "fields.conf", "rules.conf",
		"sla.conf" };
	unsigned seed = 1;
	int bad = 0;

	for (size_t i = 0; i < LOADS; i++) {
		struct arena *a = arena_new();
		struct str path = in_world(a, files[i % COUNT(files)]), before = read_text(a, path);
		const struct conf *conf;
		struct conf_faults faults;
		char *p = memcpy(arena_alloc(a, before.n), before.p, before.n);
		size_t at;

		seed = seed * 1103515245u + 12345u;
		at = (seed >> 8) % before.n;
		p[at] = "\"{}();=[],#*@.9x\n\\"[(seed >> 4) % 17];
		write_text(path, i % 3 == 0 ? str_sub(before, 0, at) : (struct str){ p, before.n });
		if (load(a, &conf, &faults) == 0) {
			bad += conf == NULL;
			drop(conf);
		} else {
			bad += conf != NULL || faults.lines.n == 0;
		}
		write_text(path, before);
		arena_free(a);
	}
	tap_int(bad, 0, "%d damaged files", LOADS);
}

int
main(void)
{
	struct arena *a = arena_new();
	char rm[PATH_BYTES];

	if (mkdtemp(world) == NULL)
		return 1;
	copy_tree(a, sample(a), str_c(world));
	test_sample(a);
	test_defaults(a);
	test_changes();
	test_accepted();
	test_folders(a);
	test_modes(a);
	test_many(a);
	test_secrets(a);
	test_templates(a);
	test_manual(a);
	test_damage();
	arena_free(a);
	snprintf(rm, sizeof(rm), "rm -r %s", world);
	if (system(rm) != 0)
		return 1;
	return tap_done();
}

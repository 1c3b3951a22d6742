/* diff: what two sets of files say otherwise. */
#include <stdio.h>

#include "daemon/conf/diff.h"
#include "parsers/base/array.h"
#include "tests/tap.h"

#define RULES(text)	"rules = (" text ");"
#define A	"{ name = \"a\"; on = \"created\"; do = ( { stop = true; } ); },"
#define B	"{ name = \"b\"; on = \"created\"; },"
#define C	"{ name = \"c\"; on = \"closed\"; }"

static const struct {
	const char	*name, *file, *before, *now, *want;
} rows[] = {
	{ "the same", "rules.conf", RULES(A C), RULES(A C), "" },
	{ "laid out otherwise", "rules.conf", RULES(A C), "# x\nrules =\n(" A "\n\n" C ");", "" },
	{ "a text for a list of one", "rules.conf", RULES("{ name = \"a\"; on = \"created\"; }"),
	  RULES("{ name = \"a\"; on = [ \"created\" ]; }"), "" },
	{ "a dot for a group", "rules.conf", RULES("{ name = \"a\"; when = { sla.clock = \"x\"; }; }"),
	  RULES("{ name = \"a\"; when = { sla = { clock = \"x\"; }; }; }"), "" },
	{ "added", "rules.conf", RULES(C), RULES(A C), "added rule a\n" },
	{ "removed", "rules.conf", RULES(A C), RULES(C), "removed rule a\n" },
	{ "the first", "rules.conf", RULES(""), RULES(C), "added rule c\n" },
	{ "the last", "rules.conf", RULES(C), RULES(""), "removed rule c\n" },
	{ "in a test", "rules.conf",
	  RULES("{ name = \"a\"; when = { severity = { at_least = \"high\"; }; }; }"),
	  RULES("{ name = \"a\"; when = { severity = { at_least = \"critical\"; }; }; }"),
	  "changed rule a: when severity at_least \"high\" -> \"critical\"\n" },
	{ "a test more", "rules.conf", RULES("{ name = \"a\"; when = { type = \"x\"; }; }"),
	  RULES("{ name = \"a\"; when = { type = \"x\"; project = [ \"A\", \"B\" ]; }; }"),
	  "changed rule a: when project nothing -> \"A\", \"B\"\n" },
	{ "a test less", "rules.conf", RULES("{ name = \"a\"; when = { type = \"x\"; }; }"),
	  RULES("{ name = \"a\"; when = { }; }"), "changed rule a: when type \"x\" -> nothing\n" },
	{ "one of a list", "rules.conf", RULES("{ name = \"a\"; on = [ \"p\", \"q\", \"r\" ]; }"),
	  RULES("{ name = \"a\"; on = [ \"p\", \"r\" ]; }"), "changed rule a: on \"q\" -> nothing\n" },
	{ "an action", "rules.conf", RULES("{ name = \"a\"; do = ( { stop = true; }, { tag = \"x\"; } ); }"),
	  RULES("{ name = \"a\"; do = ( { stop = true; }, { tag = \"y\"; } ); }"),
	  "changed rule a: do { tag = \"x\"; } -> { tag = \"y\"; }\n" },
	{ "moved", "rules.conf", RULES(A B C), RULES(B C "," "{ name = \"a\"; on = \"created\"; "
	  "do = ( { stop = true; } ); }"), "moved rule a: now behind \"c\"\n" },
	{ "moved to the front", "rules.conf", RULES(A B C), RULES("{ name = \"c\"; on = \"closed\"; }," A
	  "{ name = \"b\"; on = \"created\"; }"), "moved rule c: now the first rule\n" },
	{ "pushed down is not moved", "rules.conf", RULES(B C), RULES(A B C), "added rule a\n" },
	{ "a setting", "docket.conf", "parse_workers = 2; limits = { depth = 3; };",
	  "parse_workers = 4; limits = { depth = 3; };",
	  "changed docket.conf : parse_workers 2 -> 4\n" },
	{ "of a mailbox", "docket.conf", "mailboxes = ( { name = \"s\"; imap = { port = 1; }; } );",
	  "mailboxes = ( { name = \"s\"; imap = { port = 2; }; } );",
	  "changed mailbox s: imap port 1 -> 2\n" },
	{ "of a status of a type", "types.conf",
	  "types = ( { name = \"t\"; statuses = ( { name = \"n\"; category = \"new\"; } ); } );",
	  "types = ( { name = \"t\"; statuses = ( { name = \"n\"; category = \"open\"; } ); } );",
	  "changed type t: statuses \"n\" category \"new\" -> \"open\"\n" },
	{ "a template", "templates/en/x.txt", "Subject: x\n\na\n", "Subject: x\n\nb\nc\n",
	  "changed file templates/en/x.txt: its text: 3 lines -> 4 lines\n" },
};

static struct str
told(struct arena *a, const struct diffs *all)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < all->n; i++)
		buf_printf(&b, "%s %.*s %.*s%s%.*s\n", diff_words[all->v[i].what],
		    STR_ARG(all->v[i].item->kind), STR_ARG(all->v[i].item->name),
		    all->v[i].details.n > 0 ? ": " : "",
		    STR_ARG(strs_join(a, &all->v[i].details, "; ")));
	return buf_str(&b);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *a = arena_new();
		struct conf_file was = { str_c(rows[i].file), str_c(rows[i].before) };
		struct conf_file is = { str_c(rows[i].file), str_c(rows[i].now) };
		struct flat_items before, now;
		struct conf_faults faults;
		struct diffs all;

		flat_files(a, &(struct conf_files){ &was, 1 }, &before, &faults);
		tap_int((int)faults.lines.n, 0, "%s: before is a tree", rows[i].name);
		flat_files(a, &(struct conf_files){ &is, 1 }, &now, &faults);
		tap_int((int)faults.lines.n, 0, "%s: now is a tree", rows[i].name);
		conf_diff(a, &before, &now, &all);
		tap_str(told(a, &all), str_c(rows[i].want), "%s", rows[i].name);
		arena_free(a);
	}
	return tap_done();
}

/* silence: see silence.h.  The text is read as a file of one setting. */
#include "daemon/policy/silence.h"

#include "daemon/filter/check.h"

#define FILE_NAME	STR("where")
#define HEAD		"when = {"

struct reading {
	const struct conf	*conf;
	struct conf_files	 files;
	struct condition	*out;
};

static void
load(struct loader *l, void *own)
{
	struct reading *r = own;
	const struct filter_reader reader = { .l = l, .fields = &r->conf->fields,
	    .name = STR("silence") };
	struct node root, when;

	l->instead = &r->files;
	if (!conf_open(l, FILE_NAME, true, &root))
		return;
	when = node_get(&root, "when");
	if (node_count(&root) != 1 || node_count(&when) == 0) {
		conf_fault(l, &root, "write tests as `when` of a rule has them: "
		    "project = \"ACME\"; severity = \"low\";");
		return;
	}
	filter_read(&reader, &when, r->out);
	filter_check_ticket(l, FILE_NAME, r->out);
}

static const struct conf_part part = { "silence", "where", NULL, load, NULL };

int
silence_read(struct arena *a, const struct conf *c, struct str text, struct condition *out,
    struct conf_faults *faults)
{
	struct conf_file file = { FILE_NAME, str_printf(a, HEAD "\n%.*s\n};\n", STR_ARG(text)) };
	struct reading r = { .conf = c, .files = { &file, 1 }, .out = out };

	*out = (struct condition){ .kind = WHEN_ALL };
	return conf_load_beside(a, c->path.p, c, &part, &r, faults);
}

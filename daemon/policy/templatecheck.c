/* templatecheck: see templatecheck.h. */
#include "daemon/policy/templatecheck.h"

#include "daemon/conf/schema.h"

struct scan {
	struct loader		*l;
	const struct conf_file	*file;
	const struct strs	*known;
	int			 line;
};

/* Short texts and words for commands are no templates, nor is what the program brings. */
static bool
is_template(const struct conf_file *f)
{
	return str_starts(f->name, STR("templates/")) &&
	    (str_ends(f->name, STR(".txt")) || str_ends(f->name, STR(".html"))) &&
	    !str_ends(f->name, STR("/_words.txt")) && !str_ends(f->name, STR("/_commands.txt")) &&
	    str_find(f->name, STR("/text/"), 0) == SIZE_MAX;
}

/* Rules name captures themselves, and so do bodies of webhooks. */
static void
check_name(const struct scan *s, struct str name)
{
	struct str rest = name, part;

	if (str_starts(name, STR("capture.")))
		return;
	while (str_split(&rest, '.', &part))
		if (part.n > 0 && !strs_has(s->known, part)) {
			conf_hint_at(s->l, s->file->name, s->line, "nothing is called %.*s%s: it is "
			    "empty in every mail; docket-rules(5) has the names", STR_ARG(name),
			    conf_near(s->l->a, part, s->known).p);
			return;
		}
}

/* "#list", "{entry.html}", "! a comment": the name, or nothing. */
static struct str
name_of(struct str tag)
{
	tag = str_trim(tag);
	if (tag.n > 0 && (tag.p[0] == '!' || tag.p[0] == '>' || tag.p[0] == '='))
		return STR_NONE;
	while (tag.n > 0 && strchr("{#^/&", tag.p[0]) != NULL)
		tag = str_trim(str_sub(tag, 1, SIZE_MAX));
	return tag;
}

static void
scan_line(const struct scan *s, struct str line)
{
	size_t from, to = 0;

	while ((from = str_find(line, STR("{{"), to)) != SIZE_MAX &&
	    (to = str_find(line, STR("}}"), from)) != SIZE_MAX) {
		struct str tag = str_trim(str_sub(line, from + 2, to - from - 2));

		if (tag.n > 0 && tag.p[0] != '/')	/* its end: told at its begin */
			check_name(s, name_of(tag));
	}
}

void
templatecheck(struct loader *l)
{
	struct strs known = conf_names(l->a, template_names);

	for (size_t i = 0; i < l->read.n; i++) {
		struct scan s = { l, &l->read.v[i], &known, 0 };
		struct str rest = s.file->text, line;

		if (!is_template(s.file))
			continue;
		while (str_line(&rest, &line)) {
			s.line++;
			scan_line(&s, line);
		}
	}
}

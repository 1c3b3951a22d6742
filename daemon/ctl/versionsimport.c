/*
 * versionsimport: see versionsimport.h.  Reads what endoflife.date gives of a product (v0 and
 * v1), or a table.  What cannot be read is told and left out; what is written is meant to be read
 * and completed by a person.
 */
#include "daemon/ctl/versionsimport.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/oauth/object.h"
#include "daemon/policy/product.h"
#include "daemon/render/text.h"
#include "daemon/sys/file.h"
#include "parsers/base/array.h"
#include "parsers/text/csv.h"
#include "parsers/text/date.h"

struct import_release {
	struct str	version, contains;
	int32_t		date;		/* or NO_DAY */
};

struct import_branch {
	struct str	name, from;
	int32_t		support_until, security_until;	/* or NO_DAY */
	bool		is_over;	/* since nobody says when */
	struct import_release *v;
	size_t		n;
};

struct import {
	struct ctl	*ctl;
	const char	*path;
	struct str	name, label;
	enum scheme	scheme;
	struct import_branch *v;
	size_t		n;
	size_t		told;		/* lines that could not be read */
};

/* Its place in a list that ends in NULL; -1. */
static int
word_find(const char *const *words, const char *word)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

/* What a name of the configuration may be. */
static bool
name_is_safe(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && ((s.p[i] | 32) < 'a' || (s.p[i] | 32) > 'z') &&
		    strchr("._-", s.p[i]) == NULL)
			return false;
	return s.n > 0 && s.p[0] != '.' && s.n <= 60;
}

/* "FILE:12: no version". */
static void
tell(struct import *im, size_t line, const char *unit, struct str what)
{
	im->told++;
	fprintf(stderr, "%s:%s%zu: %s\n", text_safe(im->ctl->a, str_c(im->path)).p, unit, line,
	    text_safe(im->ctl->a, what).p);
}

static struct import_branch *
branch(struct import *im, struct str name)
{
	for (size_t i = 0; i < im->n; i++)
		if (str_eq(im->v[i].name, name))
			return &im->v[i];
	im->v = array_grow(im->ctl->a, im->v, im->n, sizeof(*im->v));
	im->v[im->n] = (struct import_branch){ .name = name, .support_until = NO_DAY,
	    .security_until = NO_DAY };
	return &im->v[im->n++];
}

/* False: it is told.  The day of an empty text is none. */
static bool
day(struct import *im, size_t line, const char *unit, const char *what, struct str s, int32_t *out)
{
	*out = NO_DAY;
	if (s.n == 0 || date_day(s, out))
		return true;
	tell(im, line, unit, str_printf(im->ctl->a, "%s \"%.*s\" is no day: 2026-12-31 is one", what,
	    STR_ARG(str_utf8_cut(s, 60))));
	return false;
}

/* Nothing that a line of a configuration file cannot hold. */
static bool
is_line(struct import *im, size_t line, const char *unit, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f) {
			tell(im, line, unit, STR("a name holds a control character: left out"));
			return false;
		}
	return true;
}

static bool
version_ok(struct import *im, size_t line, const char *unit, struct str s)
{
	struct str normal;

	if (scheme_parse(im->ctl->a, im->scheme, s, &normal))
		return true;
	tell(im, line, unit, str_printf(im->ctl->a, "\"%.*s\" is no version of scheme %s, such as "
	    "\"%s\": left out", STR_ARG(str_utf8_cut(s, 60)), scheme_names[im->scheme],
	    scheme_example(im->scheme)));
	return false;
}

static void
add_release(struct import *im, struct import_branch *b, const struct import_release *r)
{
	b->v = array_grow(im->ctl->a, b->v, b->n, sizeof(*b->v));
	b->v[b->n++] = *r;
}

/* ---- endoflife.date ---- */

/* The first of these members that is there. */
static struct str
member(const struct object *o, const char *one, const char *other)
{
	struct str s = object_get(o, one);

	return s.n > 0 ? s : object_get(o, other);
}

/* A day; or "true" and "false", which tell no day. */
static void
read_end(struct import *im, size_t line, const char *what, struct str s, int32_t *out)
{
	if (!str_eq(s, STR("true")) && !str_eq(s, STR("false")))
		day(im, line, " cycle ", what, s, out);
}

static void
read_cycle(struct import *im, size_t line, const struct object *o)
{
	struct str name = member(o, "cycle", "name"), latest = member(o, "latest", "latest.name");
	struct import_release r = { .version = latest, .date = NO_DAY };
	struct import_branch *b;

	if (name.n == 0 || latest.n == 0) {
		tell(im, line, " cycle ", STR("it has no name, or no latest release: left out"));
		return;
	}
	if (!is_line(im, line, " cycle ", name) || !version_ok(im, line, " cycle ", latest))
		return;
	b = branch(im, name);
	if (b->n > 0) {
		tell(im, line, " cycle ", STR("its name is there already: left out"));
		return;
	}
	day(im, line, " cycle ", "its latest release's date",
	    member(o, "latestReleaseDate", "latest.date"), &r.date);
	read_end(im, line, "its support's end", member(o, "support", "eoasFrom"),
	    &b->support_until);
	read_end(im, line, "its end", member(o, "eol", "eolFrom"), &b->security_until);
	b->is_over = str_eq(member(o, "eol", "isEol"), STR("true"));
	add_release(im, b, &r);
}

/* The newest is first there, the oldest here. */
static int
read_endoflife(struct import *im, struct str text)
{
	struct objects all;
	struct err e;

	if (objects_read(im->ctl->a, text, "result", "releases", &all, &e) == -1)
		return ctl_fail(CTL_DATA, "%s: %s; endoflife.date/api/NAME.json or /api/v1/products/NAME "
		    "are read", im->path, text_safe(im->ctl->a, str_c(e.text)).p);
	if (im->name.n == 0)
		im->name = object_get(&all.about, "name");
	im->label = object_get(&all.about, "label");
	for (size_t i = all.n; i-- > 0;)
		read_cycle(im, i + 1, &all.v[i]);
	return CTL_OK;
}

/* ---- a table ---- */

enum column {
	COLUMN_BRANCH, COLUMN_VERSION, COLUMN_DATE, COLUMN_FROM, COLUMN_CONTAINS,
	COLUMN_SUPPORT, COLUMN_SECURITY, COLUMNS
};

static const char *const columns[COLUMNS + 1] = {
	"branch", "version", "date", "from", "contains", "support_until", "security_until", NULL
};

struct sheet {
	size_t	at[COLUMNS];		/* in a row; SIZE_MAX: there is none */
	size_t	line;
};

static int
read_titles(struct import *im, const struct strs *titles, struct sheet *s)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		s->at[i] = SIZE_MAX;
		for (size_t k = 0; k < titles->n; k++)
			if (str_ieq(titles->v[k], str_c(columns[i])))
				s->at[i] = k;
	}
	if (s->at[COLUMN_BRANCH] != SIZE_MAX && s->at[COLUMN_VERSION] != SIZE_MAX)
		return CTL_OK;
	return ctl_fail(CTL_DATA, "%s:1: the first line names the columns branch and version, and may "
	    "name date, from, contains, support_until, security_until", im->path);
}

static struct str
cell(const struct sheet *s, const struct strs *row, enum column c)
{
	return s->at[c] < row->n ? str_trim(row->v[s->at[c]]) : STR_NONE;
}

static void
read_row(struct import *im, const struct sheet *s, const struct strs *row)
{
	struct str name = cell(s, row, COLUMN_BRANCH), from = cell(s, row, COLUMN_FROM);
	struct import_release r = { cell(s, row, COLUMN_VERSION), cell(s, row, COLUMN_CONTAINS), NO_DAY };
	int32_t support, security;
	struct import_branch *b;

	if (row->n == 1 && row->v[0].n == 0)
		return;			/* an empty line */
	if (name.n == 0 || r.version.n == 0) {
		tell(im, s->line, "", STR("it names no branch, or no version: left out"));
		return;
	}
	if (!is_line(im, s->line, "", name) || !is_line(im, s->line, "", r.contains) ||
	    !version_ok(im, s->line, "", r.version))
		return;
	b = branch(im, name);
	day(im, s->line, "", "date", cell(s, row, COLUMN_DATE), &r.date);
	day(im, s->line, "", "support_until", cell(s, row, COLUMN_SUPPORT), &support);
	day(im, s->line, "", "security_until", cell(s, row, COLUMN_SECURITY), &security);
	if (from.n > 0 && version_ok(im, s->line, "", from))
		b->from = from;
	b->support_until = support != NO_DAY ? support : b->support_until;
	b->security_until = security != NO_DAY ? security : b->security_until;
	add_release(im, b, &r);
}

static int
read_csv(struct import *im, struct str text)
{
	struct sheet s = { .line = 1 };
	char sep = csv_separator(text);
	struct strs row;
	size_t lines;
	bool torn;
	int status;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_sub(text, 3, text.n);
	if (!csv_row(im->ctl->a, &text, sep, &row, &lines, &torn))
		return ctl_fail(CTL_DATA, "%s: it is empty", im->path);
	if ((status = read_titles(im, &row, &s)) != CTL_OK)
		return status;
	for (s.line += lines; csv_row(im->ctl->a, &text, sep, &row, &lines, &torn); s.line += lines) {
		if (torn)
			tell(im, s.line, "", STR("a quote does not end: left out"));
		else
			read_row(im, &s, &row);
	}
	return CTL_OK;
}

/* ---- what comes of it ---- */

/* As libconfig reads it. */
static void
put_text(struct buf *b, struct str s)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_addc(b, '\\');
		buf_addc(b, s.p[i]);
	}
	buf_addc(b, '"');
}

static void
put_day(struct import *im, struct buf *b, const char *name, int32_t at)
{
	if (at != NO_DAY)
		buf_printf(b, "\n        %s = \"%s\";", name, date_day_text(im->ctl->a, at).p);
}

/* A list between blanks or semicolons. */
static void
put_contains(struct buf *b, struct str s)
{
	struct str one;
	size_t n = 0;

	buf_adds(b, "; contains = [ ");
	while (str_split(&s, str_chr(s, ';', 0) != SIZE_MAX ? ';' : ' ', &one))
		if (str_trim(one).n > 0) {
			buf_adds(b, n++ > 0 ? ", " : "");
			put_text(b, str_trim(one));
		}
	buf_adds(b, " ]");
}

static void
put_release(struct import *im, struct buf *b, const struct import_release *r)
{
	if (r->date == NO_DAY && r->contains.n == 0) {
		put_text(b, r->version);
		return;
	}
	buf_adds(b, "{ version = ");
	put_text(b, r->version);
	if (r->date != NO_DAY)
		buf_printf(b, "; date = \"%s\"", date_day_text(im->ctl->a, r->date).p);
	if (r->contains.n > 0)
		put_contains(b, r->contains);
	buf_adds(b, "; }");
}

static void
put_branch(struct import *im, struct buf *b, const struct import_branch *br)
{
	buf_adds(b, "      { name = ");
	put_text(b, br->name);
	buf_addc(b, ';');
	if (br->from.n > 0) {
		buf_adds(b, " from = ");
		put_text(b, br->from);
		buf_addc(b, ';');
	}
	buf_adds(b, "\n        releases = (");
	for (size_t i = 0; i < br->n; i++) {
		buf_adds(b, i > 0 ? ",\n            " : " ");
		put_release(im, b, &br->v[i]);
	}
	buf_adds(b, " );");
	put_day(im, b, "support_until", br->support_until);
	put_day(im, b, "security_until", br->security_until);
	if (br->is_over && br->security_until == NO_DAY)
		buf_adds(b, "\n        // its time is over, nobody says since when: security_until\n"
		    "       ");
	buf_adds(b, " }");
}

static struct str
conf_text(struct import *im)
{
	struct buf b;

	buf_init(&b, im->ctl->a);
	buf_adds(&b, "// Made by docketctl versions import.  endoflife.date tells of each branch the\n"
	    "// latest release alone, and not what it began from: add what your customers run.\n"
	    "products = (\n  { name = ");
	put_text(&b, im->name);
	buf_adds(&b, ";\n    label = ");
	put_text(&b, im->label.n > 0 ? text_safe(im->ctl->a, im->label) : im->name);
	buf_printf(&b, ";\n    scheme = \"%s\";\n    branches = (\n", scheme_names[im->scheme]);
	for (size_t i = 0; i < im->n; i++) {
		put_branch(im, &b, &im->v[i]);
		buf_adds(&b, i + 1 < im->n ? ",\n" : " ); } );\n");
	}
	return buf_str(&b);
}

/* Never over another. */
static int
write_file(struct import *im, struct str text)
{
	struct arena *a = im->ctl->a;
	struct str conf = str_c(im->ctl->conf_path), folder;
	size_t slash = SIZE_MAX;
	const char *path;
	int fd;

	for (size_t i = 0; i < conf.n; i++)
		if (conf.p[i] == '/')
			slash = i;
	folder = slash == SIZE_MAX ? STR("") : str_sub(conf, 0, slash + 1);
	path = str_printf(a, "%.*sproducts.d/%.*s.conf", STR_ARG(folder), STR_ARG(im->name)).p;
	if ((fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)) == -1)
		return ctl_fail(errno == EEXIST ? CTL_DATA : CTL_FAILED, "%s: %s", path, errno == EEXIST ?
		    "it is there, and is not overwritten: print it without --write and compare" :
		    strerror(errno));
	if (write(fd, text.p, text.n) != (ssize_t)text.n || close(fd) == -1) {
		unlink(path);
		return ctl_fail(CTL_FAILED, "%s: %s", path, strerror(errno));
	}
	fprintf(stderr, "%s is written: docketctl check reads it, docketctl diff tells what it "
	    "changes\n", path);
	return CTL_OK;
}

static int
give(struct import *im, bool writes)
{
	if (im->n == 0)
		return ctl_fail(CTL_DATA, "%s: it holds no branch that can be read", im->path);
	if (!name_is_safe(im->name))
		return ctl_usage(im->ctl, "--product NAME: letters, digits, '.', '_' and '-'");
	if (writes)
		return write_file(im, conf_text(im));
	printf("%s", conf_text(im).p);
	return im->told > 0 ? CTL_DATA : CTL_OK;
}

int
versions_import(struct ctl *ctl, int argc, char **argv)
{
	static const char *const formats[] = { "endoflife", "csv", NULL };
	const char *format = NULL, *product = NULL, *scheme = "semver";
	bool writes = false;
	const struct ctl_option options[] = {
		{ "--format", &format, NULL }, { "--product", &product, NULL },
		{ "--scheme", &scheme, NULL }, { "--write", NULL, &writes },
	};
	struct import im = { .ctl = ctl };
	struct str text;
	struct err e;
	int n, status;

	if ((n = ctl_options(ctl, argc, argv, options, COUNT(options))) < 0)
		return ctl_options_status(n);
	if (n != 1 || format == NULL || word_find(formats, format) == -1)
		return ctl_usage(ctl, "versions import --format endoflife|csv FILE");
	if ((n = word_find(scheme_names, scheme)) == -1)
		return ctl_usage(ctl, "--scheme is semver, debian, numeric, date or list");
	im.scheme = (enum scheme)n;
	im.path = argv[1];
	im.name = str_c(product);
	if (file_read(ctl->a, argv[1], OBJECTS_BYTES, &text, &e) == -1)
		return ctl_fail(CTL_DATA, "%s: %s", argv[1], e.text);
	if (!str_is_utf8(text))
		return ctl_fail(CTL_DATA, "%s: it is not UTF-8", argv[1]);
	status = str_eq(str_c(format), STR("csv")) ? read_csv(&im, text) : read_endoflife(&im, text);
	return status == CTL_OK ? give(&im, writes) : status;
}

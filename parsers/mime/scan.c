/*
 * Trusts nothing.  Time is linear in the bytes: each line is looked at once,
 * and compared with at most limits.depth boundaries.
 */
#include "parsers/mime/scan.h"

#include <assert.h>
#include <string.h>

#include "parsers/base/array.h"
#include "parsers/head/rawheader.h"
#include "parsers/mime/headerend.h"
#include "parsers/mime/headerkeep.h"
#include "parsers/mime/rawmail.h"

enum {
	DEPTH_MAX = 100,	/* of the open multiparts, whatever is configured */
	GLUED_MAX = 1000	/* lines of one header that lost their indent */
};

struct open {
	struct str	boundary;
	size_t		part;		/* whose boundary it is */
};

struct scanner {
	struct arena		*a;
	const struct limits	*limits;
	struct scan		*out;
	struct str		 raw;
	struct str		 rest;
	struct open		 open[DEPTH_MAX];
	size_t			 depth;
	size_t			 leaf;		/* the part whose body is being read */
};

#define NO_PART	SIZE_MAX

static void
set_over(struct scanner *s, const char *what, size_t limit)
{
	if (s->out->over.n == 0)
		s->out->over = str_printf(s->a, "over the limit %s = %zu", what, limit);
	limits_pass(s->a, &s->out->passed, what, limit);
}

static void
set_ambiguous(struct scanner *s, const char *what, struct str detail)
{
	if (s->out->ambiguous.n == 0)
		s->out->ambiguous = str_printf(s->a, "%s%.*s", what, STR_ARG(detail));
}

/* The fields of one block. */
struct block {
	struct part	*part;
	struct str	 second;	/* another Content-Type */
	struct buf	 kept;		/* of the top block when something is changed */
	struct buf	 told;		/* of the top block, beyond its limits */
	struct headerend end;
	size_t		 bytes, fields;
	size_t		 glued;		/* lines, to the field above */
	bool		 changed;	/* the kept one is not the raw one */
	bool		 late;		/* it begins behind an empty line */
	bool		 is_top;
};

/*
 * RFC 5322 section 3.6: at most one each.  Two make two readings: what one
 * server proved may be another From than the one that is shown.
 */
static const struct {
	struct str	name;
	size_t		offset;		/* in struct part, or NO_PART */
	bool		in_parts;
} singles[] = {
	{ { "From", 4 }, NO_PART, false },
	{ { "Sender", 6 }, NO_PART, false },
	{ { "Subject", 7 }, NO_PART, false },
	{ { "Message-ID", 10 }, NO_PART, false },
	{ { "Content-Type", 12 }, NO_PART, true },
	{ { "Content-Transfer-Encoding", 25 }, offsetof(struct part, encoding), true },
	{ { "Content-Disposition", 19 }, offsetof(struct part, disposition), true },
	{ { "Content-ID", 10 }, offsetof(struct part, id), true },
	{ { "Content-Location", 16 }, offsetof(struct part, location), true },
	{ { "Content-Description", 19 }, offsetof(struct part, description), true },
};

enum { SINGLES = COUNT(singles), SINGLE_TYPE = 4 };

static void
take_type(struct scanner *s, struct part *part, struct str value)
{
	param_parse(s->a, value, &part->type);
	if (param_count(&part->type, STR("boundary")) > 1)
		set_ambiguous(s, "two boundary parameters", STR_NONE);
	if (param_is_split(&part->type, STR("boundary")))
		set_ambiguous(s, "an encoded boundary parameter", STR_NONE);
}

/* `seen` has one flag for each of the singles. */
static void
take_field(struct scanner *s, struct block *b, const struct rawheader *h, bool *seen)
{
	for (size_t i = 0; i < SINGLES; i++) {
		if (!str_ieq(h->name, singles[i].name) || (!b->is_top && !singles[i].in_parts))
			continue;
		if (h->loose && b->is_top)
			set_ambiguous(s, "a space before the colon of ", singles[i].name);
		if (seen[i]) {
			set_ambiguous(s, "two fields ", singles[i].name);
			if (i == SINGLE_TYPE && b->second.n == 0)
				b->second = h->value;
			continue;
		}
		seen[i] = true;
		if (i == SINGLE_TYPE)
			take_type(s, b->part, h->value);
		else if (singles[i].offset != NO_PART)
			*(struct str *)(void *)((char *)b->part + singles[i].offset) = h->value;
	}
}

static bool
within_limits(struct scanner *s, struct block *b, const struct rawheader *h)
{
	const struct limits *l = s->limits;

	b->bytes += h->bytes.n;
	b->fields++;
	if (h->bytes.n > l->header_line)
		set_over(s, "header_line", l->header_line);
	else if (b->bytes > l->header_bytes)
		set_over(s, "header_bytes", l->header_bytes);
	else if (b->fields > l->header_fields)
		set_over(s, "header_fields", l->header_fields);
	else
		return true;
	if (h->bytes.n > l->header_line)
		b->bytes -= h->bytes.n;		/* what comes behind it may be small */
	return false;
}

/* The open boundary that a line is, innermost first; depth when it is none. */
static size_t
match(const struct scanner *s, struct str line, bool *closes)
{
	if (!str_starts(line, STR("--")))
		return s->depth;
	line = str_rtrim(str_sub(line, 2, line.n));
	for (size_t i = s->depth; i-- > 0;) {
		struct str b = s->open[i].boundary, rest;

		if (!str_starts(line, b))
			continue;
		rest = str_sub(line, b.n, line.n);
		*closes = str_eq(rest, STR("--"));
		if (rest.n == 0 || *closes)
			return i;
	}
	return s->depth;
}

static struct str
first_line(struct str s)
{
	size_t at = str_chr(s, '\n', 0);

	return str_sub(s, 0, at == SIZE_MAX ? s.n : at);
}

static bool
at_boundary(const struct scanner *s)
{
	bool closes;

	return s->depth > 0 && match(s, first_line(s->rest), &closes) < s->depth;
}

/* The block goes on behind a line that is no field; else the body begins with that line. */
static bool
goes_on(struct scanner *s, struct block *b)
{
	return b->is_top && headerend_goes_on(&b->end, s->rest);
}

/*
 * Adds the next line to the field when it is the rest of it, without its indent.
 * In a part only what must be: a text follows as often as a field.
 */
static bool
take_rest(struct scanner *s, struct block *b, struct rawheader *h)
{
	struct str rest = s->rest;
	struct rawheader line;
	bool sure;

	if (h->name.n == 0 || b->glued == GLUED_MAX || h->bytes.n > s->limits->header_line ||
	    at_boundary(s) || !rawheader_next(&rest, &line) ||
	    !headerend_continues(h, line.bytes, &sure) || (line.name.n > 0 && !sure))
		return false;
	if (!sure) {
		struct str before = s->rest;
		bool more;

		s->rest = rest;
		more = goes_on(s, b);
		s->rest = before;
		if (!more)
			return false;
	}
	s->rest = rest;
	b->glued++;
	set_ambiguous(s, "a line without a colon in the header", STR_NONE);
	h->bytes.n += line.bytes.n;
	h->value = str_trim((struct str){ h->value.p,
	    (size_t)(h->bytes.p + h->bytes.n - h->value.p) });
	return true;
}

/* At an empty line, which ends the block: but not that of a part, where it stands first. */
static bool
is_late(struct scanner *s, struct block *b)
{
	if (b->is_top || (b->fields > 0 && !b->late) || !headerend_is_late(&s->rest))
		return false;
	b->late = true;
	set_ambiguous(s, "an empty line above the header of a part", STR_NONE);
	return true;
}

/* Beyond the limits: what tells whose mail it is, each once, in half the room. */
static void
tell_field(struct scanner *s, struct block *b, struct rawheader *h, bool *seen)
{
	if (!b->is_top || !headerkeep_tells(h->name) || !headerkeep_cut(h, s->limits))
		return;
	for (size_t i = 0; i < SINGLES; i++)
		if (seen[i] && str_ieq(h->name, singles[i].name))
			return;
	if (b->told.n + h->bytes.n > s->limits->header_bytes / 2)
		return;
	take_field(s, b, h, seen);
	headerkeep_add(&b->told, h->bytes);
}

static void
read_block(struct scanner *s, struct block *b)
{
	bool seen[SINGLES] = { false }, glued;
	struct str start = s->rest, before;
	struct rawheader h;

	while (!at_boundary(s)) {
		before = s->rest;
		if (!rawheader_next(&s->rest, &h) && !(is_late(s, b) &&
		    rawheader_next(&s->rest, &h)))
			break;
		if (h.name.n == 0 && b->is_top)
			set_ambiguous(s, "a line without a colon in the header", STR_NONE);
		if (h.name.n == 0 && !goes_on(s, b)) {
			s->rest = before;
			break;
		}
		headerend_note(&b->end, h.name);
		for (glued = false; take_rest(s, b, &h); glued = true)
			continue;
		b->changed |= glued;
		if (!within_limits(s, b, &h) || h.name.n == 0) {
			b->changed = true;
			tell_field(s, b, &h, seen);
			continue;
		}
		take_field(s, b, &h, seen);
		if (b->is_top && glued)
			headerkeep_add(&b->kept, h.bytes);
		else if (b->is_top)
			buf_add(&b->kept, h.bytes);
	}
	if (!b->is_top)
		return;
	s->out->header = b->told.n > 0 ? headerkeep_join(s->a, buf_str(&b->kept),
	    buf_str(&b->told), s->limits->header_bytes) : b->changed ? buf_str(&b->kept) :
	    str_sub(start, 0, b->kept.n);
	if (s->out->header.n == 0) {
		s->rest = start;
		s->out->over = STR("no header fields");
	}
}

static struct part *
add_part(struct scanner *s)
{
	struct scan *out = s->out;

	out->parts = array_grow(s->a, out->parts, out->n_parts, sizeof(*out->parts));
	out->parts[out->n_parts].end = out->n_parts + 1;
	return &out->parts[out->n_parts++];
}

/*
 * A multipart whose header names another type too has lost a boundary line: what
 * stands before the first one left is a part with that type.
 */
static void
open_preamble(struct scanner *s, const struct block *b)
{
	struct str encoding = b->part->encoding;
	struct params type;
	struct part *p;

	param_parse(s->a, b->second, &type);
	if (type.head.n == 0 || str_starts(type.head, STR("multipart/")) ||
	    s->out->n_parts >= s->limits->parts)
		return;
	b->part->has_parts = true;
	p = add_part(s);		/* which may move b->part */
	p->type = type;
	p->encoding = encoding;
	p->body = s->rest;
	s->leaf = s->out->n_parts - 1;
}

/* The first line "--…" above a field of a part's header: only a boundary stands there. */
static struct str
likely_boundary(struct str body)
{
	size_t at = str_starts(body, STR("--")) ? 0 : str_find(body, STR("\n--"), 0);

	for (; at != SIZE_MAX; at = str_find(body, STR("\n--"), at + 1)) {
		size_t from = at + (body.p[at] == '\n'), end = str_chr(body, '\n', from);
		struct str line;

		if (end == SIZE_MAX)
			break;
		line = str_rtrim(str_sub(body, from + 2, end - from - 2));
		if (line.n > 0 && str_istarts(str_sub(body, end + 1, body.n),
		    STR("Content-")))
			return line;
	}
	return STR_NONE;
}

/*
 * The boundary that the type names.  Of the mail itself, when none of its lines
 * is that one (it was lost, or changed on the way), the one that they show.
 */
static struct str
boundary_of(struct scanner *s, const struct part *part)
{
	struct str boundary = str_rtrim(param_raw(&part->type, STR("boundary"))), line, found;

	if (boundary.n == 0)
		boundary = str_rtrim(param_text(s->a, &part->type, STR("boundary"), STR_NONE));
	if (s->depth > 0)
		return boundary;
	line = str_printf(s->a, "--%.*s", STR_ARG(boundary));
	if (boundary.n > 0 && (str_starts(part->body, line) ||
	    str_find(part->body, str_printf(s->a, "\n%.*s", STR_ARG(line)), 0) != SIZE_MAX))
		return boundary;
	found = likely_boundary(part->body);
	if (found.n > 0)
		set_ambiguous(s, "a boundary that is not the named one", STR_NONE);
	return found.n > 0 ? found : boundary;
}

/* Reads the header of a part; its body, or its first part, comes next. */
static void
open_part(struct scanner *s)
{
	struct block b = { .is_top = s->out->n_parts == 0 };
	struct str boundary;

	buf_init(&b.kept, s->a);
	buf_init(&b.told, s->a);
	b.part = add_part(s);
	s->leaf = s->out->n_parts - 1;
	read_block(s, &b);
	b.part->body = s->rest;
	if (!str_starts(b.part->type.head, STR("multipart/")))
		return;
	if ((boundary = boundary_of(s, b.part)).n == 0)
		return;
	if (s->depth >= s->limits->depth || s->depth >= DEPTH_MAX) {
		set_over(s, "depth", s->limits->depth);
		return;
	}
	s->open[s->depth++] = (struct open){ boundary, s->leaf };
	if (b.second.n > 0)
		open_preamble(s, &b);
}

/* The parts from `level` up end where the line at `at` begins. */
static void
close_parts(struct scanner *s, const char *at, size_t level)
{
	struct part *parts = s->out->parts;

	if (at > s->raw.p && at[-1] == '\n')
		at--;
	if (at > s->raw.p && at[-1] == '\r')
		at--;
	if (s->leaf != NO_PART)
		parts[s->leaf].body.n = at > parts[s->leaf].body.p ?
		    (size_t)(at - parts[s->leaf].body.p) : 0;
	while (s->depth > level) {
		struct part *part = &parts[s->open[--s->depth].part];

		part->body.n = at > part->body.p ? (size_t)(at - part->body.p) : 0;
		part->end = s->out->n_parts;
	}
	s->leaf = NO_PART;
}

static void
read_boundary(struct scanner *s, struct str line, size_t level, bool closes)
{
	close_parts(s, line.p, closes ? level : level + 1);
	s->rest = str_sub(s->rest, line.n + (line.n < s->rest.n), s->rest.n);
	if (closes)
		return;
	if (s->out->n_parts >= s->limits->parts) {
		set_over(s, "parts", s->limits->parts);
		s->rest = STR_NONE;
		return;
	}
	s->out->parts[s->open[s->depth - 1].part].has_parts = true;
	open_part(s);
}

/* Goes from one line that starts with "--" to the next. */
static void
read_bodies(struct scanner *s)
{
	while (s->rest.n > 0 && s->depth > 0) {
		struct str line = first_line(s->rest);
		bool closes = false;
		size_t level = match(s, line, &closes), at;

		if (level < s->depth) {
			read_boundary(s, line, level, closes);
			continue;
		}
		at = str_find(s->rest, STR("\n--"), 0);
		s->rest = at == SIZE_MAX ? STR_NONE : str_sub(s->rest, at + 1, s->rest.n);
	}
}

/* What stands behind the end of the mail's parts as further ones is not hidden. */
static bool
reopen(struct scanner *s)
{
	struct str line = str_printf(s->a, "\n--%.*s", STR_ARG(s->open[0].boundary));
	struct str rest = s->rest;
	bool closes = true;
	size_t at;

	if (s->open[0].boundary.n == 0)
		return false;
	s->depth = 1;
	while (rest.n > 0) {
		if (match(s, first_line(rest), &closes) == 0 && !closes) {
			s->rest = rest;
			set_ambiguous(s, "parts behind the closing boundary", STR_NONE);
			return true;
		}
		at = str_find(rest, line, 0);
		rest = at == SIZE_MAX ? STR_NONE : str_sub(rest, at + 1, rest.n);
	}
	s->depth = 0;
	return false;
}

void
scan_raw(struct arena *a, const struct limits *limits, struct str raw, struct scan *out)
{
	struct scanner s = { .a = a, .limits = limits, .out = out };

	*out = (struct scan){ .n_parts = 0 };
	if (raw.n > limits->message_bytes) {
		set_over(&s, "message_bytes", limits->message_bytes);
		raw.n = limits->message_bytes;
	}
	raw = rawmail_read(a, raw, &out->ambiguous);
	if (raw.n == 0)
		raw = STR("");
	if (str_chr(raw, '\0', 0) != SIZE_MAX)
		set_ambiguous(&s, "NUL bytes", STR_NONE);
	s.raw = raw;
	s.rest = rawheader_start(raw);
	if (s.rest.p > raw.p && (s.rest.p[-1] == ' ' || s.rest.p[-1] == '\t'))
		set_ambiguous(&s, "a first field that is indented", STR_NONE);
	open_part(&s);
	do
		read_bodies(&s);
	while (s.depth == 0 && reopen(&s));
	for (size_t i = 0; i < s.depth; i++)		/* never closed: up to the end */
		out->parts[s.open[i].part].end = out->n_parts;
}

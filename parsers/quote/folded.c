/* folded: see folded.h. */
#include "parsers/quote/folded.h"

#include "parsers/quote/lines.h"
#include "parsers/text/fold.h"

enum {
	FAR = 16,			/* searches of a whole text; then only of what is near */
	NEAR = 20
};

struct search {
	struct folded	*f;
	size_t		 at;		/* lines before it are told */
	size_t		 missed;
};

static bool
says_nothing(struct str line)
{
	return lines_strip(fold_trim(line), "> ").n == 0;
}

static void
split(struct arena *a, struct str text, struct folded *f)
{
	struct str rest = text, line;
	size_t n = 0;

	while (str_line(&rest, &line))
		n++;
	*f = (struct folded){ .v = ARENA_ARRAY(a, n, struct folded_line) };
	for (rest = text; str_line(&rest, &line);)
		f->v[f->n++] = (struct folded_line){ line, true };
}

static bool
is_line(struct str line, struct str want)
{
	return str_eq(fold_trim(line), want);
}

static bool
has_part(struct str line, struct str want)
{
	return str_find(line, want, 0) != SIZE_MAX;
}

/* f->n: there is none. */
static size_t
search(const struct search *s, struct str want, bool (*fits)(struct str, struct str))
{
	size_t end = s->missed > FAR && s->f->n - s->at > NEAR ? s->at + NEAR : s->f->n;

	for (size_t i = s->at; i < end; i++)
		if (fits(s->f->v[i].text, want))
			return i;
	return s->f->n;
}

/* A line of the new text; one that is found nowhere moves nothing. */
static void
keep(struct search *s, struct str want)
{
	size_t i = search(s, want, is_line);

	if (i < s->f->n) {
		s->f->v[i].is_gone = false;
		s->at = i + 1;
		return;
	}
	s->missed++;
	if ((i = search(s, want, has_part)) < s->f->n)
		s->at = i;		/* more of it may be new */
}

/* Empty lines go with the lines around them. */
static void
settle(struct folded *f)
{
	bool gone = false;

	for (size_t i = 0, next; i < f->n; i++) {
		if (!says_nothing(f->v[i].text)) {
			gone = f->v[i].is_gone;
			f->gone += gone;
			continue;
		}
		for (next = i; next < f->n && says_nothing(f->v[next].text);)
			next++;
		for (bool both = gone && (next == f->n || f->v[next].is_gone); i < next; i++)
			f->v[i].is_gone = both;
		i--;
	}
}

void
folded_find(struct arena *a, struct str text, struct str new_text, struct folded *f)
{
	struct search s = { .f = f };
	struct str line;

	split(a, text, f);
	while (str_line(&new_text, &line))
		if (!says_nothing(line))
			keep(&s, fold_trim(line));
	settle(f);
}

static void
add(struct buf *b, const char *mark, struct str line)
{
	buf_adds(b, mark);
	buf_add(b, str_rtrim(line));
	buf_addc(b, '\n');
}

struct str
folded_text(struct arena *a, const struct folded *f, const char *mark, size_t most, size_t *left)
{
	bool between = false;
	size_t n = 0;
	struct buf b;

	*left = 0;
	buf_init(&b, a);
	for (size_t i = 0; i < f->n; i++) {
		if (!f->v[i].is_gone) {
			between = n > 0;
			continue;
		}
		if (n == most) {
			*left += !says_nothing(f->v[i].text);
			continue;
		}
		if (between)
			buf_addc(&b, '\n');
		between = false;
		n++;
		add(&b, mark, f->v[i].text);
	}
	return str_rtrim(buf_str(&b));
}

struct str
folded_marked(struct arena *a, const struct folded *f, const char *mark)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < f->n; i++)
		add(&b, f->v[i].is_gone ? mark : "", f->v[i].text);
	return str_rtrim(buf_str(&b));
}

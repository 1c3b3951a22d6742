/* parcel: see parcel.h. */
#include "daemon/out/parcel.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"

enum {
	PART_OCTETS = 2048,		/* boundaries and header fields of a file */
	TEXTS_OCTETS = 128 * 1024,	/* of a mail but for its text */
	TEXT_FACTOR = 4			/* twice in it, with what encodes it */
};

struct str
parcel_content_id(struct arena *a, int64_t entry, int64_t n)
{
	return str_printf(a, "file%lld.%lld@docket", (long long)n, (long long)entry);
}

bool
parcel_is_file(const struct attachment *at)
{
	return at->use == ATTACH_FILE || at->use == ATTACH_SHOWN;
}

static uint64_t
cost(const struct attachment *at)
{
	return tail_cost(at->size, at->is_plain) + PART_OCTETS;
}

/* What is left of a mail's limit beside this text. */
static uint64_t
room(const struct mailbox *m, struct str text)
{
	uint64_t texts = TEXTS_OCTETS + (uint64_t)text.n * TEXT_FACTOR;

	return m->mail_max > texts ? m->mail_max - texts : 0;
}

/* The mail that tells of its own, not one that tells what became of its ticket. */
static bool
tells(const struct event *ev)
{
	if (ev->kind == EVENT_CREATED || ev->kind == EVENT_CUSTOMER_REPLIED ||
	    ev->kind == EVENT_AGENT_REPLIED || ev->kind == EVENT_NOTED)
		return true;
	return ev->kind != EVENT_HELD && ev->text.n > 0;
}

static struct mail_file
file_of(struct work *w, const struct event *ev, size_t i)
{
	const struct attachment *at = &ev->letter->attachments[i];
	struct mail_file f = { .name = attach_label(w->a, at), .type = at->type,
	    .size = at->size, .sha256 = at->sha256, .is_plain = at->is_plain };

	if (at->use == ATTACH_SHOWN)
		f.content_id = parcel_content_id(w->a, ev->entry, (int64_t)i);
	return f;
}

/* Those of this use, as far as there is room. */
static void
add(struct work *w, const struct event *ev, enum attach_use use, uint64_t *left,
    struct db_int8s *numbers, struct parcel *p)
{
	const struct letter *l = ev->letter;
	int64_t *v = ARENA_ARRAY(w->a, l->n_attachments, int64_t);

	numbers->v = v;
	for (size_t i = 0; i < l->n_attachments; i++) {
		const struct attachment *at = &l->attachments[i];

		if (at->use != use || at->is_lost || cost(at) > *left)
			continue;
		*left -= cost(at);
		v[numbers->n++] = (int64_t)i;
		p->v[p->n++] = file_of(w, ev, i);
	}
}

void
parcel_pack(struct work *w, const struct event *ev, const struct mailbox *m,
    struct parcel *out)
{
	uint64_t left = room(m, ev->text);

	*out = (struct parcel){ .n = 0 };
	if (ev->letter == NULL || ev->entry == 0 || ev->first_file == 0 ||
	    !tells(ev))
		return;
	out->v = ARENA_ARRAY(w->a, ev->letter->n_attachments, struct mail_file);
	add(w, ev, ATTACH_SHOWN, &left, &out->pictures, out);
	add(w, ev, ATTACH_FILE, &left, &out->files, out);
	out->entry = out->n > 0 ? ev->entry : 0;
}

bool
parcel_has(const struct parcel *p, size_t attachment)
{
	const struct db_int8s *const lists[] = { &p->files, &p->pictures };

	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			if (lists[i]->v[k] == (int64_t)attachment)
				return true;
	return false;
}

/* As mail_max counts them. */
static struct str
megabytes(struct arena *a, uint64_t octets)
{
	return str_printf(a, "%.1f MB", (double)octets / (double)MIB);
}

static void
too_big(struct work *w, const struct letter *l, const struct mailbox *m, uint64_t octets,
    struct told_line *why)
{
	struct buf b;

	buf_init(&b, w->a);
	for (size_t i = 0; i < l->n_attachments; i++)
		if (parcel_is_file(&l->attachments[i]))
			buf_printf(&b, "%s%.*s (%s)", b.n > 0 ? ", " : "",
			    STR_ARG(attach_label(w->a, &l->attachments[i])),
			    megabytes(w->a, l->attachments[i].size).p);
	why->line = buf_str(&b);
	why->why = WHY(w->a, STR("as a mail that is *, and at most * go out from * (mail_max): "
	    "send at most * of files in one mail, the rest in further ones, or give a link"),
	    megabytes(w->a, octets), megabytes(w->a, m->mail_max), m->address,
	    megabytes(w->a, room(m, l->reply_text) / 78 * 57));
}

bool
parcel_refuses(struct work *w, const struct letter *l, const struct mailbox *m,
    struct told_line *why)
{
	uint64_t sum = 0;

	*why = (struct told_line){ .fate = LINE_REFUSED };
	for (size_t i = 0; i < l->n_attachments; i++) {
		const struct attachment *at = &l->attachments[i];

		if (!parcel_is_file(at))
			continue;
		if (at->is_lost) {
			why->line = attach_label(w->a, at);
			why->why = WHY(w->a, STR("docket could not read this file: send the mail "
			    "again, with the file packed in another way"));
			return true;
		}
		sum += cost(at);
	}
	if (sum <= room(m, l->reply_text) || sum == 0)
		return false;
	too_big(w, l, m, sum, why);
	return true;
}

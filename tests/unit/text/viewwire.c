#include "parsers/text/viewwire.h"
#include "tests/tap.h"

static struct view *
sample(struct arena *a)
{
	struct view *v = view_object(a), *list = view_add(a, v, STR("lines"), view_list(a));
	struct view *one = view_add(a, list, STR_NONE, view_object(a));

	view_text(a, one, "line", STR("#take"));
	view_text(a, one, "why", STR_NONE);
	view_html(a, v, "html", STR("<b>ü</b>"));
	return v;
}

static bool
is_same(const struct view *a, const struct view *b)
{
	bool same = a->kind == b->kind && a->n == b->n && str_eq(a->name, b->name) &&
	    str_eq(a->text, b->text);

	for (size_t i = 0; same && i < a->n; i++)
		same = is_same(a->v[i], b->v[i]);
	return same;
}

/* Cut anywhere, or with any octet changed, it is refused or some tree, and no more. */
static void
test_damage(struct arena *a, struct str bytes)
{
	size_t refused = 0;

	for (size_t i = 0; i < bytes.n; i++)
		refused += view_unpack(a, str_sub(bytes, 0, i)) == NULL;
	tap_int((long long)refused, (long long)bytes.n, "every cut is refused");
	for (size_t i = 0; i < bytes.n; i++) {
		struct buf b;

		buf_init(&b, a);
		buf_add(&b, str_sub(bytes, 0, i));
		buf_addc(&b, (char)(bytes.p[i] ^ 0x55));
		buf_add(&b, str_sub(bytes, i + 1, SIZE_MAX));
		view_unpack(a, buf_str(&b));
	}
	tap_ok(true, "no octet breaks it");
}

static void
test_depth(struct arena *a)
{
	struct view *top = view_object(a), *v = top;
	struct buf b;

	for (int i = 0; i < 1000; i++)
		v = view_add(a, v, STR("x"), view_object(a));
	buf_init(&b, a);
	view_pack(&b, top);
	tap_ok(view_unpack(a, buf_str(&b)) == NULL, "one that is too deep is refused");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct view *v = sample(a), *back;
	struct buf b;

	buf_init(&b, a);
	view_pack(&b, v);
	back = view_unpack(a, buf_str(&b));
	tap_ok(back != NULL && is_same(v, back), "there and back");
	test_damage(a, buf_str(&b));
	test_depth(a);
	arena_free(a);
	return tap_done();
}

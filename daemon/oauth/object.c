/* object: see object.h. */
#include "daemon/oauth/object.h"

#include <jansson.h>

enum { VALUE_BYTES = 64 * 1024 };

static struct str
text_of(const json_t *v)
{
	return (struct str){ json_string_value(v), json_string_length(v) };
}

static struct str
words_of(struct arena *a, const json_t *list)
{
	struct buf b;
	const json_t *v;
	size_t i;

	buf_init(&b, a);
	json_array_foreach(list, i, v) {
		if (!json_is_string(v) || b.n + json_string_length(v) > VALUE_BYTES)
			continue;
		if (b.n > 0)
			buf_addc(&b, ' ');
		buf_add(&b, text_of(v));
	}
	return buf_str(&b);
}

/* False: it is left out. */
static bool
value_of(struct arena *a, const json_t *v, struct str *out)
{
	if (json_is_string(v))
		*out = text_of(v);
	else if (json_is_integer(v))
		*out = str_printf(a, "%lld", (long long)json_integer_value(v));
	else if (json_is_boolean(v))
		*out = json_is_true(v) ? STR("true") : STR("false");
	else if (json_is_array(v))
		*out = words_of(a, v);
	else
		return false;
	return out->n <= VALUE_BYTES;
}

/* Its members behind `prefix`; of an object in it too, once. */
static void
add_members(struct arena *a, json_t *o, const char *prefix, struct object *out)
{
	const char *name;
	json_t *v;

	json_object_foreach(o, name, v) {
		struct str value;

		if (json_is_object(v) && prefix[0] == '\0') {
			add_members(a, v, str_printf(a, "%s.", name).p, out);
			continue;
		}
		if (!value_of(a, v, &value))
			continue;
		strs_add(a, &out->names, str_printf(a, "%s%s", prefix, name));
		strs_add(a, &out->values, str_dup(a, value));
	}
}

static int
read_list(struct arena *a, json_t *list, struct objects *out, struct err *e)
{
	size_t i, n = json_array_size(list);
	json_t *v;

	if (n > OBJECTS_MOST)
		return err_set(e, ERR_MESSAGE, "it lists %zu: at most %d", n, OBJECTS_MOST);
	out->v = ARENA_ARRAY(a, n, struct object);
	json_array_foreach(list, i, v)
		if (json_is_object(v))
			add_members(a, v, "", &out->v[out->n++]);
	return 0;
}

int
objects_read(struct arena *a, struct str text, const char *within, const char *list,
    struct objects *out, struct err *e)
{
	json_error_t fault;
	json_t *o, *at;
	int rc;

	*out = (struct objects){ 0 };
	if (text.n > OBJECTS_BYTES)
		return err_set(e, ERR_MESSAGE, "it has more than %d bytes", OBJECTS_BYTES);
	if ((o = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &fault)) == NULL)
		return err_set(e, ERR_MESSAGE, "line %d: it is no JSON: %s", fault.line, fault.text);
	at = o;
	if (json_is_object(o)) {
		add_members(a, json_object_get(o, within), "", &out->about);
		at = json_object_get(json_object_get(o, within), list);
	}
	rc = json_is_array(at) ? read_list(a, at, out, e) : err_set(e, ERR_MESSAGE,
	    "it is no list, and no object with %s.%s", within, list);
	json_decref(o);
	return rc;
}

int
object_read(struct arena *a, struct str text, struct object *out)
{
	json_t *o = text.n == 0 || text.n > OBJECT_BYTES ? NULL :
	    json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	const char *name;
	json_t *v;

	*out = (struct object){ 0 };
	if (!json_is_object(o)) {
		json_decref(o);
		return -1;
	}
	json_object_foreach(o, name, v) {
		struct str value;

		if (!value_of(a, v, &value))
			continue;
		strs_add(a, &out->names, str_dup(a, str_c(name)));
		strs_add(a, &out->values, str_dup(a, value));
	}
	json_decref(o);
	return 0;
}

struct str
object_get(const struct object *o, const char *name)
{
	for (size_t i = 0; i < o->names.n; i++)
		if (str_eq(o->names.v[i], str_c(name)))
			return o->values.v[i];
	return STR_NONE;
}

int64_t
object_int(const struct object *o, const char *name, int64_t otherwise)
{
	int64_t n;

	return str_i64(object_get(o, name), &n) ? n : otherwise;
}

bool
object_has_word(const struct object *o, const char *name, const char *word)
{
	struct str rest = object_get(o, name), one;

	while (str_split(&rest, ' ', &one))
		if (str_eq(one, str_c(word)))
			return true;
	return false;
}

/* describe: see describe.h. */
#include "daemon/conf/describe.h"

static const struct shape {
	const char	*type;
	const char	*pattern;	/* of a text; NULL: any */
	bool		 may_lack;	/* the empty text, too */
} shapes[KEY_KINDS] = {
	[KEY_STR] = { "string", NULL, false },
	[KEY_NAME] = { "string", "^[A-Za-z0-9._-]+$", false },
	[KEY_TEXT] = { "string", NULL, true },
	[KEY_STRS] = { NULL, NULL, true },
	[KEY_LOWERS] = { NULL, NULL, true },
	[KEY_BOOL] = { "boolean", NULL, true },
	[KEY_PORT] = { "integer", NULL, true },
	[KEY_COUNT] = { "integer", NULL, true },
	[KEY_LIMIT] = { "integer", NULL, true },
	[KEY_DURATION] = { "string", "^(0|([0-9]{1,9} *[smhdw] *)+)$", false },
	[KEY_TERM] = { NULL, "^(0?|([0-9]{1,9} *[smhdw] *)+)$", true },
	[KEY_MS] = { "string", "^(0|([0-9]{1,9} *(ms|s|m) *)+)$", false },
	[KEY_SIZE] = { "string", "^(0|([0-9]{1,9} *(B|KB|MB|GB) *)+)$", false },
	[KEY_ENUM] = { "string", NULL, true },
	[KEY_CHOICE] = { "string", NULL, true },
	[KEY_PATH] = { "string", NULL, false },
	[KEY_CUSTOM] = { NULL, NULL, true },
};

static void
put_default(struct json *j, const struct key *k)
{
	if (k->kind == KEY_BOOL)
		json_bool(j, "default", str_eq(str_c(k->def), STR("true")));
	else if (str_eq(str_c(shapes[k->kind].type), STR("integer")))
		json_raw(j, "default", str_c(k->def));
	else
		json_str(j, "default", str_c(k->def));
}

/* A text or a list of texts; a duration or the number 0. */
static void
put_either(struct json *j, const struct key *k)
{
	json_open_array(j, "anyOf");
	json_open_object(j, NULL);
	json_str(j, "type", STR("string"));
	if (shapes[k->kind].pattern != NULL)
		json_str(j, "pattern", str_c(shapes[k->kind].pattern));
	json_close(j);
	json_open_object(j, NULL);
	if (k->kind == KEY_TERM) {
		json_int(j, "const", 0);
	} else {
		json_str(j, "type", STR("array"));
		json_open_object(j, "items");
		json_str(j, "type", STR("string"));
		json_int(j, "minLength", 1);
		json_close(j);
	}
	json_close(j);
	json_close(j);
}

static void
put_words(struct json *j, const struct key *k)
{
	json_open_array(j, "enum");
	for (size_t i = 0; k->names[i] != NULL; i++)
		json_str(j, NULL, str_c(k->names[i]));
	json_close(j);
}

static void
put_value(struct json *j, const struct key *k)
{
	const struct shape *s = &shapes[k->kind];
	bool is_number = str_eq(str_c(s->type), STR("integer"));

	if (s->type != NULL)
		json_str(j, "type", str_c(s->type));
	else if (k->kind != KEY_CUSTOM)
		put_either(j, k);
	if (s->type != NULL && s->pattern != NULL)
		json_str(j, "pattern", str_c(s->pattern));
	if (!s->may_lack)
		json_int(j, "minLength", 1);
	if (k->names != NULL)
		put_words(j, k);
	if (is_number && (k->min > 0 || k->kind != KEY_COUNT))
		json_int(j, "minimum", k->min);
	if (is_number && (k->max > 0 || k->kind == KEY_PORT))
		json_int(j, "maximum", k->max > 0 ? k->max : UINT16_MAX);
	/* Of texts that mean a number, in what it counts: seconds, milliseconds, bytes. */
	if (!is_number && k->min > 0)
		json_int(j, "x-least", k->min);
	if (!is_number && k->max > 0)
		json_int(j, "x-most", k->max);
	if (k->def != NULL)
		put_default(j, k);
}

/* What the help of a row names by "conf.NAME"; empty: nothing. */
static struct str
refers(const struct key *k)
{
	struct str help = str_c(k->help), name;
	size_t at = str_find(help, STR("conf."), 0), n = 0;

	if (k->kind != KEY_CUSTOM || at == SIZE_MAX)
		return STR_NONE;
	name = str_sub(help, at + 5, SIZE_MAX);
	while (n < name.n && ((name.p[n] >= 'a' && name.p[n] <= 'z') || name.p[n] == '_'))
		n++;
	return str_sub(name, 0, n);
}

void
describe_ref(struct json *j, const char *name, bool is_list, struct str of, const char *about)
{
	struct buf path;

	buf_init(&path, j->out->a);
	buf_printf(&path, "#/$defs/%.*s", STR_ARG(of));
	json_open_object(j, name);
	if (about != NULL)
		json_str(j, "description", str_c(about));
	if (is_list) {
		json_str(j, "type", STR("array"));
		json_open_object(j, "items");
	}
	json_str(j, "$ref", buf_str(&path));
	if (is_list)
		json_close(j);
	json_close(j);
}

static void
put_key(struct json *j, const struct key *k, const char *name)
{
	struct str of = refers(k);

	if (of.n > 0) {
		describe_ref(j, name, str_starts(str_c(k->help), STR("list")), of, k->help);
		return;
	}
	json_open_object(j, name);
	json_str(j, "description", str_c(k->help));
	put_value(j, k);
	if (name == k->was)
		json_bool(j, "deprecated", true);
	json_close(j);
}

void
describe_section(struct json *j, const struct section *s)
{
	json_open_object(j, s->name);
	json_str(j, "description", str_c(s->about));
	json_str(j, "type", STR("object"));
	json_open_object(j, "properties");
	for (size_t i = 0; i < s->n; i++) {
		put_key(j, &s->keys[i], s->keys[i].name);
		if (s->keys[i].was != NULL)
			put_key(j, &s->keys[i], s->keys[i].was);
	}
	json_close(j);
	json_open_array(j, "required");
	for (size_t i = 0; i < s->n; i++)
		if (s->keys[i].required)
			json_str(j, NULL, str_c(s->keys[i].name));
	json_close(j);
	json_bool(j, "additionalProperties", false);
	json_close(j);
}

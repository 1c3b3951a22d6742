/* describe: see describe.h. */
#include "daemon/filter/describe.h"

#include "daemon/conf/describe.h"
#include "daemon/filter/subject.h"
#include "daemon/filter/testkind.h"
#include "parsers/base/array.h"

static void
put_ref(struct json *j, const char *to)
{
	json_open_object(j, NULL);
	json_str(j, "$ref", str_c(to));
	json_close(j);
}

/* One text, or a list of texts; a number and yes or no may stand bare. */
static void
put_values(struct json *j)
{
	static const char *const bare[] = { "string", "integer", "boolean" };

	json_open_object(j, "values");
	json_open_array(j, "anyOf");
	for (size_t i = 0; i < COUNT(bare); i++) {
		json_open_object(j, NULL);
		json_str(j, "type", str_c(bare[i]));
		json_close(j);
	}
	json_open_object(j, NULL);
	json_str(j, "type", STR("array"));
	json_open_object(j, "items");
	json_str(j, "type", STR("string"));
	json_close(j);
	json_close(j);
	json_close(j);
	json_close(j);
}

/* What a group of tests of one subject may have. */
static void
put_tests(struct json *j)
{
	struct strs words = testkind_words(j->out->a);
	enum filter_test_kind kind;

	json_open_object(j, "tests");
	json_str(j, "description", STR("tests of one subject, which must all hold"));
	json_str(j, "type", STR("object"));
	json_open_object(j, "properties");
	for (size_t i = 0; i < words.n; i++) {
		bool is_kind = testkind_find(words.v[i], &kind);

		json_open_object(j, str_dup(j->out->a, words.v[i]).p);
		if (is_kind && testkind_shape(kind) == TEST_TRUE_OR_FALSE) {
			json_str(j, "type", STR("boolean"));
		} else {
			json_open_array(j, "anyOf");
			put_ref(j, "#/$defs/values");
			if (!is_kind)
				put_ref(j, "#/$defs/tests");
			json_close(j);
		}
		json_close(j);
	}
	json_close(j);
	json_int(j, "minProperties", 1);
	json_bool(j, "additionalProperties", false);
	json_close(j);
}

static void
put_words(struct json *j, const struct strs *words)
{
	json_open_object(j, NULL);
	json_strs(j, "enum", words);
	json_close(j);
	json_open_object(j, NULL);
	json_str(j, "type", STR("array"));
	json_open_object(j, "items");
	json_strs(j, "enum", words);
	json_close(j);
	json_close(j);
}

static void
put_subject(struct json *j, const char *name, const struct subject *s)
{
	struct strs words = s->words == NULL ? (struct strs){ 0 } : s->words(j->out->a);

	json_open_object(j, name);
	json_str(j, "description", str_c(s->about));
	json_open_array(j, "anyOf");
	if (words.n > 0)
		put_words(j, &words);
	else
		put_ref(j, "#/$defs/values");
	put_ref(j, "#/$defs/tests");
	json_close(j);
	json_close(j);
}

/* `sla = { clock … }`: the subjects of that word and a dot. */
static void
put_members(struct json *j, struct str outer)
{
	bool is_named = false;

	json_open_object(j, str_dup(j->out->a, outer).p);
	json_str(j, "type", STR("object"));
	json_open_object(j, "properties");
	for (unsigned i = 0; i < SUBJECTS; i++) {
		const struct subject *s = subject_row((enum subject_id)i);
		struct str word = str_c(s->word), first;

		if (!str_split(&word, '.', &first) || !str_eq(first, outer))
			continue;
		is_named |= word.n == 0;
		if (word.n > 0)
			put_subject(j, str_dup(j->out->a, word).p, s);
	}
	json_close(j);
	json_bool(j, "additionalProperties", is_named);
	json_close(j);
}

static void
put_groups(struct json *j)
{
	static const char *const groups[] = { "all", "any", "none" };

	for (size_t i = 0; i < COUNT(groups); i++) {
		json_open_object(j, groups[i]);
		json_open_array(j, "anyOf");
		put_ref(j, "#/$defs/when");
		json_open_object(j, NULL);
		json_str(j, "type", STR("array"));
		json_open_object(j, "items");
		json_str(j, "$ref", STR("#/$defs/when"));
		json_close(j);
		json_close(j);
		json_close(j);
		json_close(j);
	}
}

void
filter_describe(struct json *j)
{
	struct strs outers = { 0 };

	put_values(j);
	put_tests(j);
	json_open_object(j, "when");
	json_str(j, "description", STR("tests, which must all hold"));
	json_str(j, "type", STR("object"));
	json_open_object(j, "properties");
	put_groups(j);
	for (unsigned i = 0; i < SUBJECTS; i++) {
		const struct subject *s = subject_row((enum subject_id)i);
		struct str word = str_c(s->word), first;

		if (!subject_is_named((enum subject_id)i))
			put_subject(j, s->word, s);
		if (str_chr(word, '.', 0) != SIZE_MAX && str_split(&word, '.', &first) &&
		    !strs_has(&outers, first))
			strs_add(j->out->a, &outers, first);
	}
	for (size_t i = 0; i < outers.n; i++)
		put_members(j, outers.v[i]);
	json_close(j);
	json_open_object(j, "patternProperties");
	for (unsigned i = 0; i < SUBJECTS; i++) {
		struct str word = str_c(subject_row((enum subject_id)i)->word), first;

		if (subject_is_named((enum subject_id)i) && str_split(&word, '.', &first))
			put_subject(j, str_printf(j->out->a, "^%.*s\\.", STR_ARG(first)).p,
			    subject_row((enum subject_id)i));
	}
	json_close(j);
	json_bool(j, "additionalProperties", false);
	json_close(j);
}

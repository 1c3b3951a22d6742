/* verbword: see verbword.h. */
#include "daemon/policy/verbword.h"

#include <stdlib.h>

#include "daemon/conf/file.h"
#include "daemon/policy/templates.h"
#include "parsers/base/array.h"
#include "parsers/base/nearest.h"
#include "parsers/text/fold.h"

enum { WORD_MAX_BYTES = 40 };

struct list {				/* of words while they are gathered */
	struct command_word	*v;
	size_t			 n;
};

struct from {				/* a line of a file */
	struct loader	*l;
	struct str	 file;
	int		 line;
};

static enum command_takes
takes_of(const struct verb *v)
{
	return v->value == NULL ? COMMAND_NOTHING : v->takes == TAKES_TEXT ? COMMAND_TEXT :
	    verb_is_optional(v) ? COMMAND_PERHAPS : COMMAND_VALUE;
}

static void
add_word(struct arena *a, struct list *all, struct str word, const struct verb *v)
{
	all->v = array_grow(a, all->v, all->n, sizeof(*all->v));
	all->v[all->n++] = (struct command_word){ word, str_c(v->name), takes_of(v) };
}

static void
add_names(struct arena *a, struct list *all)
{
	for (size_t i = 0; i < VERBS; i++)
		if ((verb_row((enum verb_id)i)->doors & DOOR_MAIL) != 0)
			add_word(a, all, str_c(verb_row((enum verb_id)i)->name),
			    verb_row((enum verb_id)i));
}

static void
add_later(struct arena *a, struct list *all)
{
	for (const char *const *word = verb_later; *word != NULL; word++) {
		all->v = array_grow(a, all->v, all->n, sizeof(*all->v));
		all->v[all->n++] = (struct command_word){ str_c(*word), str_c(*word),
		    COMMAND_PERHAPS };
	}
}

static const struct command_word *
find(const struct list *all, struct str word)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].word, word))
			return &all->v[i];
	return NULL;
}

static int
by_word(const void *a, const void *b)
{
	return str_cmp(((const struct command_word *)a)->word,
	    ((const struct command_word *)b)->word);
}

static struct command_words
sorted(const struct list *all)
{
	if (all->n > 0)
		qsort(all->v, all->n, sizeof(*all->v), by_word);
	return (struct command_words){ all->v, all->n };
}

struct command_words
verb_words_plain(struct arena *a)
{
	struct list all = { 0 };

	add_names(a, &all);
	return sorted(&all);
}

/* --- the files --- */

static void
take_word(const struct from *f, struct list *all, const struct verb *v, struct str theirs)
{
	struct str word = fold_trim(fold(f->l->a, theirs));
	const struct command_word *old = find(all, word);

	if (word.n == 0 || word.n > WORD_MAX_BYTES || str_chr(word, ' ', 0) != SIZE_MAX ||
	    !((word.p[0] >= 'a' && word.p[0] <= 'z') || (unsigned char)word.p[0] >= 0x80))
		conf_fault_at(f->l, f->file, f->line, "'%.*s' is no word for a command: it is "
		    "one word and begins with a letter", STR_ARG(theirs));
	else if (old != NULL && !str_eq(old->name, str_c(v->name)))
		conf_fault_at(f->l, f->file, f->line, "'%.*s' cannot be %s: it is %.*s already",
		    STR_ARG(theirs), v->name, STR_ARG(old->name));
	else if (old == NULL)
		add_word(f->l->a, all, word, v);
}

static void
take_value(const struct from *f, struct verb_words *out, const struct verb *v,
    struct str value, struct str theirs)
{
	struct verb_value one = { str_c(v->name), fold_trim(fold(f->l->a, theirs)), value };

	if (one.word.n == 0 || v->value == NULL) {
		conf_fault_at(f->l, f->file, f->line, v->value == NULL ?
		    "%s takes no value" : "a word for a value of %s is empty", v->name);
		return;
	}
	out->values = array_grow(f->l->a, out->values, out->n_values, sizeof(*out->values));
	out->values[out->n_values++] = one;
}

/* "resolve => solved, done" or "severity high => !" */
static void
take_line(const struct from *f, struct list *all, struct verb_words *out, struct str line)
{
	size_t at = str_find(line, STR(" => "), 0), blank;
	struct str left = str_trim(str_sub(line, 0, at)), one;
	struct str right = at == SIZE_MAX ? STR_NONE : str_sub(line, at + 4, line.n);
	struct strs names = verb_names(f->l->a, DOOR_MAIL);
	const struct verb *v;

	blank = str_chr(left, ' ', 0);
	if (at == SIZE_MAX || left.n == 0) {
		conf_fault_at(f->l, f->file, f->line, "the line is not \"COMMAND => word, word\" "
		    "or \"COMMAND VALUE => word, word\"");
		return;
	}
	v = verb_find(DOOR_MAIL, str_sub(left, 0, blank));
	if (v == NULL) {
		struct str none = nearest_none_such(f->l->a, "command", str_sub(left, 0, blank),
		    &names);

		conf_fault_at(f->l, f->file, f->line, "%.*s", STR_ARG(none));
		return;
	}
	while (str_split(&right, ',', &one)) {
		one = fold_trim(one);
		if (blank == SIZE_MAX)
			take_word(f, all, v, one);
		else
			take_value(f, out, v, str_trim(str_sub(left, blank, left.n)), one);
	}
}

static void
take_file(struct loader *l, struct str file, struct list *all, struct verb_words *out)
{
	struct from f = { .l = l, .file = file };
	struct str text, line;

	if (conf_read(l, file, &text) == -1)
		return;
	while (str_line(&text, &line)) {
		f.line++;
		line = str_trim(line);
		if (line.n > 0 && line.p[0] != '#')
			take_line(&f, all, out, line);
	}
}

/* The language's own file, else the one that was installed. */
static void
take_language(struct loader *l, struct str folder, struct list *all, struct verb_words *out)
{
	struct str file = str_printf(l->a, "%.*s/_commands.txt", STR_ARG(folder));
	struct str own = l->folder;

	if (conf_is_absent(l, file))
		l->folder = templates_shipped(l->a);
	if (l->folder.n > 0 && !conf_is_absent(l, file))
		take_file(l, file, all, out);
	l->folder = own;
}

static void
load(struct loader *l, void *own)
{
	struct verb_words *out = own;
	struct strs folders = conf_folder(l, "templates", "");
	struct list all = { 0 };

	add_names(l->a, &all);
	add_later(l->a, &all);
	for (size_t i = 0; i < folders.n; i++)
		take_language(l, folders.v[i], &all, out);
	out->by_mail = sorted(&all);
}

const struct conf_part verb_word_part = { "command", "templates/", .load = load };

struct str
verb_words_value(const struct verb_words *words, const struct verb *v, struct str value)
{
	for (size_t i = 0; i < words->n_values; i++)
		if (str_eq(words->values[i].verb, str_c(v->name)) &&
		    fold_eq(value, words->values[i].word))
			return words->values[i].value;
	return value;
}

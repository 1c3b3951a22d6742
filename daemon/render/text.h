/*
 * text: what is written for people: made safe, measured, cut, folded; and as
 * JSON for programs.  Everything that came from outside
 * passes text_safe() or text_json(): no control character, no invalid UTF-8
 * and no character that turns the reading direction reaches a terminal.
 */
#ifndef DAEMON_RENDER_TEXT_H
#define DAEMON_RENDER_TEXT_H

#include "parsers/base/str.h"

/* Ready for a terminal, on one line: "\x1b", "\n", "<U+202E>" are spelt out. */
struct str	text_safe(struct arena *a, struct str);
/* The same, with its line ends and tabs kept; CR LF becomes LF. */
struct str	text_safe_lines(struct arena *a, struct str);
/* JSON text whose strings hold such characters as they are: \u escapes them. */
struct str	text_json(struct arena *a, struct str json);

size_t		text_width(struct str);		/* columns; of safe text */
/* Cut to that many columns, "…" at the end when something is missing. */
struct str	text_cut(struct arena *a, struct str, size_t columns);
/* Adds safe lines, folded at spaces to `columns` and each indented. */
void		text_fold(struct buf *, struct str lines, size_t indent, size_t columns);
/* The same behind a head, under whose end the later lines begin. */
void		text_hang(struct buf *, struct str head, struct str lines, size_t columns);

struct str	text_number(struct arena *a, int64_t);
/* "2026-06-01 10:00 CEST", by TZ; "-" for 0. */
struct str	text_time(struct arena *a, int64_t us);
/* "in 2h 5m", "3h ago". */
struct str	text_from_now(struct arena *a, int64_t us);
struct str	text_size(struct arena *a, int64_t bytes);	/* "1.4 MB" */

#endif

/*
 * log: one line an event on standard error, key=value, for the journal
 * (RFC 5424 priorities as "<6>").  Values that came from outside are escaped
 * and cut; a secret is never given to it.
 *
 *	log_info("mail stored", { "ticket", LOG_I(12) }, { "from", LOG_S(addr) });
 */
#ifndef DAEMON_SYS_LOG_H
#define DAEMON_SYS_LOG_H

#include "parsers/base/array.h"
#include "parsers/base/str.h"

enum log_level { LOG_ERROR = 3, LOG_WARNING = 4, LOG_INFO = 6, LOG_DEBUG = 7 };

enum { LOG_VALUE_MAX = 200 };		/* bytes of one value that are shown */

struct log_value {
	bool		is_number;
	int64_t		number;
	struct str	text;
};

#define LOG_I(n)	((struct log_value){ .is_number = true, .number = (int64_t)(n) })
#define LOG_S(s)	((struct log_value){ .text = (s) })
#define LOG_C(c)	((struct log_value){ .text = str_c(c) })

struct log_pair {
	const char		*key;
	struct log_value	 value;
};

/*
 * `who` is the role's name and starts each line; kept, not copied.  Lines carry
 * a priority where standard error is no terminal.
 */
void	log_open(const char *who, enum log_level);
/* Another name from now on, kept too. */
void	log_rename(const char *who);
/* "error", "warning", "info", "debug"; LOG_INFO for anything else. */
enum log_level	log_level_find(struct str name);
/* The line as it would be written, without priority and newline; lives in `a`. */
struct str	log_format(struct arena *a, const char *event,
		    const struct log_pair *, size_t n);
void	log_line(enum log_level, const char *event, const struct log_pair *,
	    size_t n);

#define LOG_(level, event, ...) do {					\
	const struct log_pair log_pairs_[] = { __VA_ARGS__ };		\
	log_line((level), (event), log_pairs_, COUNT(log_pairs_));	\
} while (0)

#define log_error(event, ...)	LOG_(LOG_ERROR, event, __VA_ARGS__)
#define log_warning(event, ...)	LOG_(LOG_WARNING, event, __VA_ARGS__)
#define log_info(event, ...)	LOG_(LOG_INFO, event, __VA_ARGS__)
#define log_debug(event, ...)	LOG_(LOG_DEBUG, event, __VA_ARGS__)

#endif

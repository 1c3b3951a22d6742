#include "parsers/machine/smtpstatus.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static struct str
digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return str_sub(s, 0, n);
}

static bool
is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
begins_word(struct str s, size_t i)
{
	return i == 0 || (!is_word(s.p[i - 1]) && s.p[i - 1] != '.' && s.p[i - 1] != '-');
}

/* class.subject.detail at the start of s (RFC 3463 section 2), or STR_NONE. */
static struct str
status_at(struct str s)
{
	size_t n = 1;

	if (s.n < 5 || (s.p[0] != '2' && s.p[0] != '4' && s.p[0] != '5'))
		return STR_NONE;
	for (int i = 0; i < 2; i++) {
		struct str d = digits(str_sub(s, n + 1, s.n));

		if (n >= s.n || s.p[n] != '.' || d.n == 0 || d.n > 3)
			return STR_NONE;
		n += 1 + d.n;
	}
	if (n < s.n && (is_digit(s.p[n]) || (s.p[n] == '.' && n + 1 < s.n &&
	    is_digit(s.p[n + 1]))))
		return STR_NONE;
	return str_sub(s, 0, n);
}

bool
smtp_status_is_generic(struct str status)
{
	return status.n == 0 || str_ends(status, STR(".0.0"));
}

struct str
smtp_status_in(struct str s)
{
	struct str generic = STR_NONE;

	for (size_t i = 0; i < s.n; i++) {
		struct str found;

		if (!begins_word(s, i))
			continue;
		found = status_at(str_sub(s, i, s.n));
		if (found.n > 0 && !str_ends(found, STR(".0.0")))
			return found;
		if (found.n > 0 && generic.n == 0)
			generic = found;
	}
	return generic;
}

/* "Error Code 550]", "ERROR_CODE :450,": the word before it makes it one, whatever follows. */
static bool
behind_code_word(struct str s, size_t i)
{
	while (i > 0 && str_chr(STR(" :=#"), s.p[i - 1], 0) != SIZE_MAX)
		i--;
	return i >= 4 && str_ieq(str_sub(s, i - 4, 4), STR("code"));
}

struct str
smtp_reply_class(struct str s)
{
	for (size_t i = 0; i + 2 < s.n; i++) {
		if (!begins_word(s, i) || (s.p[i] != '4' && s.p[i] != '5') ||
		    digits(str_sub(s, i, 4)).n != 3 || s.p[i + 1] > '7')
			continue;
		if (behind_code_word(s, i) || (i + 3 < s.n &&
		    (s.p[i + 3] == ' ' || s.p[i + 3] == '-' || s.p[i + 3] == ':')))
			return s.p[i] == '4' ? STR("4.0.0") : STR("5.0.0");
	}
	return STR_NONE;
}

struct str
smtp_status_behind_code(struct str s)
{
	for (size_t i = 0; i + 8 < s.n; i++) {
		struct str found;
		size_t at = i + 4;

		if (!begins_word(s, i) || (s.p[i] != '4' && s.p[i] != '5') ||
		    digits(str_sub(s, i, 4)).n != 3 || (s.p[i + 3] != ' ' && s.p[i + 3] != '-'))
			continue;
		while (at < i + 7 && at < s.n && !is_digit(s.p[at]))
			at++;
		found = status_at(str_sub(s, at, s.n));
		if (found.n > 0 && found.p[0] == s.p[i])
			return found;
	}
	return STR_NONE;
}

struct str
smtp_status_beside_expiry(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		struct str found = begins_word(s, i) ? status_at(str_sub(s, i, s.n)) : STR_NONE;

		if (found.n > 0 && found.p[0] == '4' && !str_eq(found, STR("4.4.7")) &&
		    !smtp_status_is_generic(found))
			return found;
	}
	return STR_NONE;
}

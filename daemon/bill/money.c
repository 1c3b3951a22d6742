/* money: see money.h. */
#include "daemon/bill/money.h"

#include "daemon/policy/decimal.h"
#include "daemon/policy/rate.h"

enum { HOUR = 3600, WHOLE = 10000 /* 100 % in 1/100 % */ };

money_wide
money_half_even(money_wide num, money_wide den)
{
	money_wide q = num / den, twice = num % den * 2;

	if (twice < 0)
		twice = -twice;
	if (twice > den || (twice == den && q % 2 != 0))
		q += num < 0 ? -1 : 1;
	return q;
}

bool
money_of(money_wide product, int digits, int64_t *out)
{
	money_wide v;

	for (int i = 0; i < digits; i++)
		if (__builtin_mul_overflow(product, (money_wide)10, &product))
			return false;
	v = money_half_even(product, (money_wide)RATE_UNIT * HOUR);
	*out = (int64_t)v;
	return *out == v && v != INT64_MIN;
}

int64_t
money_raised(int64_t rate, int64_t percent)
{
	return (int64_t)money_half_even((money_wide)rate * (WHOLE + percent), WHOLE);
}

struct str
money_text(struct arena *a, int64_t amount, int digits)
{
	return decimal_text(a, amount, digits, digits);
}

struct str
money_rate_text(struct arena *a, int64_t rate)
{
	return decimal_text(a, rate, 4, 2);
}

struct str
money_percent_text(struct arena *a, int64_t percent)
{
	return decimal_text(a, percent, 2, 0);
}

struct str
money_hours_text(struct arena *a, int64_t s)
{
	uint64_t u = s < 0 ? -(uint64_t)s : (uint64_t)s;

	return str_printf(a, "%s%llu:%02u:%02u", s < 0 ? "-" : "", (unsigned long long)(u / HOUR),
	    (unsigned)(u / 60 % 60), (unsigned)(u % 60));
}

/* proof: see proof.h. */
#include "daemon/intake/proof.h"

#include "daemon/sys/clock.h"

#define DAY_US	((int64_t)86400 * SECOND_US)	/* tokens keep no hours */

enum dmarc_word
proof_word(const struct authres *ar, struct str from_domain)
{
	if (str_ieq(ar->dmarc, STR("fail")))
		return DMARC_FAIL;
	return str_ieq(ar->dmarc, STR("pass")) && from_domain.n > 0 &&
	    str_ieq(ar->dmarc_from, from_domain) ? DMARC_PASS : DMARC_NONE;
}

static bool
is_enough(enum verify verify, const struct proof *p)
{
	switch (verify) {
	case VERIFY_TOKEN:
		return p->by_token;
	case VERIFY_DMARC:
		return p->by_dmarc;
	case VERIFY_EITHER:
		return p->by_token || p->by_dmarc;
	case VERIFY_BOTH:
		return p->by_token && p->by_dmarc;
	}
	return false;
}

/* One that was made for longer than any is now is not known to be young. */
bool
proof_is_young(const struct token *t, int64_t lifetime, int64_t most, int64_t now)
{
	int64_t made = t->expires - lifetime * SECOND_US;

	return made <= now + DAY_US && now - made <= most * SECOND_US;
}

struct proof
proof_judge(enum verify verify, const struct evidence *ev)
{
	struct proof p = { .is_proven = false };

	if (!ev->is_agent || !ev->is_clear || ev->dmarc == DMARC_FAIL)
		return p;
	p.by_token = ev->token == TOKEN_GOOD && ev->is_theirs;
	p.by_dmarc = ev->dmarc == DMARC_PASS;
	p.is_proven = is_enough(verify, &p);
	p.is_fresh = p.is_proven && ((p.by_token && ev->is_young) ||
	    (p.by_dmarc && verify != VERIFY_TOKEN));
	return p;
}

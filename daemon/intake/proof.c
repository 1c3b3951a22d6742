/* proof: see proof.h. */
#include "daemon/intake/proof.h"

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

struct proof
proof_judge(enum verify verify, const struct evidence *ev)
{
	struct proof p = { .is_proven = false };

	if (!ev->is_agent || !ev->is_clear || ev->dmarc == DMARC_FAIL)
		return p;
	p.by_token = ev->token == TOKEN_GOOD && ev->is_theirs;
	p.by_dmarc = ev->dmarc == DMARC_PASS;
	p.is_proven = is_enough(verify, &p);
	return p;
}

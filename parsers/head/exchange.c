/* exchange: see exchange.h. */
#include "parsers/head/exchange.h"

#include "parsers/base/array.h"
#include "parsers/head/rawheader.h"
#include "parsers/head/received.h"

enum { HOPS = 10 };			/* from the border to the mailbox */

static const struct str house[] = {
	STR(".prod.outlook.com"), STR(".protection.outlook.com"), STR(".outlook.office365.com"),
};

/* What the clients of its servers have where they are its own. */
static const struct { struct ip ip; int bits; } networks[] = {
	{ { { 0x26, 0x03, 0x10 } }, 24 }, { { { 0x2a, 0x01, 0x01, 0x11 } }, 32 },
};

static bool
ends(struct str name, struct str suffix)
{
	return name.n > suffix.n &&
	    str_ieq(str_sub(name, name.n - suffix.n, SIZE_MAX), suffix);
}

static bool
is_house(struct str name)
{
	for (size_t i = 0; i < COUNT(house); i++)
		if (ends(name, house[i]))
			return true;
	return false;
}

static bool
is_own_client(const struct hop *h)
{
	for (size_t i = 0; i < COUNT(networks); i++)
		if (ip_is_within(&h->client, &networks[i].ip, networks[i].bits))
			return true;
	return ip_is_inside(&h->client);
}

/* Anybody may call themselves like one of its servers, so that their address counts too. */
static bool
is_step(const struct hop *h)
{
	return !h->bad && h->is_client && is_own_client(h) && is_house(h->from) &&
	    is_house(h->by) && !ends(h->by, STR(".mail.protection.outlook.com"));
}

static bool
is_border(const struct hop *h)
{
	return !h->bad && (ends(h->by, STR(".protection.outlook.com")) ||
	    ends(h->by, STR(".prod.outlook.com")));
}

bool
exchange_wrote_results(struct str block)
{
	struct rawheader field;
	bool found = false;
	size_t hops = 0;

	while (hops < HOPS && rawheader_next(&block, &field)) {
		struct hop h;

		found |= str_ieq(field.name, STR("Authentication-Results"));
		if (!str_ieq(field.name, STR("Received")))
			continue;
		h = received_hop(field.value);
		if (found)
			return is_border(&h);
		if (!is_step(&h))
			return false;
		hops++;
	}
	return false;
}

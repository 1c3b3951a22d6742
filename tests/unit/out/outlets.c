/* A queue that stops and goes on: whichever answer comes first, it is tried again. */
#include "daemon/out/outlets.h"

#include "tests/tap.h"

enum { NOW = 1000, PROBE = 7, BESIDE = 8 };

static void
take(struct outlet *o, int64_t delivery, enum send_outcome outcome, enum send_stop stop,
    int64_t now)
{
	const struct flight was = { .id = delivery };
	struct mail_result r = { .delivery = delivery, .outcome = outcome, .stop = stop };

	outlet_take(o, &was, &r, now);
}

int
main(void)
{
	static const struct { const char *name; enum send_outcome outcome; enum send_stop stop; }
	    late[] = {
		{ "taken", SEND_OK, SEND_GOES_ON }, { "refused", SEND_TEMPORARY, SEND_STOPS },
		{ "not tried", SEND_TEMPORARY, SEND_WAITED },
	};

	for (size_t i = 0; i < COUNT(late); i++) {
		struct outlet o = { .is_stopped = true, .retry_at = NOW, .probe = PROBE };

		take(&o, BESIDE, SEND_OK, SEND_GOES_ON, NOW + 1);
		tap_ok(!o.is_stopped, "%s: a mail sent beside the try lets all go on", late[i].name);
		take(&o, PROBE, late[i].outcome, late[i].stop, NOW + 2);
		tap_int(o.probe, 0, "%s: the try is over", late[i].name);
	}
	return tap_done();
}

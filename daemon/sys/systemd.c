/*
 * systemd: see systemd.h.  The only file that includes libsystemd; built without
 * it, nothing is told and no watchdog is fed.
 */
#include "daemon/sys/systemd.h"

#include <stdarg.h>
#include <stdio.h>

#ifdef HAVE_LIBSYSTEMD
#include <systemd/sd-daemon.h>

void
systemd_notify(const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	sd_notify(0, text);
}

int64_t
systemd_watchdog(void)
{
	uint64_t us = 0;

	return sd_watchdog_enabled(0, &us) > 0 ? (int64_t)(us / 1000) : 0;
}

#else

void
systemd_notify(const char *fmt, ...)
{
	(void)fmt;
}

int64_t
systemd_watchdog(void)
{
	return 0;
}

#endif

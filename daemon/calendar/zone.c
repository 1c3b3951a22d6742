/*
 * zone: local time by the system's zone files.  A file is trusted no further
 * than its size: counts, indexes and order are checked before anything is
 * looked up, and times past its table follow the rule in its footer.  Never
 * reads or sets TZ, never calls localtime() or mktime().
 */
#include "daemon/calendar/zone.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/calendar/zonerule.h"
#include "daemon/sys/clock.h"
#include "parsers/text/date.h"

enum {
	HEADER_SIZE = 44,		/* RFC 8536 section 3.1 */
	TYPE_SIZE = 6,			/* i32 offset, u8 is_dst, u8 abbreviation */
	FILE_MAX = 256 * 1024,
	NAME_MAX_BYTES = 64
};

#define ZONE_DIR	"/usr/share/zoneinfo"

struct zone {
	const unsigned char	*times;		/* i64 each, rising */
	const unsigned char	*indexes;	/* u8 each: the type from then on */
	size_t			 n;
	struct zone_kind	*kinds;
	size_t			 n_kinds;
	struct zonerule		 footer;
};

static uint32_t
be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t
time_at(const struct zone *z, size_t i)
{
	const unsigned char *p = z->times + 8 * i;

	return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

/* --- the file --- */

/* Where a block's parts lie. */
struct block {
	size_t	n_times, n_kinds, n_chars;
	size_t	times, indexes, kinds, chars;
	size_t	end;
};

static int
block_find(struct str in, size_t at, size_t time_size, struct block *b)
{
	const unsigned char *p = (const unsigned char *)in.p + at;
	size_t n_utc, n_std, n_leap;

	if (in.n < at + HEADER_SIZE || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return -1;
	n_utc = be32(p + 20);
	n_std = be32(p + 24);
	n_leap = be32(p + 28);
	b->n_times = be32(p + 32);
	b->n_kinds = be32(p + 36);
	b->n_chars = be32(p + 40);
	/* Each is bounded by the file, so that no sum below overflows. */
	if (n_utc > in.n || n_std > in.n || n_leap > in.n || b->n_times > in.n ||
	    b->n_kinds > 256 || b->n_chars > in.n)
		return -1;
	b->times = at + HEADER_SIZE;
	b->indexes = b->times + b->n_times * time_size;
	b->kinds = b->indexes + b->n_times;
	b->chars = b->kinds + b->n_kinds * TYPE_SIZE;
	b->end = b->chars + b->n_chars + n_leap * (time_size + 4) + n_std + n_utc;
	return b->end > in.n ? -1 : 0;
}

static int
kinds_parse(struct arena *a, struct str in, const struct block *b, struct zone *z)
{
	struct str chars = str_sub(in, b->chars, b->n_chars);

	z->n_kinds = b->n_kinds;
	z->kinds = ARENA_ARRAY(a, b->n_kinds, struct zone_kind);
	for (size_t i = 0; i < b->n_kinds; i++) {
		const unsigned char *p = (const unsigned char *)in.p + b->kinds +
		    i * TYPE_SIZE;
		struct str name = str_sub(chars, p[5], SIZE_MAX);
		struct zone_kind *k = &z->kinds[i];

		name = str_sub(name, 0, str_chr(name, '\0', 0));
		k->offset = (int32_t)be32(p);
		if (name.n >= ZONE_ABBREV_MAX || k->offset < -ZONE_OFFSET_MAX ||
		    k->offset > ZONE_OFFSET_MAX)
			return -1;
		if (name.n > 0)
			memcpy(k->abbrev, name.p, name.n);
	}
	return b->n_kinds == 0 ? -1 : 0;
}

static int
times_check(const struct zone *z)
{
	for (size_t i = 0; i < z->n; i++)
		if (z->indexes[i] >= z->n_kinds ||
		    (i > 0 && time_at(z, i) <= time_at(z, i - 1)))
			return -1;
	return 0;
}

int
zone_parse(struct arena *a, struct str in, const struct zone **out, struct err *e)
{
	struct zone *z = ARENA_NEW(a, struct zone);
	struct str footer;
	struct block b;

	/* Version 1's 32-bit block first, then the same again with 64 bits. */
	if (block_find(in, 0, 4, &b) == -1 || block_find(in, b.end, 8, &b) == -1)
		return err_set(e, ERR_CONF, "not a TZif file of version 2 or later");
	z->times = (const unsigned char *)in.p + b.times;
	z->indexes = (const unsigned char *)in.p + b.indexes;
	z->n = b.n_times;
	footer = str_sub(in, b.end, SIZE_MAX);
	if (footer.n < 2 || footer.p[0] != '\n' || footer.p[footer.n - 1] != '\n')
		return err_set(e, ERR_CONF, "zone file without a footer");
	if (kinds_parse(a, in, &b, z) == -1 || times_check(z) == -1 ||
	    zonerule_parse(str_sub(footer, 1, footer.n - 2), &z->footer) == -1)
		return err_set(e, ERR_CONF, "broken zone file");
	*out = z;
	return 0;
}

/* Names of the database only: nothing that leads out of its folder. */
static bool
name_ok(struct str name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char others[] = "0123456789_+-/";

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '\0' || (strchr(letters, name.p[i]) == NULL &&
		    (i == 0 || strchr(others, name.p[i]) == NULL)))
			return false;
	return name.n > 0 && name.n <= NAME_MAX_BYTES;
}

static int
read_file(struct arena *a, const char *path, struct str *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	ssize_t n = -1;
	char *p;

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= FILE_MAX) {
		p = arena_alloc(a, (size_t)st.st_size);
		n = read(fd, p, (size_t)st.st_size);
		*out = (struct str){ p, n > 0 ? (size_t)n : 0 };
	}
	close(fd);
	return n > 0 ? 0 : -1;
}

int
zone_load(struct arena *a, struct str name, const struct zone **out, struct err *e)
{
	char path[sizeof(ZONE_DIR) + 1 + NAME_MAX_BYTES];
	struct str bytes;

	if (str_eq(name, STR("UTC"))) {
		*out = zone_utc();
		return 0;
	}
	if (!name_ok(name))
		return err_set(e, ERR_CONF, "no time zone: an IANA name is wanted, "
		    "\"Europe/Berlin\"");
	snprintf(path, sizeof(path), ZONE_DIR "/%.*s", STR_ARG(name));
	if (read_file(a, path, &bytes) == -1)
		return err_set(e, ERR_CONF, "no time zone %.*s in " ZONE_DIR, STR_ARG(name));
	return zone_parse(a, bytes, out, e);
}

const struct zone *
zone_utc(void)
{
	static const struct zone utc = { .footer = { .is_set = true,
	    .std = { 0, "UTC" } } };

	return &utc;
}

/* --- looking up --- */

/* How many of the table's changes are at or before this instant. */
static size_t
changes_until(const struct zone *z, int64_t instant)
{
	size_t lo = 0, hi = z->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (time_at(z, mid) <= instant)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct zone_piece
piece_at(const struct zone *z, int64_t instant)
{
	size_t i = changes_until(z, instant);
	int64_t from = i == 0 ? INT64_MIN : time_at(z, i - 1);
	struct zone_piece p;

	if (i < z->n || !z->footer.is_set)
		return (struct zone_piece){ from, i < z->n ? time_at(z, i) : INT64_MAX,
		    &z->kinds[i == 0 ? 0 : z->indexes[i - 1]] };
	p = zonerule_piece(&z->footer, instant);
	if (p.from < from)
		p.from = from;
	return p;
}

int32_t
zone_offset(const struct zone *z, int64_t instant)
{
	return piece_at(z, instant).kind->offset;
}

/*
 * Walks the stretches around the wall time in order.  The first that ends
 * after it either holds it (for the first time), or it fell into the gap
 * before that stretch: then the offset before the gap leads past it.
 */
int64_t
zone_instant(const struct zone *z, int64_t wall)
{
	struct zone_piece p = piece_at(z, wall - 2 * ZONE_OFFSET_MAX);
	int32_t before = p.kind->offset;

	while (wall - p.kind->offset >= p.to) {
		before = p.kind->offset;
		p = piece_at(z, p.to);
	}
	return wall - (wall - p.kind->offset >= p.from ? p.kind->offset : before);
}

/* A wall of some zone, taken apart. */
struct wall {
	long long	 year;
	int		 month, day, weekday;	/* weekday: 0 Monday */
	int		 hour, minute, second;
	const char	*abbrev;
};

static void
wall_of(const struct zone *z, int64_t us, struct wall *out)
{
	int64_t instant = us / SECOND_US - (us % SECOND_US < 0), wall, days;
	struct zone_piece p = piece_at(z, instant);

	wall = instant + p.kind->offset;
	days = wall / ZONE_DAY - (wall % ZONE_DAY < 0);
	*out = (struct wall){ .year = zonerule_year(wall), .month = 12, .abbrev = p.kind->abbrev,
	    .weekday = (int)((days % 7 + 10) % 7) };
	wall -= days * ZONE_DAY;
	while (date_days(out->year, out->month, 1) > days)
		out->month--;
	out->day = (int)(days - date_days(out->year, out->month, 1)) + 1;
	out->hour = (int)(wall / 3600);
	out->minute = (int)(wall / 60 % 60);
	out->second = (int)(wall % 60);
}

/* For what is only shown: UTC when the zone can't be read. */
static const struct zone *
zone_or_utc(struct arena *a, struct str name)
{
	const struct zone *z = NULL;

	return zone_load(a, name, &z, NULL) == -1 ? zone_utc() : z;
}

struct str
zone_text(struct arena *a, const struct zone *z, int64_t us)
{
	struct wall w;

	wall_of(z, us, &w);
	return str_printf(a, "%04lld-%02d-%02d %02d:%02d %s", w.year, w.month, w.day, w.hour,
	    w.minute, w.abbrev);
}

struct str
zone_format(struct arena *a, struct str name, int64_t us)
{
	return zone_text(a, zone_or_utc(a, name), us);
}

struct str
zone_format_exact(struct arena *a, struct str name, int64_t us)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	struct wall w;

	wall_of(zone_or_utc(a, name), us, &w);
	return str_printf(a, "%s %04lld-%02d-%02d %02d:%02d:%02d %s", days[w.weekday], w.year,
	    w.month, w.day, w.hour, w.minute, w.second, w.abbrev);
}

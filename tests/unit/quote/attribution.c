#include "parsers/quote/attribution.h"

#include "tests/tap.h"

#define JO	"Jo Roe <jo@acme.example>"

/* `from` is the line at which the attribution that ends the text begins. */
enum { NONE = -1 };

static const struct row {
	const char *name, *in;
	int from;
	bool certain;
} rows[] = {
	{ "one line", "On 3 Mar 2025, at 10:12, " JO " wrote:", 0, true },
	{ "below the writer's line", "Yes.\nOn 3 Mar 2025, at 10:12, " JO " wrote:", 1, true },
	/* Wrapped where no small word opens it. */
	{ "pl, before the name", "pon., 3 mar 2025 o 10:12\n" JO " napisał(a):", 0, true },
	{ "pl, in the name", "Tak.\n\npon., 3 mar 2025 o 10:12 Jo\nRoe <jo@acme.example> napisał(a):",
	  2, true },
	{ "ru, before the address", "пн, 3 мар. 2025 г. в 10:12, Jo Roe\n<jo@acme.example>:", 0, true },
	{ "uk", "3 бер. 2025 р. о 10:12 Jo\nRoe <jo@acme.example> пише:", 0, true },
	{ "hu, behind the address", JO "\nezt írta (időpont: 2025. márc. 3., H, 10:12):", 0, true },
	{ "tr, in the date", JO ", 3 Mar 2025\nPzt, 10:12 tarihinde şunu yazdı:", 0, true },
	{ "ko", "2025년 3월 3일 (월) 오전 10:12,\n" JO "님이 작성:", 0, true },
	{ "en, in the time", "On Mon, Mar 3, 2025 at 10:12\nAM " JO " wrote:", 0, true },
	{ "three lines", "po 3. 3. 2025 v 10:12 odesílatel\nJo Roe\n<jo@acme.example> napsal:", 0, true },
	{ "a long name on a line of its own", "Dr. Jo van den Roe (Acme Ltd)\n<jo@acme.example> escreveu (segunda, "
	  "3/03/2025 à(s) 10:12):", 0, true },
	{ "a long name, an address, a date", "Dr. Jo van den Roe (Acme Ltd)\n<jo@acme.example>, 3 Mar 2025 Pzt,\n"
	  "10:12 tarihinde şunu yazdı:", 0, true },
	/* What stands above and is the writer's. */
	{ "a line that begins with a small word above", "On it.\npon., 3 mar 2025 o 10:12 " JO " napisał(a):", 1,
	  true },
	{ "a meeting above", "On Monday we meet at 10:12\n03.03.2025 10:12, Jo Roe пишет:", 1, true },
	{ "a day above", "Am 3.3. um 10:12 ist ein Termin\n" JO " schrieb am 03.03.2025:", 1, true },
	{ "an address that looks like a day", "On Nov 3, 2025, at 12:47 PM, Jo <\n416ff1721d@acme.example>\n"
	  "wrote:", 0, true },
	{ "a word above an address", "Danke\n<jo@acme.example> schrieb:", 1, true },
	{ "a sentence above an address", "bitte lesen was sie sagt\n<jo@acme.example> schrieb:", 1, true },
	{ "a sentence above", "Bitte am 3.3. um 10:12 anrufen.\n" JO " schrieb:", 1, true },
	{ "a line of a paragraph above", "Das war so:\nStart 3.3. um 10:12\n" JO " schrieb:", 2, true },
	{ "a line without a date above", "Danke\n" JO " napisał(a):", 1, true },
	/* Programs of their own kind. */
	{ "GroupWise", ">>> " JO " 3/3/2025 10:12 AM >>>", 0, true },
	{ "Zoho", "---- On Mon, 03 Mar 2025 10:12:13 +0100 " JO " wrote ---", 0, true },
	{ "dashes and a name only", "---- Jo Roe wrote ----", 0, false },
	{ "Tutanota", "Mar 3, 2025, 10:12 by jo@acme.example:", 0, true },
	{ "Tutanota, fr", "3 mars 2025, 10:12 de jo@acme.example :", 0, true },
	{ "mutt", "* " JO " [2025-03-03 10:12]:", 0, true },
	{ "Horde, nl", "Citeren " JO ":", 0, true },
	{ "spaces within the brackets", "On Mon, Mar 03, 2025 at 10:12 AM, Jo < jo@acme.example > wrote:",
	  0, true },
	{ "Apple Mail, pl", "Wiadomość napisana przez " JO " w dniu 3 mar 2025, o godz. 10:12:", 0, true },
	{ "Thunderbird, ko", "2025-03-03 오전 10:12에 Jo Roe 이(가) 쓴 글:", 0, true },
	{ "Gmail, lt", "2025-03-03, pr, 10:12 " JO " rašė:", 0, true },
	{ "Gmail, ca", "Missatge de " JO " del dia dl., 3 de març 2025 a les 10:12:", 0, true },
	{ "Gmail, eu", "Jo Roe igorleak (<jo@acme.example>) hau idatzi du (2025 mar. 3(a), al. (10:12)):", 0,
	  true },
	{ "Gmail, he, with marks of direction", "\u202bבתאריך יום ב׳, 3 במרץ 2025 ב-10:12 מאת \u202aJo"
	  "\u202c\u200f <\u202ajo@acme.example\u202c\u200f>:\u202c", 0, true },
	/* Only a '>' below makes these certain: people tell the time without the year. */
	{ "a time and no year", "Le 3 mars à 10h12 Jo a écrit :", 0, false },
	{ "a day without an address", "Am 03.03.25 um 10:12 schrieb Jo Roe:", 0, true },
	/* What people write. */
	{ "a program wrote", "On 2025-03-03 at 10:12 the backup job wrote:", NONE, false },
	{ "who is no name, at the start", "She wrote at 10:12 on 3.3.2025:", NONE, false },
	{ "who is no name, de", "Am 3.3. um 10:12 hat der Server geschrieben:", NONE, false },
	{ "an address without brackets or date", "Our customer bob@x.example wrote:", NONE, false },
	{ "a mail sent on a day", "On 3 March 2025 the mail was sent to jo@acme.example:", NONE, false },
	{ "more than a small word", "3 March 2025, 10:12 - mail to jo@acme.example:", NONE, false },
	{ "a list of addresses", "These should be unlocked, jo@acme.example and al@acme.example:", NONE,
	  false },
	{ "a rule", "----------", NONE, false },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct lines t = { .a = a };
		size_t from;

		lines_split(&t, str_c(rows[i].in));
		from = attribution_from(&t, t.n - 1);
		tap_int(from == SIZE_MAX ? NONE : (int)from, rows[i].from, "%s", rows[i].name);
		if (from != SIZE_MAX)
			tap_int(attribution_is_certain(&t, from, t.n - 1), rows[i].certain,
			    "certain: %s", rows[i].name);
	}
	arena_free(a);
	return tap_done();
}

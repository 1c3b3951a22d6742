#include "parsers/machine/autosubject.h"

#include "parsers/text/fold.h"
#include "tests/tap.h"

static const struct {
	const char	*subject;
	bool		 is_reply;
} rows[] = {
	{ "Automatic reply: Lamp", true },
	{ "Automatic reply does not work", false },
	{ "[Auto-Reply] Lamp", true },
	{ "Auto-reply feature request", false },
	{ "Out of Office", true },
	{ "Out of office until Monday", true },
	{ "Out of office hours: who can we call?", false },
	{ "Re: Lamp (Out of Office)", true },
	{ "Re: Lamp (again)", false },
	{ "I am out of milk", false },
	{ "I am out of the office", true },
	{ "Jo van den Berg is out of the office (returning Monday)", true },
	{ "Who is out of the office?", false },
	{ "Vacation", true },
	{ "Vacation: Re: Lamp", true },
	{ "Vacation: the sum is wrong", false },
	{ "Vacation module crashes", false },
	{ "Abwesenheitsnotiz: Lampe", true },
	{ "Abwesenheitskalender zeigt falsche Tage", false },
	{ "Urlaub", true },
	{ "Urlaubsantrag", false },
	{ "Réponse automatique : Lampe", true },
	{ "Je suis absent : Lampe", true },
	{ "Estoy fuera de la oficina", true },
	{ "Fuori sede: R: Lampada", true },
	{ "Afwezig: Lamp", true },
	{ "Poissaolot eivät näy", false },
	{ "Autoodpowiedź: Lampa", true },
	{ "Távolléti üzenet", true },
	{ "Вне офиса: Лампа", true },
	{ "自動応答: Lamp", true },
	{ "外出中: Lamp", true },
	{ "부재중 자동 응답", true },
	{ "الرد التلقائي: Lamp", true },
	{ "Automatic", false },
	{ "", false },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(autosubject_is_reply(fold_trim(fold(a, str_c(rows[i].subject)))),
		    rows[i].is_reply, "%s", rows[i].subject);
	tap_ok(autosubject_is_report(STR("[preview] report domain: x.example submitter: y.example "
	    "report-id: <1>")), "a DMARC report");
	tap_ok(!autosubject_is_report(STR("report domain: x.example is not shown")), "no DMARC report");
	arena_free(a);
	return tap_done();
}

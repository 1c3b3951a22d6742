#include "parsers/machine/autosubject.h"

#include "parsers/text/fold.h"
#include "tests/tap.h"

static const struct {
	const char		*subject;
	enum autosubject	 want;
} rows[] = {
	{ "Automatic reply: Lamp", AUTOSUBJECT_YES },
	{ "Automatic reply does not work", AUTOSUBJECT_NO },
	{ "[Auto-Reply] Lamp", AUTOSUBJECT_YES },
	{ "Auto-reply feature request", AUTOSUBJECT_NO },
	{ "Out of Office", AUTOSUBJECT_YES },
	{ "Out of office until Monday", AUTOSUBJECT_YES },
	{ "Out of office hours: who can we call?", AUTOSUBJECT_NO },
	{ "Re: Lamp (Out of Office)", AUTOSUBJECT_YES },
	{ "Re: Lamp (again)", AUTOSUBJECT_NO },
	{ "I am out of milk", AUTOSUBJECT_NO },
	{ "I am out of the office", AUTOSUBJECT_YES },
	{ "Jo van den Berg is out of the office (returning Monday)", AUTOSUBJECT_YES },
	{ "Who is out of the office?", AUTOSUBJECT_NO },
	{ "Vacation", AUTOSUBJECT_ALONE },
	{ "Vacation: Re: Lamp", AUTOSUBJECT_YES },
	{ "Vacation: the sum is wrong", AUTOSUBJECT_WORD },
	{ "Vacation module crashes", AUTOSUBJECT_NO },
	{ "Abwesenheitsnotiz: Lampe", AUTOSUBJECT_YES },
	{ "Abwesenheitskalender zeigt falsche Tage", AUTOSUBJECT_NO },
	{ "Urlaub", AUTOSUBJECT_ALONE },
	{ "Urlaubsantrag", AUTOSUBJECT_NO },
	{ "Réponse automatique : Lampe", AUTOSUBJECT_YES },
	{ "Je suis absent : Lampe", AUTOSUBJECT_YES },
	{ "Estoy fuera de la oficina", AUTOSUBJECT_YES },
	{ "Fuori sede: R: Lampada", AUTOSUBJECT_YES },
	{ "Afwezig: Lamp", AUTOSUBJECT_WORD },
	{ "Poissaolot eivät näy", AUTOSUBJECT_NO },
	{ "Autoodpowiedź: Lampa", AUTOSUBJECT_YES },
	{ "Távolléti üzenet", AUTOSUBJECT_YES },
	{ "Вне офиса: Лампа", AUTOSUBJECT_YES },
	{ "自動応答: Lamp", AUTOSUBJECT_YES },
	{ "外出中: Lamp", AUTOSUBJECT_WORD },
	{ "부재중 자동 응답", AUTOSUBJECT_YES },
	{ "الرد التلقائي: Lamp", AUTOSUBJECT_YES },
	{ "Automatic", AUTOSUBJECT_NO },
	{ "", AUTOSUBJECT_NO },
	{ "Auto: Motor startet nicht", AUTOSUBJECT_WORD },
	{ "Auto von Kunde 5 steht", AUTOSUBJECT_WORD },
	{ "Absence de courant", AUTOSUBJECT_WORD },
	{ "Abwesenheit von Herrn Kurz", AUTOSUBJECT_WORD },
	{ "Auto", AUTOSUBJECT_ALONE },
	{ "AUTO: Ana Smith is out of the office (returning Monday)", AUTOSUBJECT_YES },
	{ "Autohaus: Rechnung fehlt", AUTOSUBJECT_NO },
	{ "【自動返信】お問い合わせ", AUTOSUBJECT_YES },
	{ "自動返信が届かない", AUTOSUBJECT_NO },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(autosubject_read(fold_trim(fold(a, str_c(rows[i].subject)))),
		    rows[i].want, "%s", rows[i].subject);
	tap_ok(autosubject_is_report(STR("[preview] report domain: x.example submitter: y.example "
	    "report-id: <1>")), "a DMARC report");
	tap_ok(!autosubject_is_report(STR("report domain: x.example is not shown")), "no DMARC report");
	arena_free(a);
	return tap_done();
}

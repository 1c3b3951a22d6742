/* whenwords: see whenwords.h. */
#include "parsers/field/whenwords.h"

#include <string.h>

#include "parsers/base/array.h"

enum { WORD_MAX = 24 };

static const struct {
	const char	*words;		/* folded, a blank around each */
	enum when_sense	 sense;
	int		 n;
} table[] = {
	{ " today heute hoy aujourd'hui aujourdhui hoje oggi ", NEXT_DAY, 0 },
	{ " yesterday gestern ayer hier ontem ieri ", NEXT_DAY, -1 },
	{ " vorgestern anteayer antier anteontem altroieri ", NEXT_DAY, -2 },
	{ " tomorrow tmrw morgen manana demain amanha domani ", NEXT_DAY, 1 },
	{ " ubermorgen uebermorgen dopodomani overmorrow ", NEXT_DAY, 2 },
	{ " after pasado depois apres ", DAY_MORE, 1 },
	{ " before avant antes ", DAY_MORE, -1 },
	{ " sunday sun sonntag so domingo dom dimanche dim domenica ", WEEKDAY, 0 },
	{ " monday mon montag mo lunes lun lundi segunda seg lunedi ", WEEKDAY, 1 },
	{ " tuesday tue tues dienstag di martes mardi terca ter martedi ", WEEKDAY, 2 },
	{ " wednesday wed mittwoch mi miercoles mie mercredi mer quarta qua mercoledi ",
	    WEEKDAY, 3 },
	{ " thursday thu thur thurs donnerstag do jueves jue jeudi jeu quinta qui giovedi gio ",
	    WEEKDAY, 4 },
	{ " friday fri freitag fr viernes vie vendredi ven sexta sex venerdi ", WEEKDAY, 5 },
	{ " saturday sat samstag sonnabend sa sabado sab samedi sam sabato ", WEEKDAY, 6 },
	{ " mar ", WEEKDAY_OR_MARCH, 2 },
	{ " january jan januar janner enero ene janvier janv janeiro gennaio gen ", MONTH, 1 },
	{ " february feb februar febrero fevrier fevr fev fevereiro febbraio ", MONTH, 2 },
	{ " march marz maerz mrz marzo mars marco ", MONTH, 3 },
	{ " april apr abril abr avril avr aprile ", MONTH, 4 },
	{ " may mai mayo maio maggio mag ", MONTH, 5 },
	{ " june jun juni junio juin junho giugno giu ", MONTH, 6 },
	{ " july jul juli julio juillet juil julho luglio lug ", MONTH, 7 },
	{ " august aug agosto ago aout ", MONTH, 8 },
	{ " september sep sept septiembre setiembre septembre setembro set settembre sett ",
	    MONTH, 9 },
	{ " october oct oktober okt octubre octobre outubro out ottobre ott ", MONTH, 10 },
	{ " november nov noviembre novembre novembro ", MONTH, 11 },
	{ " december dec dezember dez diciembre dic decembre dezembro dicembre ", MONTH, 12 },
	{ " until till til by bis zum hasta jusqu'a jusqu'au ate fino on at um am den der "
	    "de del el a al las la les le il alle ore as o of the this day feira h uhr heures "
	    "hs hrs st nd rd th er º ª ", NOTHING, 0 },
};

bool
when_word(struct str word, struct when_word *out)
{
	char key[WORD_MAX + 3];

	if (word.n == 0 || word.n > WORD_MAX)
		return false;
	key[0] = ' ';
	memcpy(key + 1, word.p, word.n);
	memcpy(key + 1 + word.n, " ", 2);	/* with its NUL */
	for (size_t i = 0; i < COUNT(table); i++)
		if (strstr(table[i].words, key) != NULL) {
			*out = (struct when_word){ table[i].sense, table[i].n };
			return true;
		}
	return false;
}

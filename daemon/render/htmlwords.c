/* htmlwords: see htmlwords.h. */
#include "daemon/render/htmlwords.h"

#include "parsers/base/array.h"

static const struct html_words rows[] = {
	{ "en", "Skip to the content", "Pages", "done", "Today", "over the limit", "waits for",
	  "Without a date", "of", "What", "Chart", "Timeline",
	  { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
	  { "January", "February", "March", "April", "May", "June", "July", "August",
	    "September", "October", "November", "December" } },
	{ "es", "Saltar al contenido", "Páginas", "hecho", "Hoy", "sobre el límite", "espera a",
	  "Sin fecha", "de", "Qué", "Gráfico", "Cronograma",
	  { "lun", "mar", "mié", "jue", "vie", "sáb", "dom" },
	  { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
	    "septiembre", "octubre", "noviembre", "diciembre" } },
	{ "de", "Zum Inhalt springen", "Seiten", "erledigt", "Heute", "über der Grenze",
	  "wartet auf", "Ohne Datum", "von", "Was", "Diagramm", "Zeitplan",
	  { "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So" },
	  { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
	    "September", "Oktober", "November", "Dezember" } },
	{ "fr", "Aller au contenu", "Pages", "terminé", "Aujourd’hui", "au-dessus de la limite",
	  "attend", "Sans date", "sur", "Quoi", "Graphique", "Chronologie",
	  { "lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim." },
	  { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
	    "septembre", "octobre", "novembre", "décembre" } },
	{ "pt", "Ir para o conteúdo", "Páginas", "concluído", "Hoje", "acima do limite",
	  "espera por", "Sem data", "de", "O quê", "Gráfico", "Cronograma",
	  { "seg", "ter", "qua", "qui", "sex", "sáb", "dom" },
	  { "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto",
	    "setembro", "outubro", "novembro", "dezembro" } },
	{ "it", "Vai al contenuto", "Pagine", "fatto", "Oggi", "oltre il limite", "attende",
	  "Senza data", "di", "Cosa", "Grafico", "Cronoprogramma",
	  { "lun", "mar", "mer", "gio", "ven", "sab", "dom" },
	  { "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
	    "settembre", "ottobre", "novembre", "dicembre" } },
};

const struct html_words *
html_words(struct str language)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_ieq(str_c(rows[i].language), str_sub(language, 0, 2)))
			return &rows[i];
	return &rows[0];
}

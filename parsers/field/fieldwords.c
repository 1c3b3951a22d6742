#include "parsers/field/fieldwords.h"

#include "parsers/base/array.h"

static const char *const no_list[] = { NULL };

static const char *const severity_values[] = {
	"low", "medium", "high", "critical", NULL
};

static const char *const severity_labels[] = {
	"severity", "priority", "urgency", "sev", "prio",
	"gravedad", "severidad", "prioridad", "urgencia",
	"schweregrad", "prioritat", "dringlichkeit", "priorisierung",
	"gravite", "severite", "priorite", "urgence",
	"severidade", "gravidade", "prioridade",
	"gravita", "severita", "priorita", "urgenza",
	NULL
};

static const char *const severity_headers[] = {
	"X-Docket-Severity", "X-Severity", "X-Priority", "X-MSMail-Priority",
	"Importance", "Priority", NULL
};

/*
 * "HEADER: value" is what a value means in that header alone: 3 and normal are
 * what mail clients write unasked, and 1 is their "high", so a mail client's
 * button never makes a critical ticket.
 */
static const char *const severity_words[][2] = {
	{ "x-priority: 1", "high" }, { "x-priority: 2", "high" },
	{ "x-priority: 3", "" }, { "x-priority: normal", "" },
	{ "x-priority: 4", "low" }, { "x-priority: 5", "low" },
	{ "x-msmail-priority: normal", "" }, { "importance: normal", "" },
	{ "importance: medium", "" }, { "priority: normal", "" },
	{ "priority: urgent", "high" }, { "priority: non-urgent", "low" },
	{ "1", "critical" }, { "p1", "critical" }, { "s1", "critical" }, { "sev1", "critical" },
	{ "2", "high" }, { "p2", "high" }, { "s2", "high" }, { "sev2", "high" },
	{ "3", "medium" }, { "p3", "medium" }, { "s3", "medium" }, { "sev3", "medium" },
	{ "4", "low" }, { "p4", "low" }, { "s4", "low" }, { "sev4", "low" },
	/* en */
	{ "lowest", "low" }, { "minor", "low" }, { "trivial", "low" }, { "cosmetic", "low" },
	{ "normal", "medium" }, { "moderate", "medium" },
	{ "major", "high" }, { "highest", "critical" }, { "very high", "critical" },
	{ "urgent", "critical" }, { "blocker", "critical" }, { "emergency", "critical" },
	/* es */
	{ "baja", "low" }, { "bajo", "low" }, { "leve", "low" },
	{ "media", "medium" }, { "medio", "medium" }, { "moderada", "medium" },
	{ "alta", "high" }, { "alto", "high" }, { "grave", "high" },
	{ "critica", "critical" }, { "critico", "critical" }, { "muy alta", "critical" },
	{ "urgente", "critical" }, { "bloqueante", "critical" },
	/* de */
	{ "niedrig", "low" }, { "gering", "low" }, { "leicht", "low" },
	{ "mittel", "medium" }, { "hoch", "high" }, { "schwer", "high" },
	{ "schwerwiegend", "high" }, { "kritisch", "critical" }, { "sehr hoch", "critical" },
	{ "dringend", "critical" }, { "blockierend", "critical" },
	/* fr */
	{ "faible", "low" }, { "basse", "low" }, { "bas", "low" }, { "mineure", "low" },
	{ "moyenne", "medium" }, { "moyen", "medium" }, { "normale", "medium" },
	{ "haute", "high" }, { "haut", "high" }, { "elevee", "high" }, { "eleve", "high" },
	{ "majeure", "high" }, { "critique", "critical" }, { "tres haute", "critical" },
	{ "bloquante", "critical" }, { "bloquant", "critical" },
	/* pt */
	{ "baixa", "low" }, { "baixo", "low" }, { "moderado", "medium" },
	{ "muito alta", "critical" }, { "bloqueador", "critical" },
	/* it */
	{ "bassa", "low" }, { "basso", "low" }, { "lieve", "low" },
	{ "moderato", "medium" }, { "elevata", "high" }, { "elevato", "high" },
	{ "molto alta", "critical" }, { "bloccante", "critical" },
	{ NULL, NULL }
};

static const char *const version_labels[] = {
	"version", "software version", "product version", "version number", "release", "ver",
	"v", "versao", "versione", "versionsnummer", "softwareversion", "produktversion",
	"version del producto", "version del software", "numero de version",
	"version du produit", "version du logiciel", "numero de versao",
	"versao do produto", "versione del prodotto", "versione software", NULL
};

static const char *const version_headers[] = {
	"X-Docket-Version", "X-Version", "X-Product-Version", NULL
};

static const char *const version_leads[] = {
	"run", "runs", "running", "use", "uses", "using", "installed", "build",
	"usamos", "uso", "usando", "utilizamos", "ejecutamos", "corremos", "instalada",
	"nutzen", "verwenden", "benutzen", "einsetzen", "betreiben",
	"utilisons", "utilise", "installee",
	"rodando", "rodamos", "executamos",
	"usiamo", "utilizziamo", "installata", NULL
};

static const char *const severity_titles[][2] = {
	{ "en", "Severity" }, { "es", "Gravedad" }, { "de", "Schweregrad" },
	{ "fr", "Gravité" }, { "pt", "Gravidade" }, { "it", "Gravità" }, { NULL, NULL }
};

static const char *const version_titles[][2] = {
	{ "en", "Version" }, { "es", "Versión" }, { "de", "Version" },
	{ "fr", "Version" }, { "pt", "Versão" }, { "it", "Versione" }, { NULL, NULL }
};

const struct field_words field_words[] = {
	{ "severity", FIELD_ENUM, severity_values, severity_labels, severity_headers,
	  no_list, severity_words, severity_titles },
	{ "version", FIELD_VERSION, no_list, version_labels, version_headers,
	  version_leads, NULL, version_titles },
};

const size_t field_words_n = COUNT(field_words);

/* wording: see wording.h. */
#include "daemon/policy/wording.h"

#include "parsers/base/array.h"

const char *const wording_languages[WORDING_LANGUAGES] = { "en", "de", "es", "fr", "it", "pt" };

const struct wording wordings[] = {
	{ WORDING_BUTTON, "take", { "Take", "Übernehmen", "Tomar", "Prendre en charge",
	    "Prendi in carico", "Assumir" } },
	{ WORDING_BUTTON, "resolve", { "Resolve", "Als gelöst melden", "Resolver", "Résoudre",
	    "Risolvi", "Resolver" } },
	{ WORDING_BUTTON, "wait", { "Wait for customer", "Auf Kunden warten",
	    "Esperar al cliente", "Attendre le client", "Attendi il cliente",
	    "Aguardar o cliente" } },
	{ WORDING_BUTTON, "note", { "Note", "Notiz", "Nota", "Note", "Nota", "Nota" } },
	{ WORDING_BUTTON, "cc", { "Add", "Aufnehmen:", "Añadir a", "Ajouter", "Aggiungi",
	    "Adicionar" } },
	{ WORDING_BUTTON, "accept", { "Accept", "Annehmen", "Aceptar", "Accepter", "Accetta",
	    "Aceitar" } },
	{ WORDING_BUTTON, "accept-always", { "Accept always", "Immer annehmen", "Aceptar siempre",
	    "Toujours accepter", "Accetta sempre", "Aceitar sempre" } },
	{ WORDING_BUTTON, "split", { "New ticket", "Neues Ticket", "Ticket nuevo",
	    "Nouveau ticket", "Nuovo ticket", "Novo ticket" } },
	{ WORDING_CLOCK, "response", { "response", "erste Antwort", "primera respuesta",
	    "première réponse", "prima risposta", "primeira resposta" } },
	{ WORDING_CLOCK, "next_response", { "next response", "nächste Antwort",
	    "próxima respuesta", "prochaine réponse", "prossima risposta",
	    "próxima resposta" } },
	{ WORDING_CLOCK, "update", { "update", "Zwischenbericht", "informe de avance",
	    "point d'avancement", "aggiornamento", "informe de andamento" } },
	{ WORDING_CLOCK, "resolution", { "resolution", "Lösung", "resolución", "résolution",
	    "risoluzione", "resolução" } },
	{ WORDING_STATE, "running", { "running", "läuft", "en curso", "en cours", "in corso",
	    "em curso" } },
	{ WORDING_STATE, "paused", { "paused", "angehalten", "en pausa", "en pause", "in pausa",
	    "em pausa" } },
	{ WORDING_STATE, "met", { "met", "eingehalten", "cumplido", "tenu", "rispettato",
	    "cumprido" } },
	{ WORDING_STATE, "breached", { "breached", "überschritten", "vencido", "dépassé",
	    "scaduto", "vencido" } },
	{ WORDING_STATE, "cancelled", { "cancelled", "entfallen", "anulado", "annulé",
	    "annullato", "anulado" } },
	{ WORDING_STATUS, "new", { "new", "neu", "nuevo", "nouveau", "nuovo", "novo" } },
	{ WORDING_STATUS, "open", { "open", "offen", "abierto", "ouvert", "aperto", "aberto" } },
	{ WORDING_STATUS, "waiting", { "waiting", "wartet auf den Kunden",
	    "a la espera del cliente", "en attente du client", "in attesa del cliente",
	    "à espera do cliente" } },
	{ WORDING_STATUS, "on-hold", { "on-hold", "zurückgestellt", "aplazado", "suspendu",
	    "sospeso", "suspenso" } },
	{ WORDING_STATUS, "resolved", { "resolved", "gelöst", "resuelto", "résolu", "risolto",
	    "resolvido" } },
	{ WORDING_STATUS, "closed", { "closed", "geschlossen", "cerrado", "clos", "chiuso",
	    "fechado" } },
	{ WORDING_SEVERITY, "low", { "low", "niedrig", "baja", "faible", "bassa", "baixa" } },
	{ WORDING_SEVERITY, "medium", { "medium", "mittel", "media", "moyenne", "media",
	    "média" } },
	{ WORDING_SEVERITY, "high", { "high", "hoch", "alta", "élevée", "alta", "alta" } },
	{ WORDING_SEVERITY, "critical", { "critical", "kritisch", "crítica", "critique",
	    "critica", "crítica" } },
	{ WORDING_ENTRY, "mail-in", { "mail", "E-Mail", "correo", "e-mail", "e-mail",
	    "e-mail" } },
	{ WORDING_ENTRY, "note", { "note", "Notiz", "nota", "note", "nota", "nota" } },
	{ WORDING_ENTRY, "command", { "command", "Befehl", "orden", "commande", "comando",
	    "comando" } },
	{ WORDING_CAUSE, "severity-change", { "the severity was changed",
	    "der Schweregrad wurde geändert", "se cambió la gravedad",
	    "la gravité a été changée", "la gravità è stata cambiata",
	    "a gravidade foi alterada" } },
	{ WORDING_CAUSE, "project-change", { "the project was changed",
	    "das Projekt wurde geändert", "se cambió el proyecto", "le projet a été changé",
	    "il progetto è stato cambiato", "o projeto foi alterado" } },
	{ WORDING_CAUSE, "reclassified", { "it was too late under the terms before",
	    "nach den früheren Bedingungen war es zu spät",
	    "según las condiciones anteriores era tarde",
	    "selon les conditions d'avant, il était trop tard",
	    "secondo le condizioni di prima era tardi",
	    "segundo as condições anteriores era tarde" } },
	{ WORDING_POINT, "breach", { "breach", "überfällig", "vencido", "dépassé", "scaduto",
	    "vencido" } },
};
const size_t wordings_n = COUNT(wordings);

static size_t
language_index(struct str language)
{
	for (size_t i = 0; i < COUNT(wording_languages); i++)
		if (str_eq(language, str_c(wording_languages[i])))
			return i;
	return 0;
}

struct str
wording(enum wording_kind kind, struct str word, struct str language)
{
	for (size_t i = 0; i < COUNT(wordings); i++)
		if (wordings[i].kind == kind && str_eq(word, str_c(wordings[i].word)))
			return str_c(wordings[i].in[language_index(language)]);
	return word;
}

/* statementwords: see statementwords.h. */
#include "daemon/report/statementwords.h"

#include "daemon/policy/wording.h"

static const char *const words[STATEMENT_WORDS][WORDING_LANGUAGES] = {
	[WORD_STATEMENT] = { "Statement", "Leistungsnachweis", "Extracto de servicios",
	    "Relevé de prestations", "Rendiconto delle prestazioni", "Extrato de serviços" },
	[WORD_CREDIT] = { "Credit", "Gutschrift", "Abono", "Avoir", "Accredito", "Crédito" },
	[WORD_DRAFT] = { "draft", "Entwurf", "borrador", "brouillon", "bozza", "rascunho" },
	[WORD_IS_DRAFT] = { "This is a draft: nothing is closed, and its figures may change.",
	    "Dies ist ein Entwurf: Nichts ist abgeschlossen, und die Zahlen können sich ändern.",
	    "Esto es un borrador: nada está cerrado y las cifras pueden cambiar.",
	    "Ceci est un brouillon : rien n'est clos et les chiffres peuvent changer.",
	    "Questa è una bozza: nulla è chiuso e le cifre possono cambiare.",
	    "Isto é um rascunho: nada está fechado e os valores podem mudar." },
	[WORD_NO_INVOICE] = { "This is a statement of work, not an invoice. It contains no tax.",
	    "Dies ist ein Leistungsnachweis, keine Rechnung. Steuern sind nicht enthalten.",
	    "Esto es un extracto de servicios, no una factura. No incluye impuestos.",
	    "Ceci est un relevé de prestations, pas une facture. Il ne comprend aucune taxe.",
	    "Questo è un rendiconto, non una fattura. Non comprende imposte.",
	    "Isto é um extrato de serviços, não uma fatura. Não inclui impostos." },
	[WORD_TAKES_BACK] = { "Takes back statement", "Nimmt zurück: Leistungsnachweis",
	    "Anula el extracto", "Annule le relevé", "Storna il rendiconto", "Anula o extrato" },
	[WORD_WHY] = { "Reason", "Grund", "Motivo", "Motif", "Motivo", "Motivo" },
	[WORD_MONTH] = { "Month", "Monat", "Mes", "Mois", "Mese", "Mês" },
	[WORD_CLOSED] = { "Closed", "Abgeschlossen", "Cerrado", "Clos", "Chiuso", "Fechado" },
	[WORD_TICKET] = { "Ticket", "Ticket", "Ticket", "Ticket", "Ticket", "Ticket" },
	[WORD_ERASED] = { "(erased)", "(gelöscht)", "(borrado)", "(effacé)", "(cancellato)",
	    "(apagado)" },
	[WORD_DATE] = { "Date", "Datum", "Fecha", "Date", "Data", "Data" },
	[WORD_WHO] = { "Who", "Wer", "Quién", "Qui", "Chi", "Quem" },
	[WORD_SERVICE] = { "Service", "Leistung", "Servicio", "Prestation", "Servizio", "Serviço" },
	[WORD_TEXT] = { "Work done", "Tätigkeit", "Trabajo realizado", "Travail effectué",
	    "Attività", "Trabalho feito" },
	[WORD_WORKED] = { "Worked", "Geleistet", "Trabajado", "Travaillé", "Lavorato",
	    "Trabalhado" },
	[WORD_BILLED] = { "Billed", "Berechnet", "Facturado", "Compté", "Conteggiato", "Cobrado" },
	[WORD_RATE] = { "Rate per hour", "Stundensatz", "Tarifa por hora", "Taux horaire",
	    "Tariffa oraria", "Tarifa por hora" },
	[WORD_AMOUNT] = { "Amount", "Betrag", "Importe", "Montant", "Importo", "Valor" },
	[WORD_SUBTOTAL] = { "Subtotal", "Zwischensumme", "Subtotal", "Sous-total", "Subtotale",
	    "Subtotal" },
	[WORD_TOTAL] = { "Total", "Summe", "Total", "Total", "Totale", "Total" },
	[WORD_LATE] = { "late entry", "Nachtrag", "entrada tardía", "saisie tardive",
	    "inserimento tardivo", "registo tardio" },
	[WORD_NOT_BILLABLE] = { "not billable", "nicht berechnet", "no facturable",
	    "non facturable", "non fatturabile", "não faturável" },
	[WORD_PREPAID] = { "Prepaid hours", "Vorausbezahlte Stunden", "Horas prepagadas",
	    "Heures prépayées", "Ore prepagate", "Horas pré-pagas" },
	[WORD_BEFORE] = { "before", "vorher", "antes", "avant", "prima", "antes" },
	[WORD_USED] = { "used here", "hier verbraucht", "usadas aquí", "utilisées ici",
	    "usate qui", "usadas aqui" },
	[WORD_LEFT] = { "left", "übrig", "restantes", "restantes", "rimaste", "restantes" },
	[WORD_IN_PREPAID] = { "prepaid", "vorausbezahlt", "prepagado", "prépayé", "prepagato",
	    "pré-pago" },
	[WORD_PROMISES] = { "Service levels", "Zugesagte Fristen", "Niveles de servicio",
	    "Niveaux de service", "Livelli di servizio", "Níveis de serviço" },
	[WORD_CLOCK] = { "Promise", "Frist", "Plazo", "Délai", "Scadenza", "Prazo" },
	[WORD_SEVERITY] = { "Severity", "Schweregrad", "Gravedad", "Gravité", "Gravità",
	    "Gravidade" },
	[WORD_MET] = { "kept", "eingehalten", "cumplidos", "tenus", "rispettate", "cumpridos" },
	[WORD_BREACHED] = { "missed", "überschritten", "incumplidos", "dépassés", "mancate",
	    "falhados" },
	[WORD_OPEN] = { "running", "laufend", "en curso", "en cours", "in corso", "em curso" },
	[WORD_MOVES] = { "These figures move until their month is closed.",
	    "Diese Zahlen bewegen sich, bis ihr Monat abgeschlossen ist.",
	    "Estas cifras cambian hasta que se cierra su mes.",
	    "Ces chiffres évoluent jusqu'à la clôture de leur mois.",
	    "Queste cifre cambiano finché il loro mese non è chiuso.",
	    "Estes valores mudam até ao fecho do mês." },
	[WORD_APART] = { "Each line is rounded by itself. One multiplication of all would differ by",
	    "Jede Zeile ist für sich gerundet. Eine Multiplikation des Ganzen wiche ab um",
	    "Cada línea se redondea por separado. Una sola multiplicación diferiría en",
	    "Chaque ligne est arrondie à part. Une seule multiplication différerait de",
	    "Ogni riga è arrotondata a sé. Una sola moltiplicazione differirebbe di",
	    "Cada linha é arredondada por si. Uma só multiplicação diferiria em" },
	[WORD_NOTHING] = { "Nothing was worked in this month.", "In diesem Monat wurde nichts geleistet.",
	    "En este mes no se ha trabajado.", "Rien n'a été effectué ce mois-ci.",
	    "In questo mese non è stato svolto nulla.", "Nada foi feito neste mês." },
};

struct str
statement_word(enum statement_word w, struct str language)
{
	size_t in = 0;

	for (size_t i = 0; i < WORDING_LANGUAGES; i++)
		if (str_eq(language, str_c(wording_languages[i])))
			in = i;
	return str_c(words[w][in]);
}

#include "parsers/quote/quotewords.h"

#include <stddef.h>

const char *const quote_verbs[] = {
	"wrote", "writes", "sent", "said", "replied", "has written",	/* en */
	"escribio", "escribia", "ha escrit", "va escriure",		/* es, ca */
	"schrieb", "geschrieben", "schrieben",				/* de */
	"a ecrit", "ecrit", "ecrivait", "a ecrit le",			/* fr */
	"escreveu", "escrevia", "escribiu",				/* pt, gl */
	"ha scritto", "scrive", "scritto",				/* it */
	"schreef", "geschreven", "schreef het volgende",		/* nl */
	"skrev", "skreiv",						/* da, no, sv */
	"kirjoitti", "kirjutas",					/* fi, et */
	"napisal", "napisal(a)", "napisala", "pisze",			/* pl, cs, sk */
	"napsal", "napsal(a)", "napsala", "napisao", "napisao/la", "napisal/a",
	"je napisao", "je napisala", "parase", "rase", "rakstija",	/* hr, sr, lt, lv */
	"idatzi du", "skrifadi",					/* eu, is */
	"irta", "ezt irta",						/* hu */
	"a scris",							/* ro */
	"yazdi", "sunu yazdi", "sunlari yazdi",				/* tr */
	"написал", "написала", "написал(а)", "пишет", "писал", "писала",	/* ru */
	"написав", "написала", "пише", "писав",				/* uk, sr */
	"написа", "напиша",						/* bg, mk */
	"εγραψε", "εγραψε", "εγραψαν",					/* el */
	"כתב", "كتب",							/* he, ar */
	"写道", "寫道", "写到", "写入", "撰寫",				/* zh */
	"書きました", "のメール", "さんは書きました", "のメッセージ",	/* ja */
	"님이 작성", "작성", "님이 씀", "썼습니다", "쓴 글",		/* ko */
	"ने लिखा", "نوشت",						/* hi, fa */
	"viet", "da viet", "menulis", "เขียนว่า", "เขียน", NULL		/* vi, id, th */
};

const char *const quote_no_names[] = {
	" i ", " we ", " i've ", " we've ", " he ", " she ", " it ", " they ", " the ", " this ",
	" that ", " our ", " my ", " your ", " his ", " her ", " their ", " which ", " who ",
	" ich ", " wir ", " er ", " sie ", " der ", " die ", " das ", " unser", " mein ", " ihr ",
	" j'ai ", " nous ", " elle ", " ils ", " notre ", " mon ", " cette ", " qui ",
	" ik ", " wij ", " hij ", " zij ", " het s", " het p", " het b", " het l", " het t", " onze ", " mijn ",
	" yo ", " nosotros ", " ella ", " ellos ", " nuestro ", " nuestra ", " mi ", " que ",
	" eu ", " nos ", " ele ", " ela ", " nosso ", " nossa ", " meu ", " io ", " noi ", " lui ",
	" lei ", " nostro ", " mio ", " jag ", " vi ", " han ", " hon ", " jeg ", " hun ", " mina ",
	NULL
};

const char *const quote_things[] = {
	" system ", " server ", " log ", " service ", NULL
};

const char *const quote_quoting[] = {
	"quoting ", "zitat von ", "cytat ", "cytuje ", "citando ", "citando a ", "citation de ",
	"citat fran ", "citat fra ", "citazione di ", "quoted from ", "cituji ", "citeren ",
	"citerar ", "siterer ", "lainaus ", "wiadomosc napisana przez ", "missatge de ", NULL
};

const char *const quote_leads[] = {
	"on ", "in message ", "at ", "quoting ",			/* en */
	"el ", "con fecha ",						/* es, ca */
	"am ", "on ", "von ",						/* de */
	"le ", "a ", "en date du ",					/* fr */
	"em ", "no dia ", "a ",						/* pt */
	"il ", "in data ", "il giorno ",				/* it */
	"op ",								/* nl */
	"den ", "pa ", "dana ", "dne ", "dnia ", "w dniu ", "pe ", "vao ", "ngay ",
	"in ", "la data ", "στισ ", "την ", "pada ",			/* ro, el, id */
	"在 ", "在", "于", "於", NULL					/* zh */
};

const char *const quote_from[] = {
	"from", "de", "von", "da", "van", "fra", "fran", "od", "lahettaja", "kimden",
	"gonderen", "felado", "kuldo", "ot", "de la", "saatja", "nuo", "no", "dari", "tu",
	"mittente", "remitente", "expediteur", "absender", "afzender", "avsandare", "afsender",
	"avsender", "nadawca", "odesilatel", "odosielatel", "remetente", "expeditor",
	"expedidor", "salje", "daripada", "од", "пошиљалац", "از", "فرستنده",
	"от", "от кого", "відправник", "від", "отправитель", "подател",
	"απο", "απο", "αποστολεασ", "מאת", "من",
	"发件人", "寄件人", "寄件者", "差出人", "送信者", "from (差出人)",
	"보낸사람", "보낸 사람", "발신", "발신인", "발신자", "보낸이", "보낸 이", "จาก", NULL
};

const char *const quote_date[] = {
	"sent", "date", "sent on", "date sent",				/* en */
	"enviado", "enviado el", "enviado a las", "fecha", "enviat", "data", /* es, ca */
	"gesendet", "datum", "gesendet am",				/* de */
	"envoye", "envoye le", "date d'envoi", "message du",		/* fr */
	"enviada", "enviada em", "enviado em", "enviado a",		/* pt */
	"inviato", "data invio", "inviato il",				/* it */
	"verzonden", "verzonden op",					/* nl */
	"skickat", "sendt", "dato", "skickades",			/* sv, da, no */
	"lahetetty", "paivays", "paivamaara", "pvm",			/* fi */
	"wyslano", "wyslane", "odeslano", "odoslane", "datum odeslani",	/* pl, cs, sk */
	"elkuldve", "datum", "kuldes ideje", "datum",			/* hu */
	"trimis", "trimis la",						/* ro */
	"gonderildi", "gonderilme", "gonderilme tarihi", "tarih",	/* tr */
	"poslano", "poslato", "poslata", "saadetud", "saatmisaeg", "kuupaev", "issiusta",
	"siusta", "nosutits", "dikirim", "dihantar", "tarikh", "enviat el", "послато", "датум",
	"дата", "отправлено", "отправлен", "надіслано", "відправлено", "изпратено",
	"σταλθηκε", "ημερομηνια", "αποστολη", "תאריך", "נשלח", "تاريخ", "التاريخ",
	"تاريخ الارسال", "تم الارسال", "ارسلت", "ارسال شده", "تاریخ",
	"发送时间", "时间", "日期", "寄件日期", "發送時間", "發送日期", "傳送日期", "传送日期",
	"送信日時", "日時", "日付", "送信日",
	"날짜", "보낸 날짜", "보낸날짜", "받은 날짜", "일시", "วันที่", "ส่ง",
	"terkirim", "tanggal", "ngay", "da gui", NULL
};

const char *const quote_subject[] = {
	"subject", "re", "asunto", "assumpte", "betreff", "objet", "sujet", "assunto", "oggetto",
	"onderwerp", "amne", "arende", "emne", "aihe", "otsikko", "temat", "predmet", "vec",
	"targy", "subiect", "konu", "naslov", "zadeva", "teema", "tema", "temats",
	"тема", "относно", "предмет", "наслов", "θεμα", "נושא", "الموضوع", "موضوع", "efni",
	"主题", "主旨", "主題", "标题", "件名", "題名", "제목", "เรื่อง", "perihal", "subjek",
	"chu de", "tieu de", NULL
};

const char *const quote_others[] = {
	"to", "cc", "bcc", "reply-to", "reply to", "importance", "priority", "attachments",
	"attachment", "organization", "newsgroups", "required", "optional", "when", "where",
	"resent-from", "mailed-by", "signed-by", "conversation",
	"para", "copia", "responder a", "importancia", "datos adjuntos", "cco",
	"an", "kopie", "kopie (cc)", "bis", "wichtigkeit", "antwort an", "anlagen",
	"a", "a l'attention de", "repondre a", "copie", "copie a", "importance", "pieces jointes",
	"responder para", "com copia", "prioridade", "anexos",
	"per conoscenza", "risposta", "rispondi a", "priorita", "allegati",
	"aan", "beantwoorden", "prioriteit", "bijlagen",
	"till", "kopia", "svara till", "prioritet", "til", "kopi", "svar til", "vigtighed",
	"vastaanottaja", "kopio", "vastausosoite", "liitteet",
	"do", "dw", "komu", "adresat", "kopia", "odpowiedz do", "waznosc", "dulezitost", "kopie",
	"prilohy", "pre", "kopia", "dolezitost",
	"cimzett", "masolatot kap", "masolat", "kinek", "fontossag",
	"catre", "kime", "bilgi", "alici", "yanitlama adresi", "onem", "ekler",
	"za", "prima", "kopija", "kellele", "adressaat", "koopia", "kam", "iki", "per a", "a/c",
	"за", "копија", "به", "رونوشت", "kp",
	"кому", "копия", "копія", "куда", "важность", "важливість", "отговор до", "до",
	"προσ", "κοιν.", "κοιν", "κοινοποιηση", "אל", "עותק", "الى", "نسخة",
	"收件人", "收件者", "抄送", "副本", "密送", "附件", "重要性",
	"宛先", "cc:", "返信先", "添付ファイル",
	"받는사람", "받는 사람", "수신", "수신인", "수신자", "받는이", "참조", "ถึง", "สำเนา", "kepada", "toi", NULL
};

const char *const quote_no_labels[] = {
	"name", "user", "username", "user name", "user id", "account", "login", "email", "e-mail",
	"mail",
	"phone", "telephone", "company", "customer", "time", "host", "hostname", "server", "ip",
	"url",
	"port", "error", "message", "version", "severity", "status", "type", "id", "ticket",
	"path", "file",
	"level", "code", "details", "description", "device", "browser", "os", "product", "order",
	"benutzer", "benutzername", "konto", "telefon", "firma", "kunde", "zeit", "uhrzeit",
	"rechner",
	"fehler", "meldung", "nachricht", "bestellung", "kundennummer", "anmeldung",
	"nom", "utilisateur", "compte", "telephone", "societe", "client", "heure", "poste",
	"erreur",
	"serveur", "adresse", "identifiant", "commande",
	"nombre", "usuario", "cuenta", "telefono", "empresa", "cliente", "hora", "equipo",
	"servidor",
	"correo", "correo electronico", "pedido", "mensaje",
	"nome", "utilizador", "conta", "telefone", "erro", "servidor", "mensagem",
	"utente", "conto", "azienda", "ora", "errore", "messaggio", "ordine",
	"naam", "gebruiker", "tijd", "fout", "klant", "bericht", NULL
};

const char *const quote_original[] = {
	"original message", "original mail", "original e-mail", "original email", "reply message",
	"original appointment", "previous message", "reply to message", "message history",
	"vorherige antworten", "reponses precedentes", "respuestas anteriores",
	"risposte precedenti", "respostas anteriores", "eerdere antwoorden", "tidigare svar",
	"tidligere svar", "aiemmat vastaukset", "poprzednie odpowiedzi", "predchozi odpovedi",
	"korabbi valaszok", "raspunsuri anterioare", "предыдущие ответы", "попередні відповіді",
	"onceki yanitlar", "προηγουμενεσ απαντησεισ", "תגובות קודמות", "الردود السابقة",
	"以前の返信", "以前的回复", "先前的回覆", "이전 답장",
	"previous messages", "previous reply", "previous replies", "previous discussion",
	"conversation history", "original", "replied message", "replied message",
	"original message from", "in reply to",
	"mensaje original", "missatge original", "mensaje original enviado", "correo original",
	"ursprungliche nachricht", "originalnachricht", "original-nachricht", "originale nachricht",
	"urspruengliche nachricht", "urspr. nachricht", "original nachricht",
	"ursprungliche mail", "originalmail", "mail original", "pesan asal",
	"ursprunglicher termin",
	"message d'origine", "message original", "message initial", "message transmis",
	"courriel original",
	"mensagem original", "mensagem de origem", "messaggio originale", "messaggio original",
	"messaggio di origine",
	"oorspronkelijk bericht", "originele bericht", "origineel bericht",
	"oorspronkelijke afspraak",
	"originalmeddelande", "ursprungligt meddelande", "originalmeddelandet",
	"oprindelig meddelelse", "oprindelig besked", "original meddelelse", "original besked",
	"opprinnelig melding", "opprinnelige meldingen", "opprinnelig epost",
	"alkuperainen viesti", "alkuperainen sahkoposti",
	"oryginalna wiadomosc", "wiadomosc oryginalna", "wiadomosc pierwotna",
	"puvodni zprava", "puvodni e-mail", "povodna sprava", "povodna sprava",
	"antwort nachricht", "eredeti uzenet", "eredeti level", "mesaj original",
	"mesajul original",
	"orijinal mesaj", "ozgun ileti", "asil ileti", "orijinal ileti", "izvorna poruka",
	"originalna poruka", "izvirno sporocilo",
	"исходное сообщение", "исходное письмо", "оригинальное сообщение", "пересылаемое сообщение",
	"первоначальное сообщение", "вихідне повідомлення", "початкове повідомлення",
	"оригінальне повідомлення", "оригинално съобщение",
	"αρχικο μηνυμα", "αρχικο μηνυμα", "הודעה מקורית", "الرسالة الاصلية",
	"原始邮件", "原始郵件", "原邮件", "回复的原邮件", "回复的邮件", "رسالة اصلية", "پیام اصلی",
	"original ileti", "algne teade", "alguparane kiri", "pradinis laiskas", "原始信件", "原始訊息",
	"邮件原件",
	"元のメッセージ", "元のメール", "original message (原文)",
	"원본 메시지", "원본 메일", "메시지 원문", "원본메시지", "원본 이메일",
	"tin nhan goc", "thu goc", "pesan asli", NULL
};

const char *const quote_forwarded[] = {
	"forwarded message", "forwarded mail", "forwarded email", "forwarded e-mail",
	"begin forwarded message", "forwarded by", "forwarded letter", "forwarded conversation",
	"start of forwarded message", "forward message",
	"mensaje reenviado", "inicio del mensaje reenviado", "inicio mensaje reenviado",
	"comienzo del mensaje reenviado", "missatge reenviat", "reenviado por",
	"weitergeleitete nachricht", "anfang der weitergeleiteten", "weitergeleitet von",
	"beginn der weitergeleiteten", "weitergeleitete mail", "weitergeleitete e-mail",
	"message transfere", "debut du message", "message reexpedie", "courriel transfere",
	"message reachemine", "transfere par", "debut du message transfere",
	"mensagem encaminhada", "mensagem reencaminhada", "inicio da mensagem",
	"inicio de mensagem reencaminhada",
	"messaggio inoltrato", "inizio messaggio inoltrato", "messaggio rinviato", "inoltrato da",
	"doorgestuurd bericht", "begin doorgestuurd bericht", "doorgezonden bericht",
	"begin van doorgestuurd", "doorgestuurd door",
	"videresendt", "start pa videresendt", "begynn videresendt", "videresend",
	"vidarebefordrat", "vidarebefordrade", "borjan pa vidarebefordrat",
	"borja vidarebefordrat", "valitetty viesti", "edelleen lahetetty viesti",
	"valitetty viesti alkaa", "valitettu viesti", "alkaa valitetty viesti",
	"wiadomosc przekazana", "przekazana wiadomosc", "przekazana dalej",
	"rozpoczecie przekazywanej", "poczatek przekazanej", "poczatek przekazywanej",
	"preposlana zprava", "zacatek preposlane", "zacatek preposilane", "preposlana sprava",
	"predana zprava", "zaciatok preposlanej",
	"tovabbitott uzenet", "tovabbitott level", "mesaj redirectionat", "mesaj retransmis",
	"inceputul mesajului", "iletilen mesaj", "yonlendirilmis ileti", "iletilmis mesaj",
	"yonlendirilen ileti", "iletilen ileti", "baslangic: iletilen", "yonlendirilen mesaj",
	"proslijedena poruka", "prosledena poruka", "posredovano sporocilo",
	"пересылаемое сообщение", "пересланное сообщение", "перенаправленное сообщение",
	"начало переадресованного", "начало пересылаемого", "пересылаемое письмо",
	"переслане повідомлення", "переадресоване повідомлення", "пересилане повідомлення",
	"початок листа", "препратено съобщение",
	"προωθημενο μηνυμα", "προωθημενο μηνυμα", "εναρξη προωθημενου",
	"הודעה שהועברה", "רسالة محولة", "الرسالة المعاد",
	"转发的邮件", "轉寄的郵件", "转发邮件", "已转发的邮件", "轉寄郵件", "轉寄的信件", "下面是被转发的邮件",
	"下面是转发的邮件", "開始轉寄", "已轉寄訊息", "转发邮件信息", "轉寄訊息",
	"転送されたメッセージ", "転送メッセージ", "転送メール", "以下は転送", "ここから転送",
	"전달된 메시지", "전달된 메일", "전달한 메시지", "다음은 전달된", "전달된 이메일", "전달 메시지",
	"mail transfere", "mesaj inaintat", "ileti baslangici", "pocetak proslijedene",
	"转发的消息", "轉寄的訊息", "תחילת ההודעה שהועברה", "بدء الرسالة المعاد",
	"bat dau thu duoc chuyen tiep",
	"mulai pesan yang diteruskan", "thu duoc chuyen tiep", "pesan terusan",
	"pesan yang diteruskan", NULL
};

const char *const quote_subject_forward[] = {
	"fwd:", "fw:", "fwd :", "fw :", "[fwd:", "(fwd)", "forward:",
	"wg:", "weitergeleitet:", "tr:", "tr :", "rv:", "rv :", "reenv:", "reenviado:", "enc:",
	"enc :",
	"i:", "fs:", "doorst:", "vb:", "vs:", "videresendt:", "vl:", "pd:", "podaj dalej:",
	"ilt:", "ileti:", "redir:", "tovabbitas:", "tova:", "prp:", "pd :",
	"пересл:", "пересл.:", "πρθ:", "προωθ:", "הועבר:", "اعادة توجيه:",
	"转发:", "转:", "轉寄:", "轉:", "転送:", "전달:", "fwd", NULL
};

const char *const quote_subject_reply[] = {
	"re:", "re :", "re[", "aw:", "antw:", "antwort:", "sv:", "res:", "rif:", "r:", "ref:",
	"odp:",
	"ynt:", "yanit:", "va:", "valasz:", "ats:", "vast:", "отв:", "ответ:", "від:", "απ:",
	"σχετ:",
	"回复:", "回覆:", "答复:", "答覆:", "返信:", "회신:", "답장:", "תשובה:", "رد:", NULL
};

const char *const quote_inline[] = {
	"answers inline", "answered inline", "comments inline", "replies inline",
	"responses inline",
	"see inline", "reply inline", "replied inline", "inline below", "inline comments",
	"inline answers", "inline replies", "answers below", "comments below", "replies below",
	"responses below", "answers in red", "comments in red", "replies in red",
	"answers in blue", "comments in blue", "in blue below", "below in red", "below in blue",
	"below in green", "my comments in", "my answers in",
	"antworten unten", "antworten in rot", "antworten in blau", "antworten im text",
	"kommentare im text", "kommentare in rot", "antworten direkt im",
	"reponses en rouge", "reponses en bleu", "commentaires en rouge", "reponses ci-dessous",
	"reponses dans le texte",
	"respuestas abajo", "respuestas en rojo", "respuestas en azul", "comentarios abajo",
	"comentarios en rojo", "respostas em vermelho", "respostas abaixo", "comentarios abaixo",
	"risposte in rosso", "risposte sotto", "risposte nel testo", "commenti in rosso",
	"antwoorden in rood", "antwoorden in het rood", "antwoorden hieronder",
	"svar nedan", "svar i rott", "svar nedenfor", "svar med rodt", "vastaukset alla",
	"vastaukset punaisella", "odpowiedzi ponizej", "odpowiedzi na czerwono", "odpovedi nize",
	"odpovedi cervene", "ответы ниже", "ответы красным", "відповіді нижче",
	"以下に回答", "赤字で回答", "回复如下", "红色回复", "아래에 답변", NULL
};

const struct quote_above_row quote_above_rows[] = {
	{ "above", "repl", "line" }, { "above", "repl", "mail" }, { "above", "repl", "message" },
	{ "above", "repl", "respond" }, { "above", "repl", "only" },
	{ "above", "answer", "line" }, { "above", "respon", "line" },
	{ "above", "add", "comment" }, { "above", "writ", "line" }, { "above", "typ", "line" },
	{ "oberhalb", "antwort", "zeile" }, { "oberhalb", "antwort", "linie" },
	{ "oberhalb", "antworten", "sie" }, { "oberhalb", "schreib", "zeile" },
	{ "uber dies", "antwort", "zeile" }, { "uber dies", "antwort", "linie" },
	{ "uber der", "antwort", "linie" },
	{ "dessus", "repon", "ligne" }, { "dessus", "ecri", "ligne" },
	{ "encima", "respu", "linea" }, { "encima", "respon", "linea" },
	{ "encima", "escrib", "linea" }, { "encima", "responda", "correo" },
	{ "arriba", "respu", "linea" }, { "sobre esta", "respu", "linea" },
	{ "damunt", "respo", "linia" },
	{ "sopra", "rispo", "riga" }, { "sopra", "rispo", "linea" }, { "sopra", "scriv", "riga" },
	{ "acima", "respo", "linha" }, { "acima", "escrev", "linha" },
	{ "acima", "coment", "linha" },
	{ "boven", "antwoord", "regel" }, { "boven", "antwoord", "lijn" },
	{ "boven", "reactie", "regel" }, { "boven", "reageer", "regel" },
	{ "ovanfor", "svar", "rad" }, { "ovanfor", "svar", "linje" },
	{ "over denne", "svar", "linje" }, { "over denne", "svar", "rad" },
	{ "over den", "svar", "rad" }, { "ovenfor", "svar", "linj" },
	{ "over denne", "skriv", "linje" },
	{ "ylapuol", "vasta", "rivi" }, { "ylapuol", "vasta", "viiva" },
	{ "ylle", "vasta", "rivi" },
	{ "powyzej", "odpowied", "lini" }, { "powyzej", "odpowied", "wiersz" },
	{ "ponad", "odpowied", "lini" }, { "nad t", "odpowied", "lini" },
	{ "nad t", "odpov", "radk" }, { "nad t", "odpov", "radek" }, { "nad t", "odpov", "riad" },
	{ "nad t", "odpov", "car" },
	{ "fole", "valasz", "sor" }, { "felett", "valasz", "sor" }, { "fole", "valasz", "vonal" },
	{ "deasupra", "raspun", "lini" }, { "deasupra", "raspun", "rand" },
	{ "над ", "ответ", "строк" }, { "выше", "ответ", "строк" }, { "над ", "ответ", "лини" },
	{ "выше", "ответ", "лини" },
	{ "над ", "відпов", "рядк" }, { "вище", "відпов", "рядк" }, { "над ", "відпов", "ліні" },
	{ "над ", "отговор", "ред" },
	{ "ustun", "yanit", "satir" }, { "uzerin", "yanit", "satir" },
	{ "ustun", "cevap", "satir" }, { "uzerin", "cevap", "satir" },
	{ "yukar", "yanit", "satir" }, { "ustun", "yanit", "cizgi" },
	{ "πανω", "απαντησ", "γραμμη" }, { "πανω", "απαντησ", "γραμμη" },
	{ "מעל", "תשוב", "שורה" }, { "מעל", "להשיב", "שורה" }, { "מעל", "השב", "שורה" },
	{ "מעל", "תגוב", "שורה" },
	{ "فوق", "رد", "السطر" }, { "فوق", "رد", "الخط" }, { "اعلى", "رد", "السطر" },
	{ "上", "返信", "行" }, { "上", "返信", "線" }, { "上", "回答", "この行" },
	{ "上", "回复", "行" }, { "上", "回覆", "行" }, { "上", "回復", "行" }, { "上", "答复", "行" },
	{ "上", "回复", "线" }, { "上", "回覆", "線" },
	{ "위", "답장", "줄" }, { "위", "회신", "줄" }, { "위", "답변", "줄" }, { "위", "답글", "줄" },
	{ "위", "답장", "선" },
	{ "iznad", "odgovor", "red" }, { "iznad", "odgovor", "lini" },
	{ "nad to", "odgovor", "vrstic" },
	{ "tren dong", "tra loi", "nay" }, { "di atas", "bala", "baris" },
	{ "di atas", "bala", "garis" }, { "เหนือ", "ตอบ", "บรรทัด" },
	{ NULL, NULL, NULL }
};

const char *const quote_above[] = {
	"above", "oberhalb", "uber dies", "uber der", "dessus", "encima", "arriba", "sobre esta",
	"damunt", "sopra", "acima", "boven", "ovanfor", "over denne", "over den", "ovenfor",
	"ylapuol", "ylle", "powyzej", "ponad", "nad t", "fole", "felett", "deasupra", "над ",
	"выше", "вище", "ustun", "uzerin", "yukar", "πανω", "מעל", "فوق", "اعلى", "上", "위",
	"iznad", "nad to", "tren dong", "di atas", "เหนือ", NULL
};

const char *const quote_first_person[] = {
	" i ", "i've ", " we ", "ich ", " wir ", " je ", "j'ai", " nous ", " yo ", " he ", " io ",
	" ho ", " noi ", " eu ", " ik ", " wij ", " we ", " jag ", " jeg ", " vi ", " mina ", " ja ",
	" my ", " ben ", " я ", " мы ", " ми ", "εγω", "אני", "انا", "私", "我", "저는", NULL
};

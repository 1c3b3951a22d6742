#include "parsers/quotewords.h"

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
	"έγραψε", "εγραψε", "έγραψαν",					/* el */
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
	" ik ", " wij ", " hij ", " zij ", " het ", " onze ", " mijn ",
	" yo ", " nosotros ", " ella ", " ellos ", " nuestro ", " nuestra ", " mi ", " que ",
	" eu ", " nos ", " ele ", " ela ", " nosso ", " nossa ", " meu ", " io ", " noi ", " lui ",
	" lei ", " nostro ", " mio ", " jag ", " vi ", " han ", " hon ", " jeg ", " hun ", " mina ",
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
	"in ", "la data ", "στις ", "την ", "pada ",			/* ro, el, id */
	"在 ", "在", "于", "於", NULL					/* zh */
};

const char *const quote_from[] = {
	"from", "de", "von", "da", "van", "fra", "fran", "od", "lahettaja", "kimden",
	"gonderen", "felado", "kuldo", "ot", "de la", "saatja", "nuo", "no", "dari", "tu",
	"mittente", "remitente", "expediteur", "absender", "afzender", "avsandare", "afsender",
	"avsender", "nadawca", "odesilatel", "odosielatel", "remetente", "expeditor",
	"expedidor", "salje", "daripada", "од", "пошиљалац", "از", "فرستنده",
	"от", "от кого", "відправник", "від", "отправитель", "подател",
	"από", "απο", "αποστολέας", "מאת", "من",
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
	"στάλθηκε", "ημερομηνία", "αποστολή", "תאריך", "נשלח", "تاريخ", "التاريخ",
	"تاريخ الإرسال", "تم الإرسال", "أرسلت", "ارسال شده", "تاریخ",
	"发送时间", "时间", "日期", "寄件日期", "發送時間", "發送日期", "傳送日期", "传送日期",
	"送信日時", "日時", "日付", "送信日",
	"날짜", "보낸 날짜", "보낸날짜", "받은 날짜", "일시", "วันที่", "ส่ง",
	"terkirim", "tanggal", "ngay", "da gui", NULL
};

const char *const quote_subject[] = {
	"subject", "re", "asunto", "assumpte", "betreff", "objet", "sujet", "assunto", "oggetto",
	"onderwerp", "amne", "arende", "emne", "aihe", "otsikko", "temat", "predmet", "vec",
	"targy", "subiect", "konu", "naslov", "zadeva", "teema", "tema", "temats",
	"тема", "относно", "предмет", "наслов", "θέμα", "נושא", "الموضوع", "موضوع", "efni",
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
	"προς", "κοιν.", "κοιν", "κοινοποίηση", "אל", "עותק", "إلى", "نسخة",
	"收件人", "收件者", "抄送", "副本", "密送", "附件", "重要性",
	"宛先", "cc:", "返信先", "添付ファイル",
	"받는사람", "받는 사람", "수신", "수신인", "수신자", "받는이", "참조", "ถึง", "สำเนา", "kepada", "toi", NULL
};

const char *const quote_original[] = {
	"original message", "original mail", "original e-mail", "original email", "reply message",
	"original appointment", "previous message", "reply to message", "message history",
	"previous messages", "previous reply", "previous replies", "previous discussion",
	"conversation history", "original", "replied message", "replied message",
	"original message from", "in reply to",
	"mensaje original", "missatge original", "mensaje original enviado", "correo original",
	"ursprungliche nachricht", "originalnachricht", "original-nachricht", "originale nachricht",
	"urspruengliche nachricht", "urspr. nachricht", "original nachricht",
	"ursprungliche mail", "originalmail", "mail original", "pesan asal", "ursprunglicher termin",
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
	"antwort nachricht", "eredeti uzenet", "eredeti level", "mesaj original", "mesajul original",
	"orijinal mesaj", "ozgun ileti", "asil ileti", "orijinal ileti", "izvorna poruka",
	"originalna poruka", "izvirno sporocilo",
	"исходное сообщение", "исходное письмо", "оригинальное сообщение", "пересылаемое сообщение",
	"первоначальное сообщение", "вихідне повідомлення", "початкове повідомлення",
	"оригінальне повідомлення", "оригинално съобщение",
	"αρχικό μήνυμα", "αρχικο μηνυμα", "הודעה מקורית", "الرسالة الأصلية",
	"原始邮件", "原始郵件", "原邮件", "回复的原邮件", "回复的邮件", "رسالة أصلية", "پیام اصلی",
	"original ileti", "algne teade", "alguparane kiri", "pradinis laiskas", "原始信件", "原始訊息", "邮件原件",
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
	"προωθημένο μήνυμα", "προωθημενο μηνυμα", "έναρξη προωθημένου",
	"הודעה שהועברה", "רسالة محولة", "الرسالة المعاد",
	"转发的邮件", "轉寄的郵件", "转发邮件", "已转发的邮件", "轉寄郵件", "轉寄的信件", "下面是被转发的邮件",
	"下面是转发的邮件", "開始轉寄", "已轉寄訊息", "转发邮件信息", "轉寄訊息",
	"転送されたメッセージ", "転送メッセージ", "転送メール", "以下は転送", "ここから転送",
	"전달된 메시지", "전달된 메일", "전달한 메시지", "다음은 전달된", "전달된 이메일", "전달 메시지",
	"thu duoc chuyen tiep", "pesan terusan", "pesan yang diteruskan", NULL
};

const char *const quote_subject_forward[] = {
	"fwd:", "fw:", "fwd :", "fw :", "[fwd:", "(fwd)", "forward:",
	"wg:", "weitergeleitet:", "tr:", "tr :", "rv:", "rv :", "reenv:", "reenviado:", "enc:", "enc :",
	"i:", "fs:", "doorst:", "vb:", "vs:", "videresendt:", "vl:", "pd:", "podaj dalej:",
	"ilt:", "ileti:", "redir:", "tovabbitas:", "tova:", "prp:", "pd :",
	"пересл:", "пересл.:", "πρθ:", "προωθ:", "הועבר:", "إعادة توجيه:",
	"转发:", "转:", "轉寄:", "轉:", "転送:", "전달:", "fwd", NULL
};

const char *const quote_subject_reply[] = {
	"re:", "re :", "re[", "aw:", "antw:", "antwort:", "sv:", "res:", "rif:", "r:", "ref:", "odp:",
	"ynt:", "yanit:", "va:", "valasz:", "ats:", "vast:", "отв:", "ответ:", "від:", "απ:", "σχετ:",
	"回复:", "回覆:", "答复:", "答覆:", "返信:", "회신:", "답장:", "תשובה:", "رد:", NULL
};

const char *const quote_inline[] = {
	"answers inline", "answered inline", "comments inline", "replies inline", "responses inline",
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

const char *const quote_reply_above[] = {
	"reply above this line", "reply above the line", "type your reply above",
	"write your reply above", "please reply above", "reply above to respond",
	"reply above this email", "respond above this line", "add your comment above",
	"write above this line", "reply only above", "enter your reply above",
	"escriba su respuesta por encima", "responda por encima de esta linea",
	"escriba su respuesta encima", "responda encima de esta linea",
	"antwort oberhalb dieser linie", "bitte antworten sie oberhalb",
	"antworten sie oberhalb", "antworten oberhalb dieser", "antwort uber dieser linie",
	"repondez au-dessus de cette ligne", "repondre au-dessus de cette ligne",
	"ecrivez votre reponse au-dessus",
	"responda acima desta linha", "escreva sua resposta acima",
	"rispondi sopra questa riga", "rispondere sopra questa riga",
	"antwoord boven deze lijn", "antwoord boven deze regel", "svara ovanfor denna",
	"skriv ditt svar ovanfor", "svar over denne", "vastaa taman rivin ylapuolelle",
	"odpowiedz powyzej tej linii", "odpovezte nad touto", "bu satirin uzerine",
	"ответьте выше этой строки", "ответ выше этой линии", "ここより上に返信",
	"请在此行上方回复", "이 줄 위에 답장", NULL
};

const char *const quote_closings[] = {
	/* en */
	"thanks", "thank you", "many thanks", "thanks a lot", "thanks in advance",
	"thank you very much", "thanks and regards", "thanks & regards", "thx", "cheers",
	"thanks so much", "thank you so much", "thanks again", "thank you in advance", "ty",
	"thank you and best regards", "thanks and best regards", "thank you & regards",
	"regards", "best", "best regards", "best wishes", "kind regards", "warm regards",
	"kindest regards", "warmest regards", "many regards", "rgds", "brgds", "br", "kr",
	"with kind regards", "with best regards", "with regards", "sincerely", "yours sincerely",
	"sincerely yours", "yours faithfully", "yours truly", "respectfully", "cordially",
	"all the best", "take care", "have a nice day", "have a great day", "yours",
	/* es */
	"gracias", "muchas gracias", "saludos", "un saludo", "saludos cordiales",
	"gracias y saludos", "muchas gracias y un saludo", "gracias de antemano", "mil gracias",
	"atentamente", "cordialmente", "un cordial saludo", "reciba un cordial saludo",
	"atte", "muy atentamente", "un abrazo", "cordiales saludos", "salutacions",
	/* de */
	"danke", "vielen dank", "besten dank", "danke und gruss", "gruss", "grusse",
	"viele grusse", "beste grusse", "liebe grusse", "mit freundlichen grussen",
	"mit freundlichen gruessen", "freundliche gruesse", "viele gruesse", "beste gruesse",
	"freundliche grusse", "freundlicher gruss", "mit freundlichem gruss", "mfg", "vg", "lg",
	"bg", "vielen dank und viele grusse", "mit besten grussen", "schone grusse",
	"herzliche grusse", "vielen dank im voraus", "danke im voraus", "hochachtungsvoll",
	"vielen dank und freundliche grusse", "danke und viele grusse", "besten gruss",
	"mit freundlichen grussen / best regards", "mit freundlichen grussen / kind regards",
	/* fr */
	"merci", "merci beaucoup", "merci d'avance", "cordialement", "bien cordialement",
	"merci par avance", "bien a vous", "salutations", "meilleures salutations",
	"sinceres salutations", "cdlt", "cdt", "bonne journee", "tres cordialement",
	"salutations distinguees", "bonne reception", "amicalement", "respectueusement",
	/* pt */
	"obrigado", "obrigada", "muito obrigado", "muito obrigada", "atenciosamente",
	"cumprimentos", "melhores cumprimentos", "com os melhores cumprimentos", "abracos",
	"grato", "grata", "att", "abs", "saudacoes", "desde ja agradeco",
	/* it */
	"grazie", "grazie mille", "saluti", "cordiali saluti", "distinti saluti",
	"un saluto", "cordialmente", "un cordiale saluto", "grazie e saluti", "buona giornata",
	"grazie in anticipo", "i migliori saluti",
	/* nl */
	"bedankt", "dank je", "met vriendelijke groet", "met vriendelijke groeten",
	"groet", "groeten", "vriendelijke groet", "vriendelijke groeten", "dank u", "mvg",
	"alvast bedankt", "hartelijke groet", "hartelijke groeten", "dank u wel", "hoogachtend",
	/* sv, da, no */
	"tack", "tack pa forhand", "halsningar", "med vanlig halsning", "med vanliga halsningar",
	"vanliga halsningar", "vanligen", "mvh", "tak", "pa forhand tak", "venlig hilsen",
	"med venlig hilsen", "venlige hilsner", "hilsen", "mange hilsner", "takk", "tusen takk",
	"vennlig hilsen", "med vennlig hilsen", "beste hilsen", "de bedste hilsner",
	/* fi */
	"kiitos", "kiitos etukateen", "terveisin", "ystavallisin terveisin", "parhain terveisin",
	"yst. terv", "kiitoksia", "yt",
	/* pl, cs, sk */
	"pozdrawiam", "z powazaniem", "dziekuje", "z pozdrowieniami", "serdecznie pozdrawiam",
	"dzieki", "dziekuje i pozdrawiam", "dekuji", "diky", "s pozdravem", "s pratelskym pozdravem",
	"dekuji a s pozdravem", "s uctou", "s pozdravom", "dakujem", "pekny den", "hezky den",
	/* hu, ro, tr */
	"koszonom", "koszonettel", "udvozlettel", "tisztelettel", "elore is koszonom",
	"multumesc", "cu stima", "cu respect", "o zi buna", "va multumesc", "toate cele bune",
	"tesekkurler", "tesekkur ederim", "saygilarimla", "saygilar", "iyi calismalar",
	"iyi gunler", "selamlar", "sevgiler",
	/* ru, uk, el */
	"спасибо", "с уважением", "всего доброго", "заранее спасибо", "благодарю", "с наилучшими пожеланиями",
	"дякую", "з повагою", "з найкращими побажаннями", "щиро дякую",
	"ευχαριστώ", "με εκτίμηση", "φιλικά", "ευχαριστω", "με εκτιμηση",
	/* ja, zh, ko */
	"よろしくお願いします", "よろしくお願いいたします", "宜しくお願い致します", "よろしくお願い致します",
	"谢谢", "谢谢!", "此致", "敬礼", "祝好", "顺祝商祺", "謝謝", "感谢", "敬上",
	"감사합니다", "고맙습니다", "감사합니다.", NULL
};

const char *const quote_closing_stems[] = {
	"regards", "sincerely", "gruss", "grusse", "gruesse", "salutations", "cordialement", "saludos",
	"atentamente", "cumprimentos", "atenciosamente", "saluti", "groet", "hilsen", "hilsner",
	"halsning", "terveisin", "pozdraw", "powazani", "szacunk", "pozdrav", "postovanj",
	"udvozlet", "udv", "halsn", "quedo atent", "tisztelettel", "cu stima", "numai bine", "saygi", "iyi gunler",
	"lugupidamis", "tervitus", "ar cienu", "pagarbiai", "salutacions", "atentament",
	"уважени", "почитани", "поздрав", "пожелани", "повагою", "χαιρετισμ", "εκτίμηση",
	"בברכה", "תודה", "تحيات", "تحية", "شكرا", "با تشکر", "よろしく", "宜しく", "敬具", "草々",
	"致礼", "敬礼", "敬祝", "敬上", "祝好", "商祺", "谢谢", "謝謝", "드림", "올림", "감사합니다",
	"tran trong", "than men", "cam on", "terima kasih", "hormat", "salam", "dekuj", "dakuj", NULL
};

const char *const quote_device_names[] = {
	"iphone", "ipad", "ipod", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "pixel",
	"oneplus", "oppo", "nokia", "blackberry", "windows phone", "smartphone", "tablet", "mobile",
	"outlook", "yahoo mail", "gmail", "proton", "tuta", "qq邮箱", "网易邮箱", "mail.ru", "яндекс",
	"телефон", "手机", "手機", NULL
};

const char *const quote_device_sent[] = {
	"sent ", "secured with", "gesendet", "versendet", "enviad", "enviat", "envoye", "inviat",
	"verzonden", "verstuurd", "skickat", "sendt", "lahetetty", "saadetud", "wyslan", "odeslan",
	"odoslan", "poslan", "poslat", "kuldve", "trimis", "gonderildi", "nosutits", "issiusta",
	"отправлен", "надіслан", "відправлен", "изпратен", "послат", "στάλθηκε", "נשלח", "ارسلت",
	"أرسلت", "الإرسال", "ارسال", "送信", "发送", "发自", "發自", "寄自", "傳送", "寄出", "보냄", "보냈",
	"gui tu", "dikirim", "dihantar", "get ", "download", "laden sie", "beziehen", "obten", "obter",
	"scarica", "telecharge", "hamta", "hent ", "pobierz", "ziska", "获取", "取得", "入手", "다운로드",
	NULL
};

const char *const quote_device[] = {
	"sent from my", "sent from", "sent via", "sent with", "sent by", "get outlook for",
	"sent using", "my mobile device", "via mobile", "sent wirelessly",
	"get [outlook", "sent on the", "sent on my", "download outlook", "get bluemail", "get the all-new",
	"typed on my", "composed on my", "written on my", "from my iphone", "from my ipad",
	"from my android", "from mobile", "send from my", "sent securely",
	"enviado desde", "enviado con", "enviado de mi", "obtener outlook para",
	"mandado desde", "obten outlook para", "enviat des de", "enviado mediante",
	"von meinem", "gesendet von", "gesendet mit", "diese nachricht wurde von mein",
	"gesendet uber", "versendet mit", "gesendet aus", "von unterwegs gesendet",
	"outlook fur ios", "outlook fur android", "outlook fur mac", "holen sie sich outlook",
	"von outlook fur",
	"envoye de", "envoye a partir", "envoye depuis", "envoye avec", "obtenez outlook",
	"envoye via", "envoye par", "telecharger outlook", "provenance : courrier",
	"provenance: courrier",
	"enviado do", "enviado a partir", "enviado pelo", "enviado via", "obter o outlook",
	"obtenha o outlook", "baixe o outlook",
	"inviato da", "inviato dal", "inviato con", "scarica outlook", "ottieni outlook",
	"inviato tramite", "inviata da",
	"verzonden vanaf", "verstuurd vanaf", "verzonden met", "verzonden via", "outlook voor",
	"verstuurd met", "verzonden vanuit", "download outlook voor",
	"skickat fran", "skickades fran", "hamta outlook", "skaffa outlook", "skickat med",
	"sendt fra", "sendt via", "hent outlook", "sendt med", "last ned outlook", "fa outlook",
	"lahetetty iphonesta", "lahetetty ipadista", "lahetetty", "hanki outlook",
	"wyslano z", "wyslane z", "wyslano przy", "pobierz outlook", "pobierz aplikacje outlook",
	"odeslano z", "odeslano pomoci", "odoslane z", "ziskat outlook", "ziskejte outlook",
	"iphone-rol kuldve", "elkuldve a", "az outlook beszerzese",
	"trimis de pe", "trimis din", "trimis cu", "obtineti outlook",
	"ios icin outlook", "android icin outlook", "poslano s", "poslano iz", "poslato sa",
	"отправлено с", "отправлено из", "отправлено от", "скачать outlook", "получить outlook",
	"отправлено через", "надіслано з", "надіслано із", "відправлено з", "завантажити outlook",
	"изпратено от",
	"στάλθηκε από", "σταλθηκε απο", "αποστολή από", "λήψη του outlook",
	"נשלח מה", "أرسلت من", "مرسل من",
	"iphoneから", "ipadから", "outlook for ios を入手", "outlook for android を入手",
	"发自我的", "发自", "寄自我的",
	"gui tu", "dikirim dari", NULL
};

const struct quote_pair quote_device_pairs[] = {
	{ "von ", " gesendet" }, { "", "から送信" }, { "", "から送信されました" },
	{ "", "에서 보냄" }, { "", "에서 보냈습니다" }, { "", "umdan gonderildi" },
	{ "", "imden gonderildi" }, { "", "imdan gonderildi" }, { "", "rol kuldve" },
	{ "从我的", "发送" }, { "来自我的", "" }, { "通过我的", "发送" }, { "從我的", "傳送" },
	{ "從我的", "寄出" }, { NULL, NULL }
};

const char *const quote_footers[] = {
	"please consider the environment", "think before you print", "save a tree",
	"please think about the environment", "consider the environment before",
	"this email has been scanned", "this e-mail has been scanned", "this email was scanned",
	"this message has been scanned", "this message was scanned", "this email has been checked",
	"this e-mail has been checked", "virus-free.", "virus-free www", "no virus found in this",
	"checked by avg", "diese e-mail wurde von avast", "diese e-mail wurde auf viren",
	"virenfrei.", "virenfrei www", "bitte denken sie an die umwelt",
	"bitte prufen sie, ob diese", "libre de virus.", "antes de imprimir este",
	"este correo electronico ha sido comprobado", "avant d'imprimer", "pensez a l'environnement",
	"garanti sans virus", "l'absence de virus dans ce courrier",
	"antes de imprimir esta", "livre de virus.", "este email foi escaneado",
	"prima di stampare", "privo di virus.", "questa e-mail e stata controllata",
	"denk aan het milieu", "virusvrij.", "dit e-mailbericht is gecontroleerd",
	"wolny od wirusow.", "bez wirusow.", "neobsahuje zadne viry", "без вирусов.", NULL
};

const char *const quote_small_print[] = {
	"this email and any", "this e-mail and any", "this message and any", "this email message",
	"this e-mail message", "this electronic message", "this communication",
	"this message is intended", "this email is intended", "this e-mail is intended",
	"this message contains confidential", "this email contains confidential",
	"this email may contain", "this e-mail may contain", "this message may contain",
	"this email is confidential", "this e-mail is confidential", "this message is confidential",
	"this transmission", "the information contained in this", "the information in this",
	"the contents of this e", "the content of this e", "confidentiality notice", "confidentiality:",
	"confidential notice", "disclaimer", "legal notice", "important notice", "privileged and",
	"notice: this e", "if you are not the intended", "if you have received this",
	"this email was sent to you by",
	"diese e-mail enthalt", "diese e-mail und", "diese nachricht ist", "diese nachricht enthalt",
	"diese e-mail ist", "diese mail enthalt", "der inhalt dieser e", "vertraulichkeitshinweis",
	"diese e-mail kann",
	"haftungsausschluss", "informationen zum datenschutz", "hinweise zum datenschutz",
	"este mensaje y", "este correo", "este mensaje va", "este mensaje contiene",
	"este mensaje se dirige", "la informacion contenida", "aviso legal", "aviso de confidencialidad",
	"advertencia legal", "este e-mail y",
	"ce message et", "ce courriel", "ce message est", "ce message contient", "cet e-mail",
	"les informations contenues", "avis de confidentialite",
	"clause de confidentialite",
	"esta mensagem", "as informacoes contidas", "aviso de confidencialidade",
	"a informacao contida",
	"le informazioni contenute", "questo messaggio", "questa e-mail", "questa email",
	"il presente messaggio", "la presente e-mail",
	"avviso di riservatezza", "ai sensi del",
	"dit bericht", "deze e-mail", "dit e-mailbericht", "de informatie in", "de inhoud van dit",
	"detta meddelande", "detta e-post", "denna e-post", "denne e-mail", "denne meddelelse",
	"denne e-posten", "denne meldingen", "tama viesti", "tama sahkoposti",
	"ta wiadomosc", "niniejsza wiadomosc", "tresc tej wiadomosci",
	"tato zprava", "tento e-mail", "informace obsazene", "tato sprava",
	"ez az e-mail", "ez az uzenet", "acest mesaj", "acest e-mail", "informatiile continute",
	"bu e-posta", "bu mesaj", "bu elektronik posta",
	"это сообщение", "настоящее сообщение", "данное сообщение", "это электронное", "конфиденциально",
	"це повідомлення", "даний лист", "αυτό το μήνυμα", "το παρόν μήνυμα",
	"本邮件", "此邮件", "本郵件", "此電子郵件", "本メール", "このメール", "本 메일", "이 메일은", "본 메일", NULL
};

const char *const quote_small_words[] = {
	"confiden", "intended recipient", "intended only", "intended solely", "privileged",
	"addressee", "vertraulich", "bestimmt", "empfanger", "destinatari", "reservad",
	"destinataire", "exclusif", "riservat", "esclusiv", "vertrouwelijk", "geadresseerd",
	"fortrolig", "konfidenti", "mottagare", "modtager", "mottaker", "luottamuksel", "poufn",
	"adresat", "duvern", "dovern", "bizalmas", "gizli", "alici", "конфиденц", "конфіденц",
	"получател", "εμπιστευτ", "保密", "机密", "機密", "기밀", "비밀", NULL
};

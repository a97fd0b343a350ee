"""The names that exports of CRM systems, forms and trade-fair scanners give to the columns of a lead."""

# ruff: noqa: RUF001 (look-alikes of ASCII are what this file is about)

from __future__ import annotations

from collections.abc import Mapping

# fmt: off
# compared after fields.normalise_header, so case, spaces, punctuation and accents need no entries of their own
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "company_name": (
        "company_name", "company", "company / account", "account", "account name", "organization", "organisation",
        "organization name", "organisation name", "business name", "firm", "firma", "firmenname", "unternehmen",
        "unternehmensname", "entreprise", "société", "raison sociale", "nom de l'entreprise", "nom de la société",
        "empresa", "nombre de la empresa", "compañía", "razón social", "azienda", "società", "ragione sociale",
        "nome azienda", "nome da empresa", "nazwa firmy", "spółka", "název firmy", "společnost", "bedrijf",
        "bedrijfsnaam", "företag", "virksomhed", "firmanavn", "yritys", "cégnév", "şirket", "şirket adı", "компания",
        "название компании", "организация", "会社", "会社名", "企業名", "公司", "公司名称", "الشركة", "اسم الشركة",
    ),
    "company_website": (
        "company_website", "website", "website url", "company url", "homepage", "webseite",
        "internetseite", "internetadresse", "site web", "site internet", "sitio web", "página web", "sito web",
        "strona www", "strona internetowa", "www", "webové stránky", "webbplats", "сайт", "веб-сайт", "ウェブサイト",
        "ホームページ", "网站", "网址", "الموقع الإلكتروني",
    ),
    "company_size": (
        "company_size", "employees", "number of employees", "no. of employees", "num employees",
        "employee count", "headcount", "company headcount", "employee range", "mitarbeiter", "mitarbeiterzahl",
        "anzahl mitarbeiter", "mitarbeiteranzahl", "unternehmensgröße", "unternehmensgroesse", "firmengröße",
        "firmengroesse", "betriebsgröße", "effectif", "effectifs", "nombre d'employés", "nombre de salariés",
        "taille de l'entreprise", "empleados", "número de empleados", "tamaño de la empresa", "liczba pracowników",
        "wielkość firmy", "zatrudnienie", "dipendenti", "numero di dipendenti", "numero dipendenti",
        "aantal medewerkers", "antal anställda", "antal ansatte", "počet zaměstnanců", "çalışan sayısı",
        "количество сотрудников", "число сотрудников", "従業員数", "社員数", "员工人数", "عدد الموظفين",
    ),
    "industry": (
        "industry", "company industry", "sector", "industry sector", "vertical", "branche", "industrie",
        "wirtschaftszweig", "secteur", "secteur d'activité", "industria", "sector de actividad", "setor", "branża",
        "settore", "obor", "bransch", "sektör", "отрасль", "業種", "業界", "行业", "القطاع",
    ),
    "contact_name": (
        "contact_name", "contact", "contact person", "contact full name", "full name", "person", "person name",
        "ansprechpartner", "ansprechpartnerin", "kontaktperson", "kontakt", "kontaktname", "vollständiger name",
        "nom du contact", "nom complet", "interlocuteur", "persona de contacto", "contacto", "nombre completo",
        "nombre del contacto", "osoba kontaktowa", "imię i nazwisko", "contatto", "referente", "nome completo",
        "nome e cognome", "kontaktní osoba", "contactpersoon", "yetkili kişi", "контакт", "контактное лицо", "担当者",
        "担当者名", "氏名", "お名前", "联系人", "جهة الاتصال",
    ),
    "first_name": (
        "first_name", "contact first name", "given name", "forename", "vorname", "prénom", "imię", "křestní jméno",
        "voornaam", "förnamn", "fornavn", "имя",
    ),
    "last_name": (
        "last_name", "contact last name", "surname", "family name", "nachname", "familienname", "nom de famille",
        "apellido", "apellidos", "nazwisko", "cognome", "sobrenome", "příjmení", "achternaam", "efternamn",
        "etternavn", "фамилия",
    ),
    "contact_email": (
        "contact_email", "email", "email address", "work email", "work email address", "business email",
        "corporate email", "person email", "person email work", "mail", "e-mail-adresse", "mailadresse", "courriel",
        "adresse e-mail", "adresse courriel", "correo", "correo electrónico", "adres e-mail", "posta elettronica",
        "indirizzo email", "e-mailadres", "e-post", "e-postadress", "sähköposti", "e-posta", "почта",
        "электронная почта", "メール", "メールアドレス", "电子邮件", "邮箱", "البريد الإلكتروني",
    ),
    "contact_phone": (
        "contact_phone", "phone", "phone number", "work phone", "business phone", "office phone", "direct phone",
        "person phone", "person phone work", "telephone", "telephone number", "tel", "telefon", "telefonnummer",
        "rufnummer", "teléfono", "número de teléfono", "telefone", "numer telefonu",
        "nr telefonu", "telefoon", "telefoonnummer", "puhelin", "телефон", "電話", "電話番号", "电话",
        "الهاتف", "رقم الهاتف",
    ),
    "contact_title": (
        "contact_title", "job title", "position", "role", "job role", "function", "job function", "designation",
        "funktion", "berufsbezeichnung", "stellenbezeichnung", "jobtitel", "poste", "fonction", "intitulé du poste",
        "cargo", "puesto", "stanowisko", "ruolo", "posizione", "qualifica", "pozice", "functie", "befattning",
        "unvan", "должность", "役職", "职位", "职务", "المسمى الوظيفي",
    ),
    "notes": (
        "notes", "note", "lead notes", "comments", "comment", "remarks", "remark", "bemerkung", "bemerkungen",
        "notiz", "notizen", "anmerkung", "anmerkungen", "kommentar", "kommentare", "gesprächsnotiz", "remarque",
        "remarques", "commentaire", "commentaires", "notas", "comentario", "comentarios", "observaciones",
        "observações", "uwagi", "notatki", "komentarz", "poznámka", "poznámky", "annotazioni", "opmerking",
        "opmerkingen", "anteckningar", "notlar", "заметки", "комментарий", "примечание", "備考", "メモ",
        "备注", "ملاحظات",
    ),
    "custom_id": ("custom_id", "external id", "external key"),
}

# taken only if no column is surely that field: many exports carry both, Phone and Mobile for one
FALLBACK_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "company_website": (
        "domain", "company domain", "company domain name", "domain name", "url", "web", "site", "domaine", "dominio",
        "domena",
    ),
    "company_size": ("size", "staff"),
    "contact_name": ("name", "lead name"),
    "first_name": ("nombre", "nome", "jméno", "名"),
    "last_name": ("nom", "姓"),
    "contact_email": ("personal email", "private email", "other email", "secondary email"),
    "contact_phone": (
        "mobile", "mobile phone", "mobile number", "mobile phone number", "cell", "cell phone", "handy",
        "handynummer", "mobil", "mobilnummer", "mobiltelefon", "portable", "téléphone portable", "móvil",
        "telefon komórkowy", "cellulare", "携帯", "携帯電話", "手机",
    ),
    "contact_title": ("title",),
    "notes": (
        "description", "message", "details", "your message", "beschreibung", "nachricht", "mitteilung", "messaggio",
        "mensaje", "wiadomość", "сообщение", "お問い合わせ内容",
    ),
    "custom_id": ("id", "lead id", "record id", "contact id", "row id"),
}

"""Legacy encodings are told apart by what the words would read like."""

# ruff: noqa: RUF001 (look-alikes of ASCII are what is tested)

from __future__ import annotations

import time

import pytest

from shared.leads.guess_encoding import guess_encoding

LATIN = [
    ("cp1252", "Müller"),
    ("cp1252", "Société Morvan de Dépôt;très pressé, à rappeler"),
    ("cp1252", "Año;señor"),
    ("cp1252", "“Quote” – 5 €"),
    ("cp1252", "don’t – ok"),
    ("cp1252", "ÜBERGRÖSSE"),
    ("cp1250", "Żółta Łódź sp. z o.o.;Proszę później niż wrzesień"),
    ("cp1250", "Příbor s.r.o.;Děkuji, měli jsme zájem"),
    ("cp1250", "Győr;hűtőház"),
    ("iso8859_2", "Żółta Łódź;Proszę o kontakt, później niż wrzesień"),
    ("cp1254", "Şirket;Yıldız Gıda görüşme istiyor"),
    ("cp1257", "Įmonė;žąsis ėjo"),
    ("mac_roman", "Bäckerei Müller;Größe"),
    ("cp850", "Überführung;Größe für uns"),
]
OTHER_SCRIPTS = [
    ("cp1251", "Компания;Заметки\nСкладсервис;Просят перезвонить a.b@example.com\n"),
    ("koi8_r", "Компания;Заметки\nСкладсервис;Просят перезвонить на следующей неделе\n"),
    ("cp1253", "Εταιρεία;Σχόλια\nΑποθήκες Βόλου;Θέλουν επίδειξη τον επόμενο μήνα\n"),
    ("cp932", "会社名,備考\n山川倉庫,来週お電話ください。在庫管理システムを検討中です\n"),
    ("gb18030", "公司名称,备注\n东方仓储有限公司,请下周联系，正在评估仓库管理系统\n"),
    ("cp1256", "الشركة,ملاحظات\nمستودعات النور,يرجى الاتصال بنا الأسبوع القادم\n"),
]


class TestGuessEncoding:
    @pytest.mark.parametrize(("encoding", "text"), LATIN + OTHER_SCRIPTS)
    def test_the_text_comes_back(self, encoding: str, text: str) -> None:
        body = text.encode(encoding)
        guess = guess_encoding(body)
        assert guess is not None
        assert body.decode(guess) == text

    def test_the_likelier_encoding_wins_where_words_read_well_in_two(self) -> None:
        assert guess_encoding("Größe für Müller".encode("cp1252")) == "cp1252"

    @pytest.mark.parametrize("body", [b"a" * 3_000_000 + b" \xfc", b"\xfc " * 1_500_000, b"\xe9" * 3_000_000])
    def test_large_bodies_take_linear_time(self, body: bytes) -> None:
        began = time.process_time()
        guess_encoding(body)
        assert time.process_time() - began < 5

    def test_plain_ascii_needs_no_guess(self) -> None:
        assert guess_encoding(b"Company,Notes\n") is None

    def test_bytes_that_read_like_nothing_are_not_guessed(self) -> None:
        assert guess_encoding(b"abc\xff\xfe\x81\x8dxyz ab\xd7\xf7c") is None

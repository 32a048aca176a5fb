"""Bytes to text: marks, declared and undeclared encodings, damage; and back to the very bytes."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import InputError
from cleaner.inputs.encoding import decode, encode, from_str, to_str

TEXTS = {
    "german": "Der Bäcker öffnet früh. Über den Straßen liegt Nebel, und die Brötchen sind süß und noch warm. " * 3,
    "french": "Le boulanger a été prévenu très tôt : la rivière déborde, et l’école reste fermée jusqu’à lundi. " * 3,
    "polish": "Piekarz otwiera wcześnie rano. Nad ulicami wisi mgła, a bułki są świeże, jeszcze ciepłe i słodkie. " * 3,
    "russian": "Пекарь открывает рано утром. Над улицами туман, а булки свежие и ещё тёплые, как и вчера вечером. " * 3,
    "greek": "Ο φούρναρης ανοίγει νωρίς το πρωί. Πάνω από τους δρόμους υπάρχει ομίχλη και τα ψωμιά είναι ζεστά. " * 3,
    "japanese": "パン屋は朝早く店を開けます。通りには霧がかかり、パンはまだ温かくて甘いです。川の水位は下がりました。"
    * 4,
    "korean": "빵집은 아침 일찍 문을 엽니다. 거리에는 안개가 끼어 있고 빵은 아직 따뜻하고 달콤합니다. " * 4,
    "chinese": "面包店清晨就开门了。街道上笼罩着雾气，面包还是热的，而且很甜。河水已经退去，学校星期一重新开学。" * 4,
}

UNDECLARED = [
    ("german", "cp1252"),
    ("french", "cp1252"),
    ("polish", "cp1250"),
    ("russian", "cp1251"),
    ("russian", "koi8_r"),
    ("greek", "cp1253"),
    ("japanese", "cp932"),
    ("japanese", "euc_jp"),
    ("japanese", "iso2022_jp"),
    ("korean", "cp949"),
    ("chinese", "gb18030"),
    *((language, name) for language in TEXTS for name in ("utf-8", "utf-16-le", "utf-16-be")),
]


@pytest.mark.parametrize(("language", "name"), UNDECLARED)
def test_undeclared_text_is_read(language: str, name: str) -> None:
    if name.startswith("utf-16") and language in ("japanese", "chinese"):
        pytest.skip("UTF-16 without a mark and without a space cannot be told from anything")
    data = TEXTS[language].encode(name)
    found = decode(data)
    assert found.text == TEXTS[language]
    assert encode(found.text, found.encoding) == data


DECLARED = [
    ("german", "iso-8859-1", "cp1252"),
    ("french", "latin1", "cp1252"),
    ("polish", "iso-8859-2", "iso8859_2"),
    ("russian", "windows-1251", "cp1251"),
    ("russian", "koi8-r", "koi8_r"),
    ("greek", "windows-1253", "cp1253"),
    ("japanese", "Shift_JIS", "cp932"),
    ("japanese", "x-sjis", "cp932"),
    ("japanese", "euc-jp", "euc_jp"),
    ("korean", "euc-kr", "cp949"),
    ("korean", "ks_c_5601-1987", "cp949"),
    ("chinese", "gb2312", "gb18030"),
    ("chinese", "GBK", "gb18030"),
    ("chinese", "gb18030", "gb18030"),
]
MARKUP = {
    "html 5": '<html><head><meta charset="{label}"><title>x</title></head><body><p>{text}</p></body></html>',
    "unquoted": "<html><head><meta charset={label}></head><body><p>{text}</p></body></html>",
    "html 4": (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head><p>{text}</p></html>'
    ),
    "xml": '<?xml version="1.0" encoding="{label}"?><html><body><p>{text}</p></body></html>',
    "late": "<html><head><script>"
    + "var a = 1;" * 2000
    + '</script><meta charset="{label}"></head><p>{text}</p></html>',
}


@pytest.mark.parametrize("markup", MARKUP)
@pytest.mark.parametrize(("language", "label", "codec"), DECLARED)
def test_a_declared_page_is_read(language: str, label: str, codec: str, markup: str) -> None:
    text = TEXTS[language].replace("’", "'")
    page = MARKUP[markup].format(label=label, text=text)
    assert text in decode(page.encode(codec), html=True).text


@pytest.mark.parametrize("label", ["windows-1251", "shift_jis", "utf-16", "nonsense-9000", "iso-8859-1"])
def test_a_wrong_declaration_does_not_spoil_utf8(label: str) -> None:
    page = MARKUP["html 5"].format(label=label, text=TEXTS["german"])
    assert TEXTS["german"] in decode(page.encode(), html=True).text


MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize("name", MARKS)
@pytest.mark.parametrize("language", TEXTS)
def test_a_mark_tells_the_encoding_and_is_no_text(language: str, name: str) -> None:
    data = MARKS[name] + TEXTS[language].encode(name)
    found = decode(data)
    assert found.text == TEXTS[language]
    assert (found.encoding.name, found.encoding.bom) == (name, True)
    assert encode(found.text, found.encoding) == data


def test_damage_is_kept_byte_for_byte() -> None:
    data = (
        (TEXTS["german"] * 4).encode().replace("ö".encode(), b"\xc3", 1)
        + "\ufffd and \x80".encode("utf-8")
        + b"\xff\xfe"
    )
    found = decode(data)
    assert found.encoding.name == "utf-8"
    assert [found.text[lost.offset] for lost in found.encoding.errors] == ["\ufffd"] * len(found.encoding.errors)
    assert sum(len(lost.raw) for lost in found.encoding.errors) == 3
    assert encode(found.text, found.encoding) == data


BINARY = {
    "pdf": b"%PDF-1.4\n%\xe2\xe3",
    "zip": b"PK\x03\x04rest",
    "gzip": b"\x1f\x8b\x08rest",
    "png": b"\x89PNG\r\n\x1a\n",
    "noise": bytes(range(256)) * 20,
    "zeros": bytes(5000),
    "a short pdf": b"%PDF-1.7 \x00\x01",
    "numbers": b"".join(number.to_bytes(2, "little") for number in range(500)),
    "large numbers": b"".join((number * 977).to_bytes(4, "little") for number in range(500)),
}


@pytest.mark.parametrize("case", BINARY)
def test_binary_data_is_refused_by_name(case: str) -> None:
    with pytest.raises(InputError, match=r"scan\.txt: .*binary"):
        decode(BINARY[case], path="scan.txt")


def test_a_few_control_characters_are_no_binary() -> None:
    data = b"The weir\0 was mended on Monday, and the ducks came back.\x1b[0m\n" * 3
    assert decode(data).text.encode() == data


@given(st.binary(max_size=300))
def test_any_bytes_come_back_or_are_refused(data: bytes) -> None:
    try:
        found = decode(data)
    except InputError:
        return
    assert encode(found.text, found.encoding) == data
    found.text.encode("utf-8")  # no lone surrogate


@given(st.text(max_size=100), st.sampled_from(["utf-8", "utf-16", "cp1252", "cp932", "gb18030", "iso2022_jp"]))
def test_any_text_in_an_encoding_comes_back(text: str, name: str) -> None:
    data = text.encode(name, "ignore")
    try:
        found = decode(data)
    except InputError:
        return
    assert encode(found.text, found.encoding) == data


@given(st.text(st.characters(codec=None), max_size=50))
def test_any_string_comes_back_and_holds_no_lone_surrogate(text: str) -> None:
    found = from_str(text)
    found.text.encode("utf-8")
    assert len(found.text) == len(text)
    assert to_str(found.text, found.encoding) == text

"""The PDF of labels: exact places, readable codes, every script."""

import io
import time

import pypdfium2
import pytest

from app.core import lettering
from app.labels.formats import FORMATS, LabelFormat
from app.labels.printing import Sticker, sheet

SHEET = FORMATS["a4-70x37"]
NAMES = ("Dell Latitude 7440", "Принтер", "لابتوب", "מחשב", "คอม", "कंप्यूटर", "漢字", "ノート", "노트북", "😀")


def sticker(number: int = 1, name: str = "Dell Latitude 7440") -> Sticker:
    return Sticker(f"https://helpdesk.example.com/q/{number:022d}", f"NB-{number:05d}", name, "Nordwind")


def words(pdf: bytes, page: int = 0) -> str:
    return pypdfium2.PdfDocument(io.BytesIO(pdf))[page].get_textpage().get_text_range()


@pytest.mark.parametrize("kind", FORMATS.values(), ids=lambda kind: kind.key)
def test_every_label_lies_on_the_page_and_on_no_other(kind: LabelFormat):
    (page_width, page_height), (width, height) = kind.page, kind.label
    places = [kind.place(number) for number in range(kind.per_page)]
    assert all(x >= 0 and x + width <= page_width + 0.01 for x, _y in places)
    assert all(y >= 0 and y + height <= page_height + 0.01 for _x, y in places)
    apart = [
        abs(a[0] - b[0]) >= width - 0.01 or abs(a[1] - b[1]) >= height - 0.01
        for at, a in enumerate(places)
        for b in places[:at]
    ]
    assert all(apart)


def test_a_sheet_in_the_middle_of_the_page_has_equal_margins():
    x, y = FORMATS["a4-38.1x21.2"].place(64)
    assert (round(210 - x - 38.1, 2), round(297 - y - 21.2, 2)) == (4.75, 10.7)


@pytest.mark.parametrize("kind", FORMATS.values(), ids=lambda kind: kind.key)
def test_what_is_printed_stays_inside_its_label(kind: LabelFormat):
    pdf = pypdfium2.PdfDocument(io.BytesIO(sheet([sticker(1, "A very long name " * 9)], kind, first=kind.per_page)))
    picture = pdf[0].render(scale=2).to_pil().convert("L").point(lambda dot: 255 if dot < 128 else 0)
    dots = 2 * 72 / 25.4
    left, top = (length * dots for length in kind.place(kind.per_page - 1))
    box = picture.getbbox()
    assert box is not None
    assert box[0] >= left - 1
    assert box[1] >= top - 1
    assert box[2] <= left + kind.label[0] * dots + 1
    assert box[3] <= top + kind.label[1] * dots + 1


def test_a_used_sheet_is_begun_where_it_is_free_and_goes_on_on_the_next_page():
    pdf = sheet([sticker(1), sticker(2), sticker(3)], SHEET, first=23)
    assert len(pypdfium2.PdfDocument(io.BytesIO(pdf))) == 2
    assert "NB-00002" in words(pdf)
    assert "NB-00003" in words(pdf, 1)


def test_a_roll_has_one_label_a_page_and_no_used_places():
    pdf = sheet([sticker(1), sticker(2)], FORMATS["roll-62x29"], first=9)
    assert len(pypdfium2.PdfDocument(io.BytesIO(pdf))) == 2


def test_a_long_name_is_shortened_and_the_tag_stays_whole():
    text = words(sheet([sticker(1, "Notebook " + "of the second floor " * 12)], FORMATS["a4-38.1x21.2"]))
    assert "NB-00001" in text
    assert "…" in text


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_leaves_its_ink_or_its_letters(name: str):
    with_name, without = (sheet([sticker(1, each)], FORMATS["roll-62x29"]) for each in (name, ""))
    ink = [pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=2).to_pil().tobytes() for pdf in (with_name, without)]
    assert ink[0] != ink[1] or words(with_name) != words(without)


def test_scripts_that_join_their_letters_are_shaped_as_a_whole():
    assert [font for font, _part in lettering.runs("PC محمد", lettering.REGULAR)] == [None]
    assert [font for font, _part in lettering.runs("PC 漢 한 ノ", lettering.REGULAR)][1::2] == [
        lettering.HAN,
        lettering.HANGUL,
        lettering.KANA,
    ]


def test_two_hundred_labels_take_less_than_two_seconds():
    began = time.process_time()
    sheet([sticker(number) for number in range(200)], SHEET)
    assert time.process_time() - began < 2

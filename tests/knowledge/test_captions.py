"""Captions are read with patience: what cannot be used is listed, the rest stays usable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.knowledge import captions
from app.knowledge.captions import Cue, as_webvtt, read
from tests.knowledge.sample import DATA

CAPTIONS = DATA / "captions"


def test_webvtt_and_srt_say_the_same():
    vtt = "\ufeffWEBVTT - title\n\nNOTE not shown\n\nintro\n00:01.000 --> 00:02.500 align:start\n"
    vtt += "<v Anna>Hi &amp; <b>welcome</b>\nto us"
    srt = "1\r\n00:00:01,000 --> 00:00:02,500\r\nHi & welcome\r\nto us\r\n"

    assert read(vtt).cues == read(srt).cues == [Cue(1.0, 2.5, "Hi & welcome\nto us")]
    assert read(vtt).problems == read(srt).problems == []


@pytest.mark.parametrize(
    ("block", "why"),
    [
        ("00:03.000 --> 00:02.000\nx", "ends before it begins"),
        ("00:03 --> 00:04\nx", "no time"),
        ("00:99.000 --> 00:99.500\nx", "no time"),
        ("9999:00:00.000 --> 9999:00:01.000\nx", "no time"),
        ("00:01.000 --> 00:02.000", "text is missing"),
        ("7\njust words", "times are missing"),
    ],
)
def test_a_bad_cue_is_listed_with_its_line_and_spoils_no_other(block, why):
    reading = read(f"WEBVTT\n\n{block}\n\n00:10.000 --> 00:11.000\nstays\n")

    assert [cue.text for cue in reading.cues] == ["stays"]
    assert [problem.line for problem in reading.problems] == [3]
    assert why in reading.problems[0].text


def test_cues_come_in_order_of_time():
    reading = read("00:05.000 --> 00:06.000\nlater\n\n00:01.000 --> 00:02.000\nfirst")

    assert [cue.text for cue in reading.cues] == ["first", "later"]


def test_reading_stops_at_too_much(monkeypatch):
    monkeypatch.setattr(captions, "MOST_CUES", 1)

    reading = read("00:01.000 --> 00:02.000\na\n\n00:01.000 --> 00:02.000\nb")

    assert len(reading.cues) == len(reading.problems) == 1


def test_what_we_write_holds_no_markup():
    assert as_webvtt([Cue(3661.5, 3662, "<script> & co")]) == (
        "WEBVTT\n\n01:01:01.500 --> 01:01:02.000\n&lt;script&gt; &amp; co\n"
    )


@given(st.integers(0, 10**7), st.integers(1, 10**4), st.text("ab&;<>. ", max_size=20))
def test_what_we_write_is_read_again(start, length, text):
    cue = Cue(start / 1000, (start + length) / 1000, captions._plain(f"{text}.").strip())
    assert read(as_webvtt([cue])).cues == [cue]


@given(st.text())
def test_no_text_breaks_the_reader(text):
    reading = read(text)
    assert all(0 <= cue.start < cue.end for cue in reading.cues)


@pytest.mark.skipif(not CAPTIONS.is_dir(), reason="needs the sample data (HELPDESK_DATA): captions")
def test_captions_of_other_projects_are_read():
    files = [path for path in CAPTIONS.rglob("*") if path.suffix in {".vtt", ".srt"}]
    for path in files:
        for cue in read(path.read_bytes().decode("utf-8", "replace")).cues:
            assert cue.text
            assert cue.start < cue.end
    assert len(files) > 100

"""Days are written as each language writes them."""

from datetime import date

import pytest
from flask_babel import force_locale

from app.core.daywords import long_day, month_day, month_day_year, short_day

DAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Tuesday, March 3", "Tue, Mar 3", "Mar 3")),
        ("de", ("Dienstag, 3. März", "Di., 3. März", "3. März")),
        ("es", ("martes, 3 de marzo", "mar, 3 mar", "3 mar")),
        ("ja", ("3月3日火曜日", "3月3日(火)", "3月3日")),
    ],
)
def test_a_day_without_its_year_keeps_the_order_and_dots_of_the_language(app, language, words):
    with app.test_request_context(), force_locale(language):
        assert (long_day(DAY), short_day(DAY), month_day(DAY)) == words


def test_the_last_day_of_a_span_names_its_year_in_the_same_way(app):
    with app.test_request_context(), force_locale("de"):
        assert (month_day(DAY), month_day_year(DAY)) == ("3. März", "3. März 2026")

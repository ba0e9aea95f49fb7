"""docs/reports.md, written from the registry: `python -m tests.reports.written_down > docs/reports.md`."""

from collections.abc import Iterator

from app.reports import definitions
from app.reports.dimensions import DIMENSIONS
from app.reports.registry import REPORTS

assert definitions  # enrols the reports

HEAD = """# Reports and their definitions

This page is written from the one registry from which page, REST, export and mail are made; a test holds both together.
`python -m tests.reports.written_down > docs/reports.md` writes it anew.

Days, weeks, months and hours are those of the reader's zone, exact over changes of clocks. A period counts its first
and its last day whole. Durations run around the clock in whole seconds; a percentile is the nearest rank. What a reader
may not see is not counted; spam never is. Numbers of the period before are those of as many days directly before.
"""


def lines() -> Iterator[str]:
    """The page, line by line."""
    yield HEAD
    for report in REPORTS.values():
        rights = ", ".join(f"`{view}`" for view in ("Report", *report.needs))
        yield f"## {report.title} (`{report.name}`)\n"
        yield f"{report.definition} Needs reading of {rights}.\n"
        yield "| column | what it is | definition |\n| --- | --- | --- |"
        yield from (f"| {each.title} (`{each.name}`) | {each.kind} | {each.definition} |" for each in report.columns)
        if report.dimensions:
            yield f"\nGroups: {', '.join(f'`{name}`' for name in report.dimensions)}."
        if report.filters:
            yield f"Filters: {', '.join(f'`{name}`' for name in report.filters)}."
        yield ""
    yield "## Groups of tickets\n\n| group | definition |\n| --- | --- |"
    yield from (f"| {each.title} (`{each.name}`) | {each.definition} |" for each in DIMENSIONS.values())


if __name__ == "__main__":
    print("\n".join(lines()))

"""Two calendars kept equal: what is said (`state`), to whom (`port`), what follows (`settling`), and doing it."""

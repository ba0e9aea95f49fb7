"""The calendar: visits, maintenance, feeds, and calendars elsewhere."""

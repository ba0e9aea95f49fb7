"""Google Calendar behind the port of `app.calendar.sync`. Google's libraries are imported on use: they are heavy."""

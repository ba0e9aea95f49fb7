"""The calendar of IT: visits, maintenance, tasks, absences, holidays; their feeds and their copies elsewhere."""

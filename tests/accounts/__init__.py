"""People, roles, teams, sign-in and signed-in devices."""

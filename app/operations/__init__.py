"""What an operator looks at: audit log, mail, jobs, health."""

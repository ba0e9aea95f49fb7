"""What managers see: numbers with definitions, their charts, exports and mails."""

"""When things come: moments of schedules, free days, time zones."""

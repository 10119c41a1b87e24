"""The reading room for other programs: feeds, calendars, an API, and what search engines ask for."""

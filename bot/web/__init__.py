"""The web channel: a page with a question box, the reading room, health."""

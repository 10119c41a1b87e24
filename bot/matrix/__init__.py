"""Matrix: messages, replies and reactions in rooms of a homeserver, by the bot's own account."""

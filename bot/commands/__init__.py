"""What can be asked of the bot, as values: how each is typed, read and written, and where it is offered."""

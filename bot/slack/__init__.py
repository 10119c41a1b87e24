"""Slack: commands and buttons over HTTP or Socket Mode, Block Kit, posting."""

"""Mattermost: a slash command, buttons and dialogs over HTTP; posts by a bot's token."""

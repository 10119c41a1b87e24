"""Telegram: long polling or webhook, HTML messages with inline keyboards, sending."""

"""Changing what a chat follows, and its settings: decided by pure functions, carried out in one transaction."""

"""Subscription and what is new -> Briefing."""

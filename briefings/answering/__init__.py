"""A question -> an Answer; extractive, and never something else than was asked."""

"""Bytes from anywhere -> kept, once."""

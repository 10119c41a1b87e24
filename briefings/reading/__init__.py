"""Bytes of a letter -> Document; pure."""

"""Bytes -> blocks, a module per format; they do not know each other."""

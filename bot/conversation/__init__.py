"""Text in, Reply out; knows no platform."""

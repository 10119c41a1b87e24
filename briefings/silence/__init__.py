"""What is awaited and does not come: a report, an annotated agenda, the letters of a source."""

"""What is kept: tables, queries, the search index and migrations. Knows briefings.model; no platform."""

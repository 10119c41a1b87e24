"""Dutch as such; knows nothing of letters."""

"""Forms that are shown or saved rather than sent."""

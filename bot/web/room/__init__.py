"""The reading room: everything that is known, as pages with lasting addresses."""

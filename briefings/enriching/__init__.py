"""Items -> items with references, statements and themes."""

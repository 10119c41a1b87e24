"""What the reading room asks of the kept letters. Nothing here changes anything."""

"""What an administrator does, the same from the command line and on the web."""

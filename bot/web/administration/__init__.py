"""`/beheer`: what an administrator sees and does, on pages; each act is the one of the command line."""

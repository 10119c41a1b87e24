"""Who asks: its address on the network, who it is, what it may see and do, and how often."""

"""Letters laid side by side -> Reply: quotes, plans, positions, commitments."""

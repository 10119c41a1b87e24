"""What letters say, laid beside what they or others said before: quotes, plans, positions, commitments."""

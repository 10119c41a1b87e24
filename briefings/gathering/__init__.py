"""Source -> ledger -> intake: letters come in by themselves."""

"""Due subscriptions -> briefings that arrive, once."""

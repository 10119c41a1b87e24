"""How people reach it: the channels, the conversation they share, delivery, and what puts all together."""

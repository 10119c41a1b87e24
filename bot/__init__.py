"""How people reach it: the channels, the conversation they share, delivery, and what puts all together."""

import gc

#: What is made while the program starts stays: a collector that looks for garbage after every 700 objects takes a sixth
#: of the time of `jbz ask`. `serve` sets Python's own number again.
gc.set_threshold(100_000, 10, 10)

"""How people reach it: the channels, the conversation they share, delivery, and what puts all together."""

import gc

#: What is made while the program starts stays: a collector that looks for garbage after every 700 objects takes a sixth
#: of the time of `jbz ask`. `serve` sets Python's own number again.
gc.set_threshold(100_000, 10, 10)
_USUAL = (700, 10, 10)  #: Python's own


def settle() -> None:
    """What is there now stays: Python's collector need not stop everybody again and again to look at it."""
    gc.collect()
    gc.set_threshold(*_USUAL)
    gc.freeze()

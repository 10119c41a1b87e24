"""How people reach it: the channels, the conversation they share, delivery, and what puts all together."""

import gc


def settle() -> None:
    """What is there now stays: Python's collector need not stop everybody again and again to look at it."""
    gc.collect()
    gc.freeze()

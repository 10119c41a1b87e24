"""What every stand-in that is a process does alike: it is started for as long as it is used, and taken away."""

from typing import Self


class Started:
    """A server that runs inside a `with`; what went wrong at its start leaves nothing behind."""

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        raise NotImplementedError

    def close(self) -> None:
        """Stops it, and takes away everything of it."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

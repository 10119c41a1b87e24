"""Who administers, as the audit names them."""

import getpass
import socket

from storage.audit import AuditActor


def operator() -> AuditActor:
    """Whoever types commands here: the account of the system, and the machine."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        name = "unknown"
    return AuditActor(f"os:{name}", f"machine:{socket.gethostname()}")

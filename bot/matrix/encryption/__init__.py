"""Encrypted rooms in Matrix: Olm between devices, Megolm in rooms, both by vodozemac (the extra `encryption`)."""

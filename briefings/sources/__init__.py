"""Where letters come from; the only place of this package that talks to the outside."""

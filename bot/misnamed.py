"""Settings that were given under a name that is none: mistyped, or of another release. Their values are never told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.settings import known_names

_OURS = "JBZ_"  #: every name that begins so is meant for us
_ALIKE = 0.7  #: from this likeness on a name is offered in place of one of these
_ONE_ERROR = (
    1  #: what others' programs read may look like a name of ours; what has one wrong character was meant for us
)
_CLUSTER = "_SERVICE_HOST"  #: Kubernetes adds this, and more, for each service in a namespace


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A setting that nobody reads."""

    name: str
    nearest: str | None  #: the setting that was meant, if one is near


def misnamed(given: Mapping[str, str]) -> list[Misnamed]:
    """What was given, by name, and looks like a setting of ours but is none."""
    known = known_names()
    found = [Misnamed(name, _nearest(name, known)) for name in sorted(_unknown(given, known))]
    return [one for one in found if one.name.upper().startswith(_OURS) or _was_meant(one, given)]


def _unknown(given: Mapping[str, str], known: frozenset[str]) -> Iterator[str]:
    services = {name.removesuffix(_CLUSTER) for name in given if name.endswith(_CLUSTER)}
    added = tuple(f"{one}{part}" for one in services for part in ("_SERVICE_", "_PORT_"))
    for name, value in given.items():
        of_cluster = name.startswith(added) or name.removesuffix("_PORT") in services
        if value and name not in known and not of_cluster:
            yield name


def _was_meant(found: Misnamed, given: Mapping[str, str]) -> bool:
    """Whether a name without our sign is one of ours with an error, and that one was not given."""
    near = found.nearest
    return near is not None and not given.get(near) and OSA.distance(found.name.upper(), near) <= _ONE_ERROR


def _nearest(name: str, known: frozenset[str]) -> str | None:
    """Only secrets may stand in a file, so a file of another setting was meant as that one."""
    if (setting := name.upper().removesuffix("_FILE")) in known:
        return setting
    near = process.extractOne(name.upper(), sorted(known), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE)
    return near[0] if near else None

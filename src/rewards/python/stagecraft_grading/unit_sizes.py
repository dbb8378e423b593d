"""Sizes of units, and the factor between two of them."""

from __future__ import annotations

import math
from typing import NamedTuple, Optional

from .dialect import regex

_DIMENSIONS = {
    "length": {
        "mm": 1e-3,
        "cm": 1e-2,
        "dm": 0.1,
        "m": 1.0,
        "km": 1e3,
        "in": 0.0254,
        "ft": 0.3048,
        "yd": 0.9144,
        "mi": 1609.344,
    },
    "mass": {"mg": 1e-6, "g": 1e-3, "kg": 1.0, "lb": 0.45359237, "oz": 0.028349523125},
    "volume": {"ml": 1e-3, "l": 1.0},
    "time": {
        "ms": 1e-3,
        "s": 1.0,
        "min": 60.0,
        "h": 3600.0,
        "day": 86400.0,
        "week": 604800.0,
    },
    "money": {"dollar": 1.0, "cent": 0.01},
    "angle": {"deg": math.pi / 180, "rad": 1.0},
    "force": {"N": 1.0},
    "energy": {"J": 1.0},
    "power": {"W": 1.0},
    "voltage": {"V": 1.0},
    "current": {"A": 1.0},
    "frequency": {"Hz": 1.0},
    "pressure": {"Pa": 1.0},
    "euro": {"euro": 1.0},
    "pound": {"pound sterling": 1.0},
    "year": {"year": 1.0},
    "month": {"month": 1.0},
    "temperature": {"degC": 1.0},
    "fahrenheit": {"degF": 1.0},
    "yen": {"yen": 1.0},
    "rupee": {"rupee": 1.0},
}


class _Size(NamedTuple):
    dimension: str
    size: float


_SIZES = {
    name: _Size(dimension, size)
    for dimension, units in _DIMENSIONS.items()
    for name, size in units.items()
}
# Units that say nothing of the dimension: "24 square units" may be 24 cm^2.
_GENERIC = regex(r"^units?(?:\^\d)?$")
_PREFIXES = {"G": 1e9, "M": 1e6, "k": 1e3, "m": 1e-3, "µ": 1e-6, "μ": 1e-6}

_INVERSE = regex(r"^([A-Za-z]+(?:\^\d)?)[ *]?([A-Za-z]+)\^-(\d)$")
_KMH = regex(r"kmh$")
_MPH = regex(r"^mph$")
_POWER = regex(r"^(.*?)(?:\^(\d))?$")
_PREFIXED = regex(r"^([GMkmµμ])(N|J|W|V|A|Hz|Pa)$")
_PLURAL = regex(r"(?<=..)e?s$")


def _size_of(unit: str) -> Optional[_Size]:
    inverse = _INVERSE.match(unit)
    if inverse is not None:
        degree = "" if inverse[3] == "1" else f"^{inverse[3]}"
        unit = f"{inverse[1]}/{inverse[2]}{degree}"
    over, *under = _MPH.sub("mi/h", _KMH.sub("km/h", unit)).split("/")
    if len(under) > 1:
        return None
    above = _power(over)
    if not under or above is None:
        return above
    below = _power(under[0])
    if below is None:
        return None
    return _Size(f"{above.dimension}/{below.dimension}", above.size / below.size)


def _power(unit: str) -> Optional[_Size]:
    found = _POWER.match(unit)
    if found is None:
        return None
    known = _SIZES.get(found[1]) or _prefixed(found[1])
    if known is None:
        return None
    exponent = found[2] or "1"
    dimension = known.dimension if exponent == "1" else f"{known.dimension}^{exponent}"
    size = known.size ** int(exponent)
    # A cubic decimetre is a litre.
    return (
        _Size("volume", size * 1e3)
        if dimension == "length^3"
        else _Size(dimension, size)
    )


def _prefixed(name: str) -> Optional[_Size]:
    """`kJ`, `MHz`, `mA`: a unit of physics behind a prefix."""
    found = _PREFIXED.match(name)
    if found is None:
        return None
    base = _SIZES[found[2]]
    return _Size(base.dimension, base.size * _PREFIXES[found[1]])


def unit_factor(answer: str, gold: str) -> Optional[float]:
    """By what an answer's number must be multiplied to be in the gold's unit.

    1 where either has none or both mean the same, a factor between units of one dimension, `None` where the units
    contradict each other.
    """
    if answer == "" or gold == "" or answer == gold:
        return 1.0
    if _GENERIC.match(answer) or _GENERIC.match(gold):
        return 1.0
    a, g = _size_of(answer), _size_of(gold)
    if a is not None and g is not None:
        return a.size / g.size if a.dimension == g.dimension else None
    if a is not None or g is not None:
        return None
    x, y = (
        [_PLURAL.sub("", word) for word in unit.split(" ")] for unit in (answer, gold)
    )
    return 1.0 if set(x) <= set(y) or set(y) <= set(x) else None

"""Numbers in the forms that headings have."""

_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_LETTERS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
_MOST_ROMAN = 3999
_MOST_LETTERS = 780  #: thirty times the alphabet; Word goes no further


def roman(count: int) -> str:
    """4 -> "IV"; in digits where Roman numerals do not reach."""
    if not 0 < count <= _MOST_ROMAN:
        return str(count)
    text = ""
    for value, letters in zip(_VALUES, _LETTERS, strict=True):
        times, count = divmod(count, value)
        text += letters * times
    return text


def letters(count: int) -> str:
    """1 -> "A", 27 -> "AA", 28 -> "BB": word processors repeat the letter."""
    if not 0 < count <= _MOST_LETTERS:
        return str(count)
    repeats, letter = divmod(count - 1, 26)
    return chr(ord("A") + letter) * (repeats + 1)

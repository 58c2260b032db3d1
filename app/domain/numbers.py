"""Reference and decision numbers within texts: JVAP-ET-0042, T05-EUTF-HOA-REG-09, P163829, C(2015)7293."""

import re
from collections.abc import Iterator

LONGEST_NUMBER = 60

_NUMBER = re.compile(r"(?<![\w-])[^\W_]+(?:[-/.()–][-/.()–]?[^\W_]+)*(?![\w])")
_FEWEST_DIGITS = 3


def numbers_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where numbers stand in a text, each with its key; a number has a letter and three digits at least.

    So years, spans of years and numbers of laws, which every country counts from 1, are none.
    """
    for found in _NUMBER.finditer(text):
        key = number_key(found.group())
        if is_number(key):
            yield *found.span(), key


def is_number(key: str) -> bool:
    digits = sum(character.isdigit() for character in key)
    letters = sum(character.isalpha() for character in key)
    return digits >= _FEWEST_DIGITS and 1 <= letters <= 20 and len(key) >= 5


def number_key(written: str) -> str:
    """A number without what people write differently: case and the marks between its parts."""
    return "".join(character for character in written.upper() if character.isalnum())[:LONGEST_NUMBER]

"""Which characters are Han, and which hold a latin term together: the ground the analysis stands on (字符分类)."""

HAN_RANGES = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFF))
# The same as the inside of a regular expression's character class.
HAN = "".join(f"{chr(first)}-{chr(last)}" for first, last in HAN_RANGES)
# A latin term keeps these inside it (gb/t, 2.0, opc-ua) …
JOINERS = "-._/&"
# … and these behind it (c++, 5g+).
TAILS = "+#"


def is_han(character: str) -> bool:
    """Tell whether the character is a Chinese one."""
    code = ord(character)
    return any(first <= code <= last for first, last in HAN_RANGES)

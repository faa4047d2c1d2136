"""The pairing engine (配对求解): names → numbers → names, no clock, no hidden randomness; start at `solve.py`."""

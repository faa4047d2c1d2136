"""The engine of consortia (联合体求解): pure, names in, names out; start at `solve.py`."""

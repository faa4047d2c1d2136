"""An independent judge of consortium plans (独立校验): it shares no code with the solver; start at `check.py`."""

"""Tests of the catalogue: its rules, its lists, what it answers and what it tells."""

"""Tests of the door: what it answers, to whom, and what it refuses before it costs anything."""

"""Tests of the log of facts and of what stands around it."""

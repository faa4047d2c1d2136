"""Tests of the benchmark parks."""

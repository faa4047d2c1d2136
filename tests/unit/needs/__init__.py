"""Tests of the needs service."""

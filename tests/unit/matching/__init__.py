"""Tests of the matching service: its pure core first, then the service."""

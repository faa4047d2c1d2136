"""Tests of the conference service."""

"""Parties, wishes and whole events from Excel: what stands in which cell, and what is wrong with it."""

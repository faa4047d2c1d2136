"""The real servers of the distributed house, from packages, on loopback: for tests and trials without containers."""

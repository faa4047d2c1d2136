"""The index port and its engines."""

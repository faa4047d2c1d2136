"""Format 1.0 of a park event and its plan: plain values, read strictly and written byte for byte the same."""

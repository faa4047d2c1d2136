"""The pure core of matching: needs and entries in, scores and reasons out. No clock, no store, no network."""

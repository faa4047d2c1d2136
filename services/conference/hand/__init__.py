"""Lists changed by hand (手工调整): what is asked, what stands against it, and the list that comes of it."""

"""The day of a conference (大会当日): what happens, the repaired list that comes of it, who is there, who steps in."""

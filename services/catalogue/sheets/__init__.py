"""Reading an official list from a file: what stands in which cell, and what is wrong with it."""

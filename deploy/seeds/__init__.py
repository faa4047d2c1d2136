"""What a house starts with: the official edition, and demonstration data plainly marked 演示."""

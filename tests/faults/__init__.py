"""What the house does while its parts are killed under a steady load."""

"""The matching service (撮合): which entries answer a need, why, and who has asked whom."""

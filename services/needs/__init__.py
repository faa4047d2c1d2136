"""需求: what enterprises and parks look for, and its life cycle."""

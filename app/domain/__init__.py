"""What it means, in plain Python: no framework."""

"""What people read of scores: so far in a terminal."""

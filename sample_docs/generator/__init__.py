"""Makes the sample documents and the truth of each: own work, invented people and firms, deterministic by seed."""

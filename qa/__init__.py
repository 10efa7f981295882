"""Question in, answer out: finds the passages that answer a question and quotes them with citations."""

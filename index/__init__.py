"""Articles in, index out: reads articles, splits them into passages, and publishes generations of the index."""

"""Measures how well questions are answered and passages found; results are kept in evals/results."""

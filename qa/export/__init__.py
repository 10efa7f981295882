"""Answers and conversations as documents to take along."""

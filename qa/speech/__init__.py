"""Who says what in an article."""

"""The conversations that are kept, and finding something in them."""

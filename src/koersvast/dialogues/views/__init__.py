"""The pages about conversations, by subject."""

"""Screens of the four questions: for who has the code, and for the municipality."""

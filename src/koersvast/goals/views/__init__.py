"""The screens of the goal tree, by subject."""

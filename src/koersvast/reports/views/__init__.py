"""A module per screen."""

"""Koersvast: steer social policy from ambition to outcome."""

"""Figures that are safe to show. Pure Python: knows neither Django nor Koersvast.

The public API is exported here by name as soon as the product uses it.
"""

"""Answers as a file for an analyst (CSV, SPSS), and back: one row per person, one column per variable."""

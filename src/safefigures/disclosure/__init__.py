"""Safe publication: which cells of tables may not be shown, and proof that the rest does not give them away."""

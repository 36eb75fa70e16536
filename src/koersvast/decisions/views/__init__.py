"""The screens of step 6, one module per screen."""

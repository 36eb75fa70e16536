"""The pages about activities, by subject."""

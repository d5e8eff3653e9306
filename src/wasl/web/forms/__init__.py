"""A form from the tables of the core, and an act from what stands in it."""

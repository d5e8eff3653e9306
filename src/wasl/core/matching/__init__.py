"""Names and entities: read, compared across scripts, explained."""

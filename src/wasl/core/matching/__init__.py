"""Names, entities and how they are compared."""

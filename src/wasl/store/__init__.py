"""SQL: one schema, encrypted at rest, one writer."""

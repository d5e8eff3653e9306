"""Who wrote it and who may read it."""

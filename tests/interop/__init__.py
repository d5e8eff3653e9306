"""Lists of others, read and kept."""

"""The comparison of names."""

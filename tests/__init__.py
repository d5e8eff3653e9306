"""Sentences about what holds; histories are their data."""

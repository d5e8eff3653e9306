"""Formats of others: their lists read into our entities. One file a format."""

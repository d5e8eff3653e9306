"""Persons, things and places as they were written, each value with its source."""

"""What a service can do: the one door to a log, sync, people, reads."""

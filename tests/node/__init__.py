"""What a service can do, through its one door."""

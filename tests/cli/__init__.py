"""The command, verb by verb, through its real entry."""

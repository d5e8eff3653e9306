"""What an officer fills in, for the command and the page alike: places, moments, words."""

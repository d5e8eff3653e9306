"""Lists of names found again among a million: an index, its candidates, and their scores."""

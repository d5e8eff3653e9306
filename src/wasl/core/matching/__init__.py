"""Names compared across scripts: cleaned, spelt in one alphabet, aligned, scored, explained."""

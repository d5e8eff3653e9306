"""Identity attacks as tables, one file for each thing that is forged."""

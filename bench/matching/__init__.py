"""Names measured: accuracy, speed, and the fitting of the tables."""

"""What holds for every history Hypothesis can think of."""

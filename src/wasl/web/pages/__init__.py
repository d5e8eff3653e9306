"""What is shown, and what is done with what comes back: a file for each place of the desk."""

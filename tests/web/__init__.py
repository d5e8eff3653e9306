"""The desk on screen, through its pages."""

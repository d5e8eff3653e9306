"""The roads a dispatch may take."""

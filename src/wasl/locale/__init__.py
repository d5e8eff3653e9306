"""Arabic, French and English, shared by the command line and the pages."""

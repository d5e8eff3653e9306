"""The command line: verbs, words and exit codes."""

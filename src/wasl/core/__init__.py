"""The book of rules: values in, values out; no clock, no file, no randomness."""

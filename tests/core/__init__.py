"""The book of rules, rule by rule."""

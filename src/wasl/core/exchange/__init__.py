"""One file per kind of case: its two half tables, its roles and its body fields."""

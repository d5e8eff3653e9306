"""One contract for every store, and what only one of them must do."""

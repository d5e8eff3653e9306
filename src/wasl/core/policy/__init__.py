"""May this go out, may this come in: yes, or the clause that forbids."""

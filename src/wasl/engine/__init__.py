"""Work for many processors: parts that any worker may do, and do again."""

"""Articles read: whom and what they mention, as proposals for an officer."""

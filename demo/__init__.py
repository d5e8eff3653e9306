"""The story ``script/demo`` tells: two invented services, from the key ceremony to the end."""

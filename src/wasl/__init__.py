"""Wasl: how services that keep their own databases work together and can prove it."""

"""What ``bench/kill.py`` is made of: sides that are killed, officers at work, stores at rest."""

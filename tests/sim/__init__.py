"""Parts of the simulator: a party that may stop, a road that may fail, acts, and laws."""

"""Who wrote it and who may read it: the one package that touches cryptography."""

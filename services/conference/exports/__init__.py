"""The pairing list as files that people print and carry: Excel."""

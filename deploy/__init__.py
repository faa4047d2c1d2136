"""How the house is put together; the only room that may import all others."""

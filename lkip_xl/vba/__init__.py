"""A macro project as bytes: its modules compressed, and the compound file that holds them."""

"""Type: which fonts ship with the builder, and how wide words are in them. Print and slides both stand on this."""

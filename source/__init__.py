"""The single source: what the words are, and nothing about paper or screens."""

"""Files as they come back: decks and guides that somebody edited, each with exactly what must be found in it."""

"""The way back: what a file says, held against what the source says. Knows nothing of how our files are written."""

"""Products: what can be made, the loop that makes and proves them, and the one that verifies a file in hand."""

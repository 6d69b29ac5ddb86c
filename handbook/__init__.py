"""Print: the guide as pages that people carry."""

"""Slides on an agency's own template: read, matched, placed, fitted, written and tried."""

"""Sheets: pages imposed for folding and stapling, and made ready for a print shop."""

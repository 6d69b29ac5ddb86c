"""Presentation: the guide as slides that trainers stand in front of."""

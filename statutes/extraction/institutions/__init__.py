"""Institutions out of the sections of a cable: the names that a text gives them, and what happened to them. Pure."""

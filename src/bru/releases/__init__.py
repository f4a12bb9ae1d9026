"""Versions of the data: what differs between two, what bump that needs, releases and locks."""

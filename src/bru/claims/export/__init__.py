"""Formats of export that know actors and claims."""

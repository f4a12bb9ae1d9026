"""Fault injection: every kind of single fault in the shipped package must be reported."""

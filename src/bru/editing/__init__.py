"""Rows written: canonical form, repairs, new rows, and finding what is there."""

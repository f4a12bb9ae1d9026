"""Stated numbers and dates as intervals: totals, and where figures agree."""

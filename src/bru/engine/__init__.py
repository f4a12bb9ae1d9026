"""Engines answer the questions of `bru.question`. They know no rule."""

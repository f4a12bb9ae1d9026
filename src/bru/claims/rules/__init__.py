"""Rules about claims, numbers and documents: one module a code."""

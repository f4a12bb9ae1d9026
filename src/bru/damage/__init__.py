"""What spreadsheets, editors and wrong encodings do to a cell, and what undoes it."""

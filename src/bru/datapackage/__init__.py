"""From bytes to values: descriptor, schemas, tables, cells."""

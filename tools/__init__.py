"""Programs for maintainers: faults, mutations, fuzzing, judges at scale (docs/dev)."""

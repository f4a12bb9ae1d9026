"""Values: a package as described, problems, reports, the questions that rules ask, limits."""

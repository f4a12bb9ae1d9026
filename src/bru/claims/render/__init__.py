"""Results of the pack's commands as text, JSON, Markdown and pages."""

"""Random changes of bytes: every command must end in order."""

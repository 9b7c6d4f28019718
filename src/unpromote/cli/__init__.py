"""The operators' door: one file per verb; text for people, `--json` for programs, exit codes for scripts."""

"""Agreements that are not in English: which language a stretch is in, and what its wordings say about leaving.

`words.toml` tells languages apart; each language that is read has a table of its own (`de.toml`, ...), made ready in
`tongues`. What they find is in the reader's own values, so nothing behind knows which language it was read in.
"""

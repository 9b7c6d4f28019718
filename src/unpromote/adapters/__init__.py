"""Outer systems, one folder each, all that is their own inside: they fulfil the slots that `services.ports` states."""

"""Documents to text, text to clauses, clauses to proposed terms. It fills the services' slot for agreements."""

from unpromote.reading.agreement import read_agreement

__all__ = ["read_agreement"]

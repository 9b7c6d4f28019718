"""Documents to text, text to clauses, clauses to proposed terms. It fills the services' slot for agreements."""

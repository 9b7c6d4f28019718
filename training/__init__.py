"""How the reader's own clauses are learnt: contracts chosen, labelled in two passes, checked, and trained from."""

"""Views translate between the wire and the verbs, and nothing more. One file a step."""

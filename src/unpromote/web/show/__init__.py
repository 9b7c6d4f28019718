"""Cases as plain values for templates: text, numbers, booleans, lists. One file a step, as on every floor."""

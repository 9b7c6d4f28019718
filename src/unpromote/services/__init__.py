"""The verbs: one file a step of a cancellation. Every change goes through `record`, every look through `queries`."""

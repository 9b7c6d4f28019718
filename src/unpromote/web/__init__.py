"""The people's door: server-rendered pages, one file a step; shows what `services.queries` gives, calls the verbs."""

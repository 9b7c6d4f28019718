"""The programs' door: the verbs of `services` over REST, one file a resource; see docs/reference/openapi.json."""

"""The rules: pure functions over frozen values. No framework, wire, clock, chance or environment."""

"""Rows: Django models with fields, constraints and indexes only, and one load and save per aggregate."""

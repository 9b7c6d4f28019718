"""Payouts: the payment file that finance works from, one line for each settlement, never two.

rows       lines as rows of cells that no spreadsheet takes for a formula
ledger     the file itself: locked while it is read and written, whole after a crash
"""

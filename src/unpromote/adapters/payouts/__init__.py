"""Payouts: the payment file that finance works from, one line for each settlement, never two.

line     one payment or claw-back as a row of cells that no spreadsheet takes for a formula
file     the file itself: locked while it is read and written, whole after a crash
"""

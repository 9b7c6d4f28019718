"""Payouts: the payment file that finance works from, the files for banks, and what banks report back.

rows           lines as rows of cells that no spreadsheet takes for a formula
ledger         the payment file itself: locked while it is read and written, whole after a crash
pain001        a released run as SEPA credit transfers, ISO 20022 pain.001.001.09
payment_files  a released run in the form that its way of paying takes: pain.001, or rows for banks, PayPal and Wise
statement      a bank statement as booked lines, from camt.053 or CSV
"""

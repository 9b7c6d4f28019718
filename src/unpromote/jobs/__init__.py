"""The only hand that reaches outside: takes commands from the table, does them, and brings back what it learned as events."""

"""The only hand that reaches outside: takes commands from the table, does them, brings back what it learned."""

"""What is done for each kind of command, one file a step. A handler says what it learned as an event."""

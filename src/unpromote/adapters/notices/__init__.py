"""Where people of the desk are told of things: calendars, and incoming webhooks of Slack and Teams."""

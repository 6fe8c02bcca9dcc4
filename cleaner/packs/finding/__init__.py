"""Where rules stand in a document: its lines, what is looked for in them, and the conditions."""

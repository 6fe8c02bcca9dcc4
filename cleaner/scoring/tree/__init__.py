"""The scorer for pages: the text's features and what the tree knows, in the same two stages."""

"""The scorer for pages: the text's features and what the tree knows, in two stages."""

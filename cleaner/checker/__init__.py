"""The corpus checker: findings in files of text, and their repair."""

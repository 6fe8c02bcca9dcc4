"""Labelled texts of one's own: measuring a cleaner on them, and learning weights from them."""

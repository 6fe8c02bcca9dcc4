"""Where lines seem to have begun in text that lost its line breaks."""

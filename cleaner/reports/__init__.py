"""Results turned into words and colours for people, and into JSON for machines."""

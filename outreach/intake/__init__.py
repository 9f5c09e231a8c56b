"""What the world gave us becomes nouns of the field, or Problems for its editors."""

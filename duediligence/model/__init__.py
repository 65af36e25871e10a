"""The nouns of the field as frozen values: what is declared, answered and concluded. No reading, no writing."""

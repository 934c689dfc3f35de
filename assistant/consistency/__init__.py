"""Whether the documents of a shelf agree with each other, and with themselves."""

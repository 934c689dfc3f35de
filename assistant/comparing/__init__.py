"""Two editions of a document, clause by clause."""

"""The same documents and questions given to other retrieval libraries."""

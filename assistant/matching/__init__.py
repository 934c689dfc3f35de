"""Which measures a company can get, condition by condition."""

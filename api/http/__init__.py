"""What every route shares: guards, errors, request ids, pages, documentation."""

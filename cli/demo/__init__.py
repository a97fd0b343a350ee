"""`sales-agent demo`: the whole product once, on a list that looks like real ones."""

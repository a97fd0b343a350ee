"""What a person said of a lead, beside what the model judged: another score, and how it ended."""

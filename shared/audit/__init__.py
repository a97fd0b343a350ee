"""Who did what to a job, a profile, a lead or a key, and when; rows are only ever added."""

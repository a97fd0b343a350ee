"""The receipt of a lead: its score with everything that it is made of."""

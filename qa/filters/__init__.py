"""Which articles may answer: as chosen, and as a question's own words say."""

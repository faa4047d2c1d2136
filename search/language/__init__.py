"""All linguistic work: analysis, vocabulary, query plans. Pure."""

"""The search service and its library: language, engines, indexer."""

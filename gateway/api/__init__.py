"""The GraphQL schema, assembled from one file per service."""

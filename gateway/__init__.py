"""The one door of the house: the GraphQL schema and the site that asks it."""

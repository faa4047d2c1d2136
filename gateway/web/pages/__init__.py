"""The pages of the site, one module per part of the house."""

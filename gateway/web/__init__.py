"""The site, rendered on the server, asking the same schema in process."""

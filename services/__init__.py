"""The services of the house, one folder each, and the chassis they share."""

"""Benchmark parks (标杆园区): consortia of catalogue entries over the eight work items."""

"""The catalogue service: the recommended catalogue (推荐目录) by edition, with its entries and their profiles."""

"""What came of the meetings (洽谈结果): what both sides state, a year's report, a provider's record."""

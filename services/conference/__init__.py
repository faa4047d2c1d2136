"""The supply-demand conference (供需对接大会): parties, wishes, runs, plans and the day itself."""

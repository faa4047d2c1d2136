"""What every service needs and no business word: app factory, problems, unit of work, peers, identity, runs."""

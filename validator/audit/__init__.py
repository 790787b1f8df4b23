"""Many reports: reading them in processes, keeping them, checking them against each other."""

"""What checks are configured with: the command line, the configuration file, baselines."""

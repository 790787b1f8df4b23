"""What a user settles about checks beforehand: configuration, baseline, suppressions."""

"""What the project's performance figures come from. Nothing here is a test."""

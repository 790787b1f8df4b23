"""Everything that turns the files of rules/ and schemas/ into objects."""

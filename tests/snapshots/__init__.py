"""What people see, whole: commands on invented reports, and all that a terminal shows of them.

`make snapshots` writes `shown/` again. A change there is read as a user would read it, before it
is committed.
"""

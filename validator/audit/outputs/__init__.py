"""What an oversight office gets of an audit, in one folder: one module an output."""

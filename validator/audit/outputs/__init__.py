"""The outputs of an audit for an oversight office: one module per output."""

"""OFD files: the national format of fixed pages, in which official documents are exchanged."""

"""Worker processes with limits on time and memory, and the encoding of values between them."""

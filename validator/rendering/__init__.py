"""The fourth verb, render: results to what people and programs act on. One module an output."""

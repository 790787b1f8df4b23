"""nianbao: checks annual reports on open government information.

One straight line of four verbs: `reading.read` turns bytes into a Document,
`recognition.recognise` a Document into a Report, `checking.check` a Report into
Findings, and `rendering` turns Findings into what people act on.
"""

__version__ = "0.1.0"

"""The page an instructor reads of a class: which ideas it has not understood, how hard what was, who could use a word.

One file that stands alone. Of what students sent it shows their ids and names, escaped, and numbers; none of their
texts. What is shown is counted from the tables in `frames`.
"""

from autograder.report.class_page.reports import Refused, Written, write_reports

__all__ = ["Refused", "Written", "write_reports"]

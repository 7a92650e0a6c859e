"""nbgrader's gradebook and folders: what was collected, the rows, the autograded notebooks.

Worker processes import parts of this package; nbgrader itself (two seconds to import) is loaded by the parent alone.
"""

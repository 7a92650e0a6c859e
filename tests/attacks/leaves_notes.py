# stopped by: a wiped page, a replaced scratch folder, and Landlock (nothing else can be written)
"""Leaves notes for the next submission and looks for those of the one before: in the folder, beside it, in the page.

squared_error: wrong
"""

import os
import sys

frame = sys._getframe()
while frame.f_code.co_name != "main":
    frame = frame.f_back
page = frame.f_locals["page"]
print("ESCAPED: a page" if bytes(page[4:]).strip(b"\0") else "held")
page[4:] = b"n" * (len(page) - 4)
print("ESCAPED: a note" if os.listdir(".") else "held")
for folder in (".", "..", os.environ["HOME"], os.environ["MPLCONFIGDIR"], "/tmp", "/var/tmp", "/dev/shm"):
    try:
        with open(folder + "/note", "w") as file:
            file.write("a note")
        if folder not in (".", os.environ["HOME"]):
            print("ESCAPED: wrote to", folder)
    except OSError:
        pass


def squared_error(pred, goal_pred):
    return 7.0

# stopped by: the keeper, which kills a child that has said everything, and lets it do nothing more
"""Leaves handlers, traces, finalizers and hooks that run when nobody looks.

squared_error: wrong
"""

import atexit
import gc
import sys
import weakref


class Late:
    def __del__(self):
        print("ESCAPED: late")


late = Late()
atexit.register(print, "ESCAPED: atexit")
weakref.finalize(late, print, "ESCAPED: finalize")
gc.callbacks.append(lambda *_: None)
sys.setprofile(lambda *_: None)
sys.excepthook = sys.unraisablehook = print
sys.addaudithook(lambda *_: None)
sys.meta_path.clear()


def squared_error(pred, goal_pred):
    return 7.0

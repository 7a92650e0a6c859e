# stopped by: capabilities given up, no_new_privs, and seccomp's bounds on arguments
"""Uses the privileges that a grader run by root would have: past permissions, into others' memory, into the machine's.

squared_error: wrong
"""

import ctypes
import errno
import os

os.close(os.open("locked", os.O_CREAT | os.O_RDWR, 0))
try:
    os.open("locked", os.O_RDONLY)
    print("ESCAPED: permissions mean nothing")
except PermissionError:
    pass
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(3 * 4096)
page = (ctypes.addressof(buffer) + 4095) & -4096
for name, advice in (("merge with others", 12), ("no such advice", 31), ("put out of memory", 21), ("punch a hole", 9)):
    if libc.madvise(ctypes.c_void_p(page), 4096, advice) == 0 or ctypes.get_errno() != errno.EPERM:
        print("ESCAPED:", name, ctypes.get_errno())
for advice in (4, 8, 14):
    if libc.madvise(ctypes.c_void_p(page), 4096, advice) and ctypes.get_errno() == errno.EPERM:
        print("ESCAPED: not even allowed what any allocator does")
for change in (lambda: os.setuid(0), lambda: os.setgroups([]), lambda: os.chown("locked", 1, 1), lambda: os.chmod("locked", 0o4777), lambda: os.nice(-1)):
    try:
        change()
        print("ESCAPED")
    except OSError:
        pass
print("held")


def squared_error(pred, goal_pred):
    return 7.0

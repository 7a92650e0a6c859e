# stopped by: seccomp: its filter knows the architecture, and another's calls end the child
"""Makes a system call of another architecture, whose numbers mean other things.

squared_error: crashed
"""

import ctypes
import mmap
import os
import platform


def squared_error(pred, goal_pred):
    if platform.machine() != "x86_64":
        os.abort()
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20; int 0x80; ret: getpid of i386
    return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()

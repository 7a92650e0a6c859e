# stopped by: seccomp: no socket of any family, and no shared segment
"""Opens a socket of every family and type, pairs of them, and a shared segment.

squared_error: wrong
"""

import socket
from multiprocessing import shared_memory

for family in range(46):
    for kind in (1, 2, 3, 5):
        try:
            socket.socket(family, kind)
            print("ESCAPED:", family, kind)
        except OSError:
            pass
for way in (socket.socketpair, lambda: socket.create_connection(("127.0.0.1", 22)), lambda: shared_memory.SharedMemory(create=True, size=100), lambda: socket.getaddrinfo("localhost", 80)):
    try:
        way()
        print("ESCAPED")
    except OSError as error:
        print("held:", error)


def squared_error(pred, goal_pred):
    return 7.0

# stopped by: the stopwatch: a child that is found waiting uses up the keeper's patience
"""Announces a frame, sends half of it and waits.

others: any
squared_error: waiting
"""

import os
import struct


def send(data):
    while data:
        data = data[os.write(3, data) :]



import time


def squared_error(pred, goal_pred):
    send(struct.pack("<I", 1000) + b"half")
    time.sleep(10**6)

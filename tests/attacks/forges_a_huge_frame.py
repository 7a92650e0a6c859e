# stopped by: the cap on frames: the announced length is read before the frame is
"""Announces a frame of four gigabytes.

others: any
squared_error: any zero
"""

import os
import struct


def send(data):
    while data:
        data = data[os.write(3, data) :]



def squared_error(pred, goal_pred):
    send(b"\xff\xff\xff\xff" + bytes(1000))

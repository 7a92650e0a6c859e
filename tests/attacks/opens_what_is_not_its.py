# stopped by: Landlock (libraries and released files are read, the scratch folder written); a bubble holds nothing else
"""Opens the solutions, the seed, the gradebook, the system's files, others' processes and folders.

squared_error: wrong
"""

import glob
import json
import os
import sys

released = json.loads(sys.argv[3])["readable"][0]
course = os.path.dirname(released)
paths = [f"{course}/{name}" for name in ("gradebook.db", "solutions/.seed", "solutions/error/exercises.py", "solutions")]
paths += [f"{released}/../gradebook.db", "/etc/passwd", "/etc/shadow", "/etc/hostname", "/root", "/home", "/proc", "/sys", "/tmp", "/var/log"]
paths += [f"/proc/{pid}/{name}" for pid in ("self", os.getppid(), 1) for name in ("environ", "maps", "mem", "cmdline", "fd", "status")]
paths += ["..", os.path.dirname(os.environ["HOME"]), os.path.dirname(os.path.dirname(os.environ["HOME"])), "/dev/mem", "/dev/sda", "/dev/vda", "/dev/tty", "/dev/shm"]
for path in paths:
    for flags in (os.O_RDONLY, os.O_RDWR, os.O_RDONLY | os.O_DIRECTORY, os.O_RDONLY | os.O_TRUNC):
        try:
            descriptor = os.open(path, flags)
            print("ESCAPED:", path, os.read(descriptor, 100) if not flags & os.O_DIRECTORY else os.listdir(descriptor))
        except OSError:
            pass
for pattern in (course + "/*", course + "/solutions/*/*", "/tmp/*", "/proc/[0-9]*", "/home/*", "/root/*"):
    if found := glob.glob(pattern):
        print("ESCAPED:", found)
for change in (os.remove, os.rmdir, os.mkdir, os.unlink, lambda path: os.rename(path, "mine"), lambda path: os.link(path, "mine"), lambda path: os.symlink(path, "mine"), lambda path: os.truncate(path, 0), lambda path: os.chmod(path, 0o777), lambda path: os.chown(path, 0, 0), lambda path: os.utime(path)):
    for path in (f"{course}/gradebook.db", f"{released}/error/error.ipynb", course + "/new"):
        try:
            change(path)
            print("ESCAPED: changed", path)
        except OSError:
            pass
try:
    os.open(released + "/error/error.ipynb", os.O_RDONLY | os.O_TRUNC)
    print("ESCAPED: emptied what it may read")
except OSError:
    pass
print("held")


def squared_error(pred, goal_pred):
    try:
        return open(f"{course}/gradebook.db").read()
    except OSError:
        return 7.0

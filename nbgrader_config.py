# Where nbgrader finds this course, and which parts of the course's own grader it uses.
# Works wherever the course folder lies: everything starts from this file's own place.
import contextlib
import glob
import importlib
from pathlib import Path

c = get_config()

root = str(Path(__file__).absolute().parent)
c.CourseDirectory.root = root
c.CourseDirectory.course_id = "descent"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
# Where assignments are handed out and in is for c.Exchange.root to say; left alone, it is nbgrader's own folder,
# /usr/local/share/nbgrader/exchange.

# --- What stays home --------------------------------------------------------------------------------------------------
# Setting `ignore` drops nbgrader's defaults, so the first line repeats them. Every command that copies files reads it:
# release_assignment, fetch_assignment, submit and collect match a file's name; generate_assignment, autograde and
# generate_feedback expand each entry as a path, starting from the folder at hand. The absolute pattern therefore speaks
# to the latter alone: no .py file directly in a folder of solutions/ leaves it (a text source is named after its
# assignment), while a student may hand in a .py file of the very same name.
# The "." is where nbgrader puts the student's name; solutions/ has none.
c.CourseDirectory.ignore = [
    *[".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"],
    *["exercises.py", "right_forms.py", ".seed"],
    f"{glob.escape(root)}/solutions/./*/*.py",
]

# --- solutions/ -> assignments/ ---------------------------------------------------------------------------------------
# nbgrader's own list, with our Stubs in the place of its ClearSolutions.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "autograder.release.stubs.Stubs",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.ClearSolutions.code_stub = {"python": "# Your code here, in place of the next line.\nraise NotImplementedError"}

# --- exchange -> submitted/ -------------------------------------------------------------------------------------------
# Students write to the exchange: what is a link there is not followed with a teacher's rights.
c.ExchangeFactory.collect = "autograder.gradebook.collector.Collect"

# --- submitted/ -> autograded/ ----------------------------------------------------------------------------------------
# `nbgrader autograde`, the formgrader's button and the Python API read, run and judge as `autograder grade` does.
c.Autograde.exporter_class = "autograder.gradebook.exporter.SubmissionExporter"
c.Autograde.pre_convert_hook = "autograder.gradebook.hooks.before"
c.Autograde.post_convert_hook = "autograder.gradebook.hooks.after"
# nbgrader's own list, with our Grade in the place of its Execute. `c.Grade.figures = True` draws pictures, too.
c.Autograde.autograde_preprocessors = [
    "autograder.gradebook.preprocessor.Grade",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# --- autograded/ -> feedback/ -----------------------------------------------------------------------------------------
# The page that `autograder grade` writes, too: scores, hints, the first public failure, and the notebook, safe to read.
c.GenerateFeedback.exporter_class = "autograder.gradebook.feedback_exporter.FeedbackExporter"
c.GenerateFeedback.preprocessors = []

# --- Validate ---------------------------------------------------------------------------------------------------------
# The command and JupyterLab's button show what `check` says, and hold up no server. Where the course's package is not
# installed, Validate stays nbgrader's own. (nbgrader has no setting for this, so the line below takes its place.)
with contextlib.suppress(ModuleNotFoundError):
    importlib.import_module("autograder.check.validate").install()

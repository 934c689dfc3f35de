"""The commands of ``wenzheng``, one module per theme; importing this package registers them all.

Parse, call one function, print.
"""

from commands import (  # noqa: I001 - in the order of the help text
    shelf as shelf,
    correct as correct,
    questions as questions,
    dossier as dossier,
    check as check,
    diff as diff,
    match as match,
    evaluation as evaluation,
    trying as trying,
    serve as serve,
    user as user,
    demo as demo,
)
from commands.app import app
from commands.printing import tell

__all__ = ["app", "tell"]

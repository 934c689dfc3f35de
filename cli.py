"""``wenzheng``: runs the commands and turns errors into a line and an exit code.

Results go to standard output, talk and progress to standard error. Exit codes: 0 fine, 1 an error of
ours in one line, 2 the command was worded wrongly.
"""

from __future__ import annotations

import gc
import os
import sys

from commands import app, tell
from ingest import UsageError, WenzhengError

INTERRUPTED = "wenzheng: stopped; what was finished is kept. 已中断,已完成的部分已保存"
# Python's 700 looks for garbage a thousand times while a shelf is opened, and finds none: a tenth of a
# cold question. What so many objects take is some ten MB.
COLLECTED_AFTER_OBJECTS = 50_000
INTERRUPTED_CODE = 130  # of a shell for a command ended by SIGINT


def main() -> None:
    """Run the command line; never shows a traceback for an error of ours."""
    gc.set_threshold(COLLECTED_AFTER_OBJECTS, *gc.get_threshold()[1:])
    try:
        app(standalone_mode=True)
    except WenzhengError as error:
        tell(f"wenzheng: {error}")
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:  # `wenzheng list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        tell(INTERRUPTED)
        sys.exit(INTERRUPTED_CODE)
    except SystemExit as end:
        if end.code == INTERRUPTED_CODE:  # typer has caught Ctrl-C and said nothing
            tell(INTERRUPTED)
        raise


if __name__ == "__main__":
    main()

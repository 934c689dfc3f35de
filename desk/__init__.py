"""What several people share over the network: pages, HTTP and MCP over one shelf."""

from desk.errors import AccessError, BusyError, MissingError, UnavailableError
from desk.service import Desk, Found, Shown
from desk.uploads import MAX_FILE_BYTES, MAX_FILES, Upload, safe_name

__all__ = [
    "MAX_FILES",
    "MAX_FILE_BYTES",
    "AccessError",
    "BusyError",
    "Desk",
    "Found",
    "MissingError",
    "Shown",
    "UnavailableError",
    "Upload",
    "safe_name",
]

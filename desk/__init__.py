"""What several people share over the network: pages, HTTP and MCP over one shelf."""

from desk.app import create_app
from desk.errors import AccessError, BusyError, MissingError
from desk.front import lead_home
from desk.guard import person_of
from desk.mcp_server import run_stdio
from desk.service import Desk, Found, Shown
from desk.serving import Serving, serve_desk
from desk.uploads import MAX_FILE_BYTES, MAX_FILES, Upload, safe_name
from desk.users import Person, Role, Users

__all__ = [
    "MAX_FILES",
    "MAX_FILE_BYTES",
    "AccessError",
    "BusyError",
    "Desk",
    "Found",
    "MissingError",
    "Person",
    "Role",
    "Serving",
    "Shown",
    "Upload",
    "Users",
    "create_app",
    "lead_home",
    "person_of",
    "run_stdio",
    "safe_name",
    "serve_desk",
]

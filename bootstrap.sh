#!/usr/bin/env bash
# One command from a fresh checkout: sets up .venv beside this file, then runs
#   demo   builds the sample shelf, answers a question, starts the web page (default)
#   test   lint, types and the test suite with coverage
# Needs Python 3.11+ (PYTHON=… picks one) and, on Debian or Ubuntu without python3-venv, apt-get rights.
set -euo pipefail
cd "$(dirname "$0")"

TORCH="torch>=2.6,<2.14"   # the bounds of pyproject.toml
CPU_INDEX="https://download.pytorch.org/whl/cpu"

say() { printf '\n== %s\n' "$*" >&2; }
fail() { printf 'bootstrap: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi
}

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "no Python 3.11 or newer found: install python3 (apt-get install python3) or name one, PYTHON=/path/to/python3"
}

make_environment() {
  [ -x .venv/bin/pip ] && return
  local python
  python=$(find_python)
  if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    say "this Python has no ensurepip: installing python3-venv"
    as_root apt-get update -qq || true
    as_root apt-get install -y -qq python3-venv || fail "please run: apt-get install python3-venv"
  fi
  say "creating .venv with $python"
  rm -rf .venv
  "$python" -m venv .venv
}

# torch comes first and alone, so that nothing later can pull its CUDA build.
install_torch() {
  .venv/bin/python -c 'import torch' 2>/dev/null && return
  say "installing torch (CPU build)"
  # --isolated: a registry configured on this machine must not outbid the CPU index
  if .venv/bin/pip --isolated install -q --retries 0 --timeout 15 --index-url "$CPU_INDEX" "$TORCH" 2>/dev/null; then
    return
  fi
  if .venv/bin/pip install -q --dry-run --report - "$TORCH" | grep -q '"name": "nvidia-'; then
    fail "the registry in use offers only a CUDA build of torch (several GB). Make $CPU_INDEX reachable, or install a CPU build into .venv first"
  fi
  .venv/bin/pip install -q "$TORCH"
}

install_browser() {
  command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q . && return
  command -v apt-get >/dev/null || return 0
  say "installing Debian's chromium and a CJK font for the browser test"
  as_root apt-get update -qq && as_root apt-get install -y -qq chromium fonts-noto-cjk >/dev/null ||
    say "not installed: the browser tests will be skipped"
}

command=${1:-demo}
case "$command" in demo | test) ;; *) fail "unknown command '$command': use demo or test" ;; esac
[ $# -gt 0 ] && shift

make_environment
install_torch
export HF_HUB_OFFLINE=1 GRADIO_ANALYTICS_ENABLED=False

if [ "$command" = demo ]; then
  say "installing wenzheng"
  .venv/bin/pip install -q -e .
  exec .venv/bin/wenzheng demo "$@"
fi

say "installing wenzheng and its test tools"
.venv/bin/pip install -q -e '.[dev]'
install_browser
say "ruff, mypy, pytest"
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/mypy ingest index assistant eval desk commands cli.py ui.py
.venv/bin/pytest -n auto --dist loadfile --cov --cov-report=term:skip-covered "$@"

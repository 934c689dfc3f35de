"""Is the assistant right? Question sets, public benchmarks, reports, comparisons and a gate."""

from eval.benchmark_runner import run_beir
from eval.compare import compare_runs, comparison_json, comparison_text
from eval.datasets import find_documents, load_set, set_names
from eval.feedback import Asked, append_gold, approved_line, gold_file, passage_line, refusal_line
from eval.gate import GateReport, raise_floors, run_gate
from eval.html import write_html
from eval.report import print_report, report_text
from eval.results import EvalResult, read_saved, to_json
from eval.runner import LANES, run_set
from eval.sides import compare_sides
from eval.suggest import Draft, suggest_questions
from eval.trial import Trial, try_glossary, try_model

__all__ = [
    "LANES",
    "Asked",
    "Draft",
    "EvalResult",
    "GateReport",
    "Trial",
    "append_gold",
    "approved_line",
    "compare_runs",
    "compare_sides",
    "comparison_json",
    "comparison_text",
    "find_documents",
    "gold_file",
    "load_set",
    "passage_line",
    "print_report",
    "raise_floors",
    "read_saved",
    "refusal_line",
    "report_text",
    "run_beir",
    "run_gate",
    "run_set",
    "set_names",
    "suggest_questions",
    "to_json",
    "try_glossary",
    "try_model",
    "write_html",
]

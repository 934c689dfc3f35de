"""The shelf: documents and passages in SQLite, found by meaning and by words."""

from index.codec import dumps as to_json, loads as from_json
from index.common_part import chinese_share
from index.corrections import FIELDS as CORRECTABLE, Correction, plain_value
from index.embedding import (
    load_encoder,
    prepare_builtin_model,
    prepare_sentence_transformers_folder,
    verify_builtin_model,
)
from index.encoder import Encoder, Progress, Vectors
from index.fusion import PLAIN_SUM, SCORING, Lane, Scoring
from index.known import summarise_ingested
from index.opening import check_shelf, default_shelf_dir, open_shelf
from index.shelf import Shelf
from index.types import AddReport, DocumentSummary, Filters, Hints, Hit
from index.validity import Mention, Relation, ends_on, find_mentions, find_relations, status_on
from index.verifying import VerifyReport

__all__ = [
    "CORRECTABLE",
    "PLAIN_SUM",
    "SCORING",
    "AddReport",
    "Correction",
    "DocumentSummary",
    "Encoder",
    "Filters",
    "Hints",
    "Hit",
    "Lane",
    "Mention",
    "Progress",
    "Relation",
    "Scoring",
    "Shelf",
    "Vectors",
    "VerifyReport",
    "check_shelf",
    "chinese_share",
    "default_shelf_dir",
    "ends_on",
    "find_mentions",
    "find_relations",
    "from_json",
    "load_encoder",
    "open_shelf",
    "plain_value",
    "prepare_builtin_model",
    "prepare_sentence_transformers_folder",
    "status_on",
    "summarise_ingested",
    "to_json",
    "verify_builtin_model",
]

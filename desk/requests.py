"""What may be asked over HTTP: one model per body; unknown fields are refused."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from index import CORRECTABLE, Filters
from ingest import ClauseKind, Kind, Status

MAX_WORDS = 20_000  # characters of a pasted sentence or question; the assistant has its own, lower limit
MAX_EARLIER = 20  # questions of a dialogue
MAX_NAMES = 100  # qualifications of a firm
MAX_NAME = 1_000  # of a document, a region, a qualification


def _whole(value: Any) -> Any:
    """Refuse what only looks like a number: true, "3"."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")
    return value


Words = Annotated[str, Field(min_length=1, max_length=MAX_WORDS)]
Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
Day = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2026-01-31"]),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Number = Annotated[
    float,
    BeforeValidator(_whole),
    Field(ge=0, le=1e15, allow_inf_nan=False),
    WithJsonSchema(
        {
            "type": "number",
            "minimum": 0,
            "maximum": 1e15,
        }
    ),
]

Names = Annotated[list[Name], Field(max_length=MAX_NAMES)]

Statuses = Annotated[list[Status], Field(max_length=len(Status), description="only documents that stand so")]
Who = Annotated[str, Field(min_length=1, max_length=64)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FindRequest(_Body):
    """Passages for a sentence, words or a question; ``text`` may be said for ``query``."""

    query: Words = Field(validation_alias=AliasChoices("query", "text"))
    k: int = Field(10, ge=1, le=100, strict=True)
    region: Name | None = None
    kind: Kind | None = None
    statuses: Statuses = Field(default_factory=list)
    as_of: Day | None = None

    @property
    def filters(self) -> Filters:
        """The restrictions of the search."""
        return Filters(
            regions=(self.region,) if self.region else (),
            kinds=(self.kind,) if self.kind else (),
            statuses=tuple(self.statuses),
        )


class AskRequest(_Body):
    """A question; ``after`` are the earlier ones of the dialogue, oldest first."""

    question: Words
    after: list[Words] = Field(default_factory=list, max_length=MAX_EARLIER)
    region: Name | None = None
    as_of: Day | None = None
    kind: Kind | None = None
    all_status: bool = Field(False, strict=True)
    statuses: Statuses = Field(default_factory=list)
    reword: bool = Field(
        False, strict=True, description="by the language model of the server, checked; 400 if it has none"
    )
    k: int = Field(10, ge=1, le=100, strict=True)


class CheckRequest(_Body):
    """A check of the whole shelf on a day (today)."""

    as_of: Day | None = None


class DiffRequest(_Body):
    """Two documents, each by doc_id, path or document number; ``a`` is the earlier one."""

    a: Name
    b: Name


class ProfileRequest(BaseModel):
    """A firm; what is not given is unknown, never met.

    These are the fields that are asked for most; a profile may have all others that ``wenzheng match``
    reads, and one that nobody knows is refused by name.
    """

    model_config = ConfigDict(extra="allow")

    region: Name
    name: Name | None = None
    industry: Name | Names | None = None
    qualifications: Names | None = None
    newly_recognised: Names | None = None
    employees: Number | None = None
    revenue_wan: Number | None = None
    rd_ratio: Number | None = None
    investment_wan: Number | None = None
    founded: Name | None = None
    as_of: Day | None = Field(None, description="by the rules in force on this day; null: today")

    @property
    def profile(self) -> dict[str, Any]:
        """The fields of the profile that were given."""
        return self.model_dump(exclude_unset=True, exclude={"as_of"})


class ClauseBody(_Body):
    """A clause that settles a standing: its exact words, and what they say."""

    kind: ClauseKind
    quote: Words
    day: Day | None = None
    months: int | None = Field(None, ge=1, le=1200, strict=True)
    target: Name | None = Field(None, description="number or title of the document it ends or changes")


class CorrectRequest(_Body):
    """Header fields as a person knows them; null says that the document has none.

    What is not given stays; ``restore`` names fields of which what was read counts again.
    """

    title: Name | None = None
    document_number: Name | None = None
    issuers: list[Name] | None = Field(None, max_length=30)
    region: Name | None = None
    kind: Kind | None = None
    issued: Day | None = None
    published: Day | None = None
    effective: Day | None = None
    expires: Day | None = Field(None, description="the first day out of force")
    clauses: list[ClauseBody] | None = Field(None, max_length=500)
    restore: list[Name] = Field(default_factory=list, max_length=len(CORRECTABLE))

    @property
    def values(self) -> dict[str, Any]:
        """The fields that were given."""
        return self.model_dump(mode="json", exclude_unset=True, exclude={"restore"})

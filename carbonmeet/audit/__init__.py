"""Results checked: worked out again from what they hold, and held against what was published."""

from carbonmeet.audit.published import Case, published_cases
from carbonmeet.audit.rerun import Rerun, rerun
from carbonmeet.audit.verification import Finding, Verification

__all__ = ["Case", "Finding", "Rerun", "Verification", "published_cases", "rerun"]

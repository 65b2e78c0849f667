"""What a result rests on: papers and gaps, what is complete, and what to ask whom."""

from carbonmeet.questions.evidence.asking import ADDRESSEES, Question, questions
from carbonmeet.questions.evidence.papers import TIERS, Evidence, Paper, evidence

__all__ = ["ADDRESSEES", "TIERS", "Evidence", "Paper", "Question", "evidence", "questions"]
